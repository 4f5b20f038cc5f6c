"""Where the journal is kept, as a deployment says it. Imports no driver of any database."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pydantic import SecretStr

from pages.model.job_store import StorePlace

if TYPE_CHECKING:
    from pathlib import Path

OFF: Final = "off"
FOLDER_NAME: Final = "eternal-dashboard"
FILE_NAME: Final = "history.sqlite3"
_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgres", "postgresql", "postgresql+psycopg")
_PARTS: Final = re.compile(
    r"""
    (?: [^@:/?\#\[\]\s]* (?: :[^@/?\#\[\]\s]* )? @ )?  # the user and the password
    (?: [a-zA-Z0-9._-]* | \[[a-fA-F0-9:.]+\] )  # the host
    (?: :(?P<port>[0-9]{1,5}) )?
    (?: /[^@?\#\s]* )?  # the name of the database
    (?: \?[^@\#\s]* )?
    """,
    re.VERBOSE,
)
_LARGEST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where records are kept.

    Attributes:
        place: The kind of place.
        target: The path of a file, or the address of a database, which may hold a password; "" for
            the memory of the process.
    """

    place: StorePlace
    target: SecretStr


def read_address(value: object) -> DatabaseAddress:
    """Read the setting: ``off``, an address of SQLite or PostgreSQL, or "" for the usual file.

    Raises:
        ValueError: It is none of them. The message holds nothing of it.
    """
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("no address")
    if not value:
        return DatabaseAddress(StorePlace.FILE, SecretStr(str(_usual_file())))
    if value.lower() == OFF:
        return DatabaseAddress(StorePlace.MEMORY, SecretStr(""))
    if value.startswith(_SQLITE):
        return DatabaseAddress(StorePlace.FILE, SecretStr(_path(value.removeprefix(_SQLITE))))
    return DatabaseAddress(StorePlace.DATABASE, SecretStr(_postgresql(value)))


def _usual_file() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - only where nothing is configured

    return user_data_path(FOLDER_NAME, appauthor=False) / FILE_NAME


def _path(text: str) -> str:
    if not text or text.startswith((":", "file:")) or "?" in text or text.endswith("/"):
        raise ValueError("no path of a file")
    return _in_home(text) if text.startswith("~") else text


def _in_home(text: str) -> str:
    found = os.path.expanduser(text)  # noqa: PTH111 - pathlib raises another error
    if found == text:
        raise ValueError("nobody's home")
    return found


def _postgresql(text: str) -> str:
    """The address with the name of the driver that is installed."""
    scheme, separator, rest = text.partition("://")
    if scheme.lower() not in _POSTGRESQL or not separator or not _is_unambiguous(rest):
        raise ValueError("no address of a database")
    return f"postgresql+psycopg://{rest}"


def _is_unambiguous(rest: str) -> bool:
    """Whether all parsers read the same user, password, host, port and name.

    What they would read in different ways is to be encoded with percent signs: else a part of a
    password could be taken for a host or a port, and be shown where these are.
    """
    found = _PARTS.fullmatch(rest)
    if found is None or "\0" in unquote(rest):
        return False
    port = found["port"]
    return port is None or 0 < int(port) <= _LARGEST_PORT
