"""Opens what a deployment has configured, and imports only that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.model.job_store import JobStore, StorePlace
from pages.model.journal.journal import Journal
from pages.model.journal.journal_ledger import JournalLedger
from pages.model.ledger import Ledger, MemoryLedger
from pages.model.memory_job_store import MemoryJobStore

if TYPE_CHECKING:
    from pages.model.journal.address import DatabaseAddress
    from pages.model.journal.sql_store import SqlJobStore


def open_jobs(address: DatabaseAddress, history_days: int) -> JobStore:
    """Where a deployment keeps the jobs of the API; a database is opened once it is needed."""
    if address.place is StorePlace.MEMORY:
        return MemoryJobStore()

    def open_() -> SqlJobStore:
        from pages.model.journal.sql_store import open_store  # noqa: PLC0415 - only if configured

        return open_store(address, history_days)

    return Journal(open_, address.place)


def open_ledger(jobs: JobStore) -> Ledger:
    """The ledger beside a store of jobs: in its database, or in memory where it has none."""
    return JournalLedger(jobs.access) if isinstance(jobs, Journal) else MemoryLedger()
