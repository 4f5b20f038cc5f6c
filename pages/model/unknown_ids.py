"""The ids that the API does not know, each remembered for a while and for all visitors."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from eternal import EternalError, GenerationPoll, NotFound, Poll, PollState

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_SECONDS: Final = 60.0
"""Seconds until an unknown id is asked for again: a new character may be known by then."""
MOST: Final = 2000

_ErrorT = TypeVar("_ErrorT", bound=NotFound)


class UnknownIds(Generic[_ErrorT]):
    """Unknown ids, with the errors that said so. Safe in any thread.

    Args:
        clock: Gives monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[int | str, tuple[float, _ErrorT]] = OrderedDict()

    def get(self, id: int | str) -> _ErrorT | None:
        """The error of an id that is unknown, to be raised anew, or None."""
        with self._lock:
            until, error = self._known.get(id, (0.0, None))
            if error is None or self._clock() >= until:
                return None
            return error.with_traceback(None)

    def add(self, id: int | str, error: _ErrorT) -> None:
        """Remember that an id is unknown; an id that is known to be unknown keeps its time."""
        if self.get(id) is not None:
            return
        with self._lock:
            self._known[id] = (self._clock() + KEPT_SECONDS, error)
            self._known.move_to_end(id)
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def forget(self, *ids: int | str) -> None:
        """Forget some ids, so that they are asked for again."""
        with self._lock:
            for id in ids:
                self._known.pop(id, None)


def unknown_of(answer: Poll | GenerationPoll | EternalError) -> NotFound | None:
    """The error that says that the API does not know an id, if the answer of a poll means that."""
    if isinstance(answer, EternalError):
        return answer if isinstance(answer, NotFound) else None
    says_so = "not found" in (answer.error or "").lower()
    if answer.state is PollState.PENDING and not answer.status and says_so:
        return NotFound(404)
    return None
