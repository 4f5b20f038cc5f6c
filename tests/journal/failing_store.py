"""A database that fails while it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages.model.job_store import MemoryJobStore, StoreUnavailable
from pages.model.journal import outage

if TYPE_CHECKING:
    from tests.clock import Clock

READS, WRITES = "reads", "writes"
KINDS = dict.fromkeys(("get", "list", "find", "was_sent", "search"), READS) | dict.fromkeys(
    ("add", "change", "delete", "renew", "lease"), WRITES
)


class FailingStore(MemoryJobStore):
    """Keeps records in memory; fails while it is told to, and notes what is asked of it.

    Attributes:
        broken: Which of reads and writes fail.
        asked: The names of the methods that were called.
        is_open: Whether it was not closed yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.is_open = True

    def __getattribute__(self, name: str) -> Any:
        if name in KINDS:
            self.asked.append(name)
            if KINDS[name] in self.broken:
                raise StoreUnavailable("The database cannot be reached.")
        return super().__getattribute__(name)

    def close(self) -> None:
        """Close nothing."""
        self.is_open = False


def recover(store: FailingStore, clock: Clock) -> None:
    """Let the database work again, and the pause pass."""
    store.broken.clear()
    clock.pass_by(outage.PAUSE_SECONDS)
