"""Where the journal is kept, as a deployment says it. Imports no driver of any database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from pages.model.job_store import StorePlace

if TYPE_CHECKING:
    from pathlib import Path

OFF: Final = "off"
FOLDER_NAME: Final = "eternal-dashboard"
FILE_NAME: Final = "history.sqlite3"
_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgres", "postgresql", "postgresql+psycopg")


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
    return text


def _postgresql(text: str) -> str:
    """The address with the name of the driver that is installed."""
    scheme, separator, rest = text.partition("://")
    if scheme.lower() not in _POSTGRESQL or not separator or not _can_be_read(rest):
        raise ValueError("no address of a database")
    return f"postgresql+psycopg://{rest}"


def _can_be_read(rest: str) -> bool:
    try:
        parts = urlsplit(f"postgresql://{rest}")
        is_port = parts.port != 0
    except ValueError:
        return False
    return is_port and not parts.fragment and " " not in rest
