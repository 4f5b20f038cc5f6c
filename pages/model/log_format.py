"""The form of a line of the log: one line an event, whatever its text holds."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS: Final = "eternal"


class LogFormat(StrEnum):
    """How the lines of the log are written."""

    TEXT = "text"
    JSON = "json"

    def formatter(self) -> logging.Formatter:
        """The formatter of such lines."""
        return JsonFormatter() if self is LogFormat.JSON else TextFormatter()


class TextFormatter(logging.Formatter):
    """A line such as ``2026-11-25T10:30:31.123Z INFO eternal.dashboard: The message.``.

    What cannot be printed, such as the end of a line or a colour, is escaped as in Python; so a
    traceback stands on the line of its event, and no text can forge another line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One event as one line."""
        head = f"{_time_of(record)} {record.levelname} {record.name}: {record.getMessage()}"
        return _escaped("\n".join(filter(None, [head, _traceback_of(record)])))


class JsonFormatter(logging.Formatter):
    """A JSON object with ``time``, ``level``, ``logger``, ``message``, and ``traceback`` if any."""

    def format(self, record: logging.LogRecord) -> str:
        """One event as one line."""
        found = {
            "time": _time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace := _traceback_of(record):
            found["traceback"] = trace
        return json.dumps(found)


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )


def _time_of(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _traceback_of(record: logging.LogRecord) -> str:
    """The traceback of an event, or "".

    In our own events it has the types of the errors and the places in the code only: the message
    of an error that nobody expected may hold what a visitor has typed.
    """
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return ""
    if record.name.partition(".")[0] == _OURS:
        return "\n".join(
            f"{type(one).__qualname__}\n{''.join(traceback.format_tb(one.__traceback__))}".rstrip()
            for one in _with_causes(error)
        )
    return "".join(traceback.format_exception(error)).rstrip()


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it came from, the newest first."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
