"""Where a secret could show."""

from __future__ import annotations

import copy
import pickle
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import eternal

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator

_PACKAGE = Path(eternal.__file__).parent
LONGEST_TRACE = 7
"""Characters of a key that may stand anywhere by chance."""


def traces_of(
    key: str, outcome: object, client: object, records: Iterable[logging.LogRecord]
) -> list[str]:
    """The names of the places where the key, or a good part of it, can be read."""
    shown = dict(_places(outcome, client, records))
    parts = [key[start : start + LONGEST_TRACE + 1] for start in range(len(key) - LONGEST_TRACE)]
    return [name for name, text in shown.items() if any(part in text for part in parts)]


def _places(
    outcome: object, client: object, records: Iterable[logging.LogRecord]
) -> Iterator[tuple[str, str]]:
    yield "repr of the client", repr(client) + str(client)
    yield "repr of the outcome", repr(outcome) + str(outcome)
    for index, record in enumerate(records):
        yield f"log record {index}", f"{record.getMessage()} {record.args!r} {record.exc_text}"
    if isinstance(outcome, BaseException):
        for cause in _chain(outcome):
            yield from _of_error(cause)


def _of_error(error: BaseException) -> Iterator[tuple[str, str]]:
    name = type(error).__name__
    yield f"{name}: text", f"{error} {error!r} {error.args!r}"
    yield f"{name}: attributes", repr(vars(error))
    yield f"{name}: copies", repr(vars(copy.copy(error))) + str(pickle.dumps(error))
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    own = [frame for frame in trace.stack if Path(frame.filename).is_relative_to(_PACKAGE)]
    yield f"{name}: locals", repr([frame.locals for frame in own])


def _chain(error: BaseException) -> Iterator[BaseException]:
    yield error
    for inner in (error.__cause__, error.__context__):
        if inner is not None:
            yield from _chain(inner)
