"""What is spent of a deployment's key, by day and visitor, and one place where that is kept."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from eternal import ConfigurationError, ConnectionFailed, EternalError, InvalidInput, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

CREATION_PAUSE_SECONDS: Final = 5.0
"""The shortest time between two creations of one visitor."""


class Expense(StrEnum):
    """What the deployment's key is spent on. Each is counted and limited by itself."""

    CREATION = "creation"
    GENERATION = "generation"
    CHECK = "check"

    @property
    def plural(self) -> str:
        """What is counted, as people call it."""
        return _PLURALS[self]


_PLURALS: Final = {
    Expense.CREATION: "new characters",
    Expense.GENERATION: "pictures and videos",
    Expense.CHECK: "checks",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How often the deployment's key may be spent on one expense in a day of UTC.

    Attributes:
        deployment: By all visitors together.
        visitor: By each visitor.
    """

    deployment: int
    visitor: int


@dataclass(frozen=True, slots=True)
class Spent:
    """How often the deployment's key was spent on one expense today.

    Attributes:
        deployment: By all visitors together.
        visitor: By one visitor.
    """

    deployment: int
    visitor: int


@dataclass(frozen=True, slots=True)
class Place:
    """One request among those that a limit allows.

    Attributes:
        day: The day of UTC, such as ``2026-11-25``.
        spender: The hash that the visitor is known by.
        expense: What it is spent on.
    """

    day: str
    spender: str
    expense: Expense


class SpendingRefused(EternalError):
    """The deployment's key is not spent on this just now; nothing was sent."""


class LimitReached(SpendingRefused):
    """A limit of today is reached.

    Attributes:
        expense: What is limited.
        cap: How often it is allowed.
        is_of_visitor: Whether it is the limit of the visitor, not of all together.
    """

    def __init__(
        self, expense: Expense = Expense.CREATION, cap: int = 0, *, is_of_visitor: bool = False
    ) -> None:
        super().__init__(expense, cap)
        self.expense = expense
        self.cap = cap
        self.is_of_visitor = is_of_visitor

    @property
    def headline(self) -> str:
        """Which limit is reached."""
        what = f"{self.expense.plural} with the key of this dashboard"
        if not self.cap:
            return f"There are no {what}."
        if self.is_of_visitor:
            return f"You have used up your {self.cap:,} {what} for today."
        return f"Today's {self.cap:,} {what} are used up, by all visitors together."


class TooSoon(SpendingRefused):
    """The visitor's last creation was a moment ago.

    Attributes:
        seconds: How many seconds are left until the next one.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def headline(self) -> str:
        """How long the pause is."""
        return f"One moment: there are {CREATION_PAUSE_SECONDS:.0f} seconds between two creations."


class UnknownVisitor(SpendingRefused):
    """The visitor's browser keeps no token."""

    @property
    def headline(self) -> str:
        """Why nothing is spent."""
        return (
            "Your browser keeps no cookie for this page, and the key of this dashboard is only for"
            " visitors who can be told from others."
        )


class Ledger(Protocol):
    """Counts what is spent. Every method may be called in any thread."""

    def reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        """Take one place within a limit, before anything is sent.

        Raises:
            LimitReached: There is none left today.
            TooSoon: The visitor's last creation was a moment ago.
            StoreUnavailable: It cannot be written down.
        """

    def give_back(self, place: Place) -> None:
        """Free a place whose request was certainly not sent.

        Raises:
            StoreUnavailable: It cannot be written down: the place stays taken.
        """

    def spent(self, spender: str, expense: Expense) -> Spent | None:
        """What was spent today; None if it cannot be read just now."""


class MemoryLedger:
    """Counts in the memory of this process: a restart begins anew, and replicas share nothing.

    Args:
        clock: Seconds since the epoch.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._day = ""
        self._deployment: Counter[Expense] = Counter()
        self._visitors: Counter[tuple[str, Expense]] = Counter()
        self._last: dict[tuple[str, Expense], float] = {}

    def reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        """Take one place within a limit; raises SpendingRefused if there is none."""
        with self._lock:
            at = self._turn_day()
            last_at = self._last.get((spender, expense))
            seconds = None if last_at is None else at - last_at
            if refusal := refusal_of(expense, self._spent(spender, expense), limit, seconds):
                raise refusal
            self._deployment[expense] += 1
            self._visitors[spender, expense] += 1
            self._last[spender, expense] = at
            return Place(self._day, spender, expense)

    def give_back(self, place: Place) -> None:
        """Free a place, unless its day is over."""
        with self._lock:
            self._turn_day()
            if place.day == self._day:
                self._deployment[place.expense] -= 1
                self._visitors[place.spender, place.expense] -= 1

    def spent(self, spender: str, expense: Expense) -> Spent:
        """What was spent today."""
        with self._lock:
            self._turn_day()
            return self._spent(spender, expense)

    def _spent(self, spender: str, expense: Expense) -> Spent:
        return Spent(self._deployment[expense], self._visitors[spender, expense])

    def _turn_day(self) -> float:
        """Forget what was spent on another day; return the time."""
        at = self._clock()
        if (day := day_of(at)) > self._day:  # a clock that is set back begins no new day
            self._day = day
            self._deployment.clear()
            self._visitors.clear()
            since = at - CREATION_PAUSE_SECONDS
            self._last = {key: last for key, last in self._last.items() if last > since}
        return at


def refusal_of(
    expense: Expense, spent: Spent, limit: Limit, seconds: float | None = None
) -> SpendingRefused | None:
    """Why one more request may not be sent; None if it may.

    Args:
        expense: What it is spent on.
        spent: What was spent before it.
        limit: The limit of today.
        seconds: How long ago the visitor's last one was; None if there was none.
    """
    if spent.visitor >= limit.visitor and limit.visitor <= limit.deployment:
        return LimitReached(expense, limit.visitor, is_of_visitor=True)
    if spent.deployment >= limit.deployment:
        return LimitReached(expense, limit.deployment)
    if expense is Expense.CREATION and seconds is not None:
        pause = CREATION_PAUSE_SECONDS - abs(seconds)  # clocks may differ a little, or be set back
        return TooSoon(pause) if pause > 0 else None
    return None


def day_of(at: float) -> str:
    """The day of UTC of a moment, in seconds since the epoch."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def was_not_sent(error: EternalError) -> bool:
    """Whether an error of a paid call proves that no byte of the request has left.

    A refusal by the server was sent, and counts.
    """
    if isinstance(error, ConnectionFailed):
        return not error.may_have_arrived
    return isinstance(error, (ConfigurationError, InvalidInput, PolicyError))
