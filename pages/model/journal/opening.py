"""Opens what a deployment has configured, and imports only that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.model.job_store import JobStore, MemoryJobStore, StorePlace
from pages.model.journal.journal import Journal

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
