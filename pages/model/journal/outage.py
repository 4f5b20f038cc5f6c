"""Leaves what has failed alone for some seconds, so that no page waits for it again and again."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_SECONDS: Final = 5.0
_log = logging.getLogger("eternal.dashboard")


class Outage:
    """Knows whether something fails just now, and lets one thread at a time try it again.

    Its begin and its end are logged.

    Args:
        act: What fails, as a verb.
        clock: Monotonic seconds.
    """

    def __init__(self, act: str, clock: Callable[[], float]) -> None:
        self._act = act
        self._clock = clock
        self._lock = threading.Lock()
        self._problem = ""
        self._began_at = self._try_at = 0.0

    @property
    def problem(self) -> str:
        """What is wrong, as a sentence for people, or ""."""
        with self._lock:
            return self._problem

    def may_try(self) -> bool:
        """Whether to try: nothing is wrong, or the pause is over and no other thread tries."""
        with self._lock:
            if not self._problem:
                return True
            if self._clock() < self._try_at:
                return False
            self._try_at = self._clock() + PAUSE_SECONDS
            return True

    def begin(self, problem: str) -> None:
        """Note that it has failed."""
        with self._lock:
            is_new = not self._problem
            self._problem = problem
            now = self._clock()
            self._began_at = now if is_new else self._began_at
            self._try_at = now + PAUSE_SECONDS
        if is_new:
            _log.warning("The database fails to %s: %s", self._act, problem)

    def end(self) -> None:
        """Note that it works."""
        with self._lock:
            was_broken, self._problem = bool(self._problem), ""
            seconds = self._clock() - self._began_at
        if was_broken:
            _log.warning("The database can %s again, after %.0f s.", self._act, seconds)
