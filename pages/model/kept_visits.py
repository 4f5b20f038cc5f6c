"""What somebody had on the page before signing in, until they are back."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pages.model.parameter import Address

KEEP_SECONDS: Final = 600.0
MOST_VISITS: Final = 1000
MOST_LETTERS: Final = 50_000
"""How much of one visit is kept; of one with more only that it was."""


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """A page as it was.

    Attributes:
        page: Its name; "" for one that is too long to be kept.
        address: The parameters of its address.
        forms: The values of each form, by the form's name.
        is_back: Whether the browser has come back from the provider.
        problem: Why it came back without a sign-in, or "".
    """

    page: str = ""
    address: Address = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_back: bool = False
    problem: str = ""


class KeptVisits:
    """Keeps one visit of each browser for ten minutes, in memory; safe in any thread.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, KeptVisit]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, browser: str, visit: KeptVisit) -> None:
        """Keep a visit, in place of an older one.

        Args:
            browser: The hash of the browser's token.
            visit: What to keep.
        """
        with self._lock:
            self._forget_old()
            self._kept.pop(browser, None)
            is_short = len(repr(visit)) <= MOST_LETTERS
            self._kept[browser] = (self._clock(), visit if is_short else KeptVisit())
            if len(self._kept) > MOST_VISITS:
                self._kept.popitem(last=False)

    def note_return(self, browser: str, problem: str = "") -> None:
        """Note that a browser comes back from the provider, and why without a sign-in."""
        with self._lock:
            self._forget_old()
            if browser in self._kept:
                at, visit = self._kept[browser]
                self._kept[browser] = (at, replace(visit, is_back=True, problem=problem))

    def take(self, browser: str) -> KeptVisit | None:
        """The visit of a browser that has come back: given once."""
        with self._lock:
            self._forget_old()
            _, visit = self._kept.get(browser, (0.0, None))
            if visit is None or not visit.is_back:
                return None
            return self._kept.pop(browser)[1]

    def peek(self, browser: str) -> KeptVisit | None:
        """The visit of a browser that has not come back; it stays."""
        with self._lock:
            self._forget_old()
            _, visit = self._kept.get(browser, (0.0, None))
            return None if visit is None or visit.is_back else visit

    def _forget_old(self) -> None:
        oldest = self._clock() - KEEP_SECONDS
        while self._kept and next(iter(self._kept.values()))[0] < oldest:
            self._kept.popitem(last=False)
