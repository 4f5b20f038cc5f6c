"""Why a database cannot be used just now, as one sentence that holds nothing of its address."""

from __future__ import annotations

import functools
import logging
from enum import StrEnum
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from eternal import EternalError
from pages.model.job_store import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")
_log = logging.getLogger("eternal.dashboard")


class Problem(StrEnum):
    """What is wrong with the database, as people read it."""

    BUSY = "The history is busy just now."
    FULL = "The history cannot be written: its disk is full."
    READ_ONLY = "The history cannot be written: its database is read-only."
    NEWER = "The history was written by a newer version of this dashboard, and stays as it is."
    UNREACHABLE = "The database of the history cannot be reached."
    NO_FILE = "The file of the history cannot be opened or created."
    BROKEN = "The file of the history is damaged, or is no SQLite database."
    OTHER = "The history cannot be used just now."


_BY_SQLITE_NAME: Final = {
    "SQLITE_BUSY": Problem.BUSY,
    "SQLITE_LOCKED": Problem.BUSY,
    "SQLITE_FULL": Problem.FULL,
    "SQLITE_READONLY": Problem.READ_ONLY,
    "SQLITE_CANTOPEN": Problem.NO_FILE,
    "SQLITE_PERM": Problem.NO_FILE,
    "SQLITE_NOTADB": Problem.BROKEN,
    "SQLITE_CORRUPT": Problem.BROKEN,
}
_BY_SQLSTATE: Final = {
    "25006": Problem.READ_ONLY,
    "40001": Problem.BUSY,
    "40P01": Problem.BUSY,
    "42501": Problem.READ_ONLY,
    "53100": Problem.FULL,
    "53300": Problem.UNREACHABLE,
    "55P03": Problem.BUSY,
    "57014": Problem.BUSY,
    "57P01": Problem.UNREACHABLE,
    "57P02": Problem.UNREACHABLE,
    "57P03": Problem.UNREACHABLE,
}


def problem_of(error: SQLAlchemyError | OSError) -> Problem:
    """What an error of the driver, or of a file, says is wrong."""
    if isinstance(error, OSError):
        return Problem.NO_FILE
    if isinstance(error, PoolTimeout):
        return Problem.BUSY
    cause = error.orig if isinstance(error, DBAPIError) else None
    if name := getattr(cause, "sqlite_errorname", None):
        return _BY_SQLITE_NAME.get("_".join(name.split("_")[:2]), Problem.OTHER)
    if state := getattr(cause, "sqlstate", None):
        return _BY_SQLSTATE.get(state, Problem.OTHER)
    return Problem.UNREACHABLE if cause is not None else Problem.OTHER


def told_plainly(call: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same call, whose errors of databases and files become ``StoreUnavailable``.

    It is raised outside of the handler, so that no chain of causes leads to the error: that one
    may hold the address of the database, and in it a password.
    """

    @functools.wraps(call)
    def told(*args: _P.args, **options: _P.kwargs) -> _T:
        try:
            return call(*args, **options)
        except (SQLAlchemyError, OSError) as error:
            problem = problem_of(error)
            _log.warning("%s (%s)", problem, _code_of(error))
        raise StoreUnavailable(str(problem))

    return told


def opened_plainly(call: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same, for a call that opens a database: also what nobody has thought of is told so.

    Drivers raise errors of all kinds for addresses that they cannot read, with the address in them.
    """
    known = told_plainly(call)

    @functools.wraps(call)
    def told(*args: _P.args, **options: _P.kwargs) -> _T:
        try:
            return known(*args, **options)
        except EternalError:
            raise
        except Exception as error:
            _log.warning("%s (%s)", Problem.OTHER, type(error).__name__)
        raise StoreUnavailable(str(Problem.OTHER))

    return told


def _code_of(error: SQLAlchemyError | OSError) -> str:
    """The kind of an error and its code: its text may hold the address."""
    cause = getattr(error, "orig", None) or error
    found = (getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate", "errno"))
    code = next((str(one) for one in found if one is not None), "no code")
    return f"{type(cause).__name__}, {code}"
