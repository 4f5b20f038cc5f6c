"""All jobs that one visit has to do with, wherever they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.model.job_store import MOST_LISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pages.model.job_store import JobRecords
    from pages.model.jobs import Job, JobKind


class VisitorStore:
    """Looks into several stores.

    Args:
        visit: For ids that are only watched, such as those of a shared link: they are nobody's
            history.
        kept: Where this visitor may have sent something.
    """

    def __init__(self, visit: JobRecords, kept: Sequence[JobRecords]) -> None:
        self._visit = visit
        self._stores = (*kept, visit)

    def add(self, job: Job) -> None:
        """Keep the record of an id that is only watched, for this visit."""
        self._visit.add(job)

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Take a step from the newest state of a record; None if it is not kept."""
        store = self._store_of(key)
        return store.change(key, step) if store else None

    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""
        return next((job for store in self._stores if (job := store.get(key))), None)

    def newest(self, key: str) -> Job | None:
        """The record of that key as it stands now; raises StoreUnavailable if it cannot be read."""
        return next((job for store in self._stores if (job := store.newest(key))), None)

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""
        found = [job for store in self._stores for job in store.list(owner, kinds)]
        first = sorted(found, key=lambda job: (not job.is_active, -job.created_at))[:MOST_LISTED]
        return sorted(first, key=lambda job: -job.created_at)

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""
        found = (store.find(owner, kinds, base_url, remote_id) for store in self._stores)
        return next(filter(None, found), None)

    def was_sent(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that anybody has sent from here."""
        return any(store.was_sent(base_url, remote_id) for store in self._stores)

    def lease(self, key: str, seconds: float) -> bool:
        """Take or renew the right to poll for a record; False while another process has it."""
        store = self._store_of(key)
        return store is not None and store.lease(key, seconds)

    def _store_of(self, key: str) -> JobRecords | None:
        return next((store for store in self._stores if store.get(key) is not None), None)
