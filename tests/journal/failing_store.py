"""A database that fails while it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages.model.job_store import StoreUnavailable
from pages.model.journal import outage
from pages.model.ledger import MemoryLedger
from pages.model.memory_job_store import MemoryJobStore

if TYPE_CHECKING:
    from pages.model.ledger import Expense, Limit, Place, Spent
    from tests.clock import Clock

READS, WRITES = "reads", "writes"
KINDS = {
    **dict.fromkeys(("get", "newest", "list", "find", "was_sent", "search", "spent"), READS),
    **dict.fromkeys(("add", "change", "delete", "transfer", "renew", "lease"), WRITES),
    **dict.fromkeys(("reserve", "give_back"), WRITES),
}


class FailingLedger(MemoryLedger):
    """Counts in memory; fails while the store beside it fails.

    Args:
        store: The store.
    """

    def __init__(self, store: FailingStore) -> None:
        super().__init__()
        self._store = store

    def reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        """Take a place, unless writes fail."""
        self._store.ask("reserve")
        return super().reserve(spender, expense, limit)

    def give_back(self, place: Place) -> None:
        """Free a place, unless writes fail."""
        self._store.ask("give_back")
        super().give_back(place)

    def spent(self, spender: str, expense: Expense) -> Spent:
        """What was spent, unless reads fail."""
        self._store.ask("spent")
        return super().spent(spender, expense)


class FailingStore(MemoryJobStore):
    """Keeps records in memory; fails while it is told to, and notes what is asked of it.

    Attributes:
        broken: Which of reads and writes fail.
        asked: The names of the methods that were called.
        is_open: Whether it was not closed yet.
        ledger: The ledger beside it, which fails with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.is_open = True
        self.ledger = FailingLedger(self)

    def __getattribute__(self, name: str) -> Any:
        if name in KINDS:
            self.ask(name)
        return super().__getattribute__(name)

    def ask(self, name: str) -> None:
        """Note that a method is called, or fail."""
        self.asked.append(name)
        if KINDS[name] in self.broken:
            raise StoreUnavailable("The database cannot be reached.")

    def close(self) -> None:
        """Close nothing."""
        self.is_open = False


def recover(store: FailingStore, clock: Clock) -> None:
    """Let the database work again, and the pause pass."""
    store.broken.clear()
    clock.pass_by(outage.PAUSE_SECONDS)
