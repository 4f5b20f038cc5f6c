"""The log of the process: ours, Streamlit's and uvicorn's lines in one form, on standard error."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Final

import streamlit.logger

from pages.model.log_format import LogFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG_LEVEL_NAME: Final = "ETERNALAI_LOG_LEVEL"
LOG_FORMAT_NAME: Final = "ETERNALAI_LOG_FORMAT"
LEVELS: Final = ("debug", "info", "warning", "error")

_SERVER = ("uvicorn", "uvicorn.asgi", "uvicorn.error")
_REQUESTS = "uvicorn.access"
_CHOICES: Final = {LOG_LEVEL_NAME: LEVELS, LOG_FORMAT_NAME: tuple(LogFormat)}
_log = logging.getLogger("eternal.dashboard")


def set_up_logs(settings: Mapping[str, str]) -> None:
    """Write all that is logged from now on as one line an event.

    Other libraries are heard from warnings on. So is uvicorn, and its log of requests not at all:
    they tell who comes from where, and what they search for.

    Args:
        settings: The level (of ``eternal`` and the dashboard) and the format, by their names.
    """
    level, format_ = _chosen(settings, LOG_LEVEL_NAME), _chosen(settings, LOG_FORMAT_NAME)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogFormat(format_ or LogFormat.TEXT).formatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("eternal").setLevel((level or "info").upper())
    streamlit.logger.setup_formatter = _hand_to_root
    streamlit.logger.update_formatter()
    for name in _SERVER:
        _hand_to_root(logging.getLogger(name))
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_of_thread
    for name, known in _CHOICES.items():
        if settings.get(name, "").strip() and not _chosen(settings, name):
            _log.warning("%s must be one of: %s.", name, ", ".join(known))


def _chosen(settings: Mapping[str, str], name: str) -> str:
    """The value of a setting, or "" if it is none of those that there are."""
    value = settings.get(name, "").strip().lower()
    return value if value in _CHOICES[name] else ""


def _hand_to_root(logger: logging.Logger) -> None:
    """Let the root write what a logger logs, in place of a handler of its own."""
    logger.handlers.clear()
    logger.propagate = logger.name != _REQUESTS


def _log_uncaught(kind: type[BaseException], error: BaseException, _trace: object) -> None:
    _log.critical("The process ends", exc_info=(kind, error, error.__traceback__))


def _log_uncaught_of_thread(found: threading.ExceptHookArgs) -> None:
    _log.error("A thread has ended", exc_info=found.exc_value)
