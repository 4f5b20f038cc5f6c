"""The lines of the log: one an event, whatever a text holds."""

from __future__ import annotations

import json
import logging
import re

import pytest

from pages.model.log_format import LogFormat

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\w+) (\S+): (.*)")
SECRET = "A poem about my neighbour."


def line(
    message: str,
    *args: object,
    error: BaseException | None = None,
    name: str = "eternal.dashboard",
    form: LogFormat = LogFormat.TEXT,
) -> str:
    """The line of one event."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, info)
    return form.formatter().format(record)


def failing() -> KeyError:
    """An error that was raised while another one was handled; both hold what somebody typed."""
    try:
        int(SECRET)
    except ValueError as cause:
        error = KeyError(SECRET)
        error.__cause__ = cause
        return error.with_traceback(cause.__traceback__)
    raise AssertionError


def test_a_line_has_time_level_logger_and_message() -> None:
    """The time is UTC, in the form of ISO 8601."""
    found = LINE.fullmatch(line("%d are sent.", 3))
    assert found
    assert found.groups() == ("WARNING", "eternal.dashboard", "3 are sent.")


@pytest.mark.parametrize(
    "break_", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
)
@pytest.mark.parametrize("form", LogFormat)
def test_no_text_can_forge_a_line(form: LogFormat, break_: str) -> None:
    """Whatever ends a line in some reader is escaped, in both formats."""
    forged = f"x{break_}2026-11-25T00:00:00.000Z INFO eternal.dashboard: forged"
    assert len(line("Refused: %s", forged, form=form).splitlines()) == 1


def test_no_text_can_steer_a_terminal() -> None:
    """Colours, cursor movements and signs that turn the direction of text are escaped."""
    assert line("%s", "\x1b[2J \u202e \x07").isprintable()


def test_letters_of_all_scripts_are_readable() -> None:
    """What can be printed stays as it is."""
    assert line("%s", "Zoë 李 🎭").endswith("Zoë 李 🎭")


@pytest.mark.parametrize("form", LogFormat)
def test_a_traceback_stands_on_the_line_of_its_event(form: LogFormat) -> None:
    """It names the errors and the places in the code, and holds nothing that somebody typed."""
    text = line("A page crashed", error=failing(), form=form)
    assert len(text.splitlines()) == 1
    assert "ValueError" in text
    assert "KeyError" in text
    assert "in failing" in text
    assert SECRET not in text


def test_the_errors_of_libraries_are_told_in_full() -> None:
    """What Streamlit or uvicorn logs is about the server; its message is needed."""
    assert SECRET in line("It failed", error=failing(), name="uvicorn.error")


def test_json_can_be_read_back() -> None:
    """A line of JSON has the same parts, and the traceback in a field of its own."""
    found = json.loads(line("One\nevent", error=failing(), form=LogFormat.JSON))
    assert found["message"] == "One\nevent"
    assert set(found) == {"time", "level", "logger", "message", "traceback"}
