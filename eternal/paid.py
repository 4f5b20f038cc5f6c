"""Parses answers of paid calls, even incomplete ones; logs new drift."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from eternal.errors import EternalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.exchange import Answer
    from eternal.generation import Generation
    from eternal.models import Creation
    from eternal.settings import Settings

    _PaidT = TypeVar("_PaidT", bound=Creation | Generation)

_MOST_NOTES: Final = 200
_log = logging.getLogger("eternal")


class Answered(Protocol):
    """The model of an answer."""

    @property
    def drift(self) -> tuple[str, ...]:
        """What was new or missing against the document, in words."""


def read_paid(answer: Answer, parse: Callable[[bytes], _PaidT]) -> _PaidT:
    """Parse the answer to a paid call; an incomplete one, too, if its id can be read.

    Raises:
        EternalError: The parser's error for a complete answer, else why it is incomplete.
    """
    if answer.failure is None:
        return parse(answer.body)
    note = "the answer is broken: it ended too soon; its id was saved from what came"
    try:
        saved = parse(answer.body)
    except EternalError:
        pass
    else:
        return replace(saved, drift=(*saved.drift, note))
    raise answer.failure


class DriftLog:
    """Logs each new note of drift once, at INFO.

    The notes are short and plain. The key is masked in them, since a server may echo it.
    """

    def __init__(self, settings: Settings) -> None:
        key = settings.api_key
        self._key = "" if key is None else key.get_secret_value()
        self._told: set[str] = set()

    def tell(self, drift: tuple[str, ...]) -> None:
        """Log the notes that are new."""
        for note in drift:
            if note not in self._told and len(self._told) < _MOST_NOTES:
                self._told.add(note)
                _log.info("Drift: %s", note.replace(self._key, "[key]") if self._key else note)
