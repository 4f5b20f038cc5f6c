"""Keeps the records of jobs in the memory of this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pages.model.job_store import (
    MOST_LISTED,
    FoundJobs,
    JobQuery,
    StorePlace,
    search_text,
    standing_of,
)
from pages.model.jobs import JobState
from pages.model.search import terms
from pages.model.second_request import refuse_second

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pages.model.jobs import Job, JobKind

_MOST_KEPT: Final = 5000


class MemoryJobStore:
    """Keeps records in the memory of this process; the oldest ended ones are forgotten past 5,000.

    Two runs of one visit can be under way at once, and workers write the answers to what was paid
    for: so a record changes here only, under the lock, from its newest state.
    """

    place: Final = StorePlace.MEMORY
    problem: Final = ""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.RLock()

    def add(self, job: Job) -> None:
        """Keep a new record; raises AlreadyActive if its owner has the same under way."""
        with self._lock:
            if job.state is JobState.SENDING:
                refuse_second(job, [one for one in self._jobs.values() if one.owner == job.owner])
            self._jobs[job.key] = job
            if len(self._jobs) > _MOST_KEPT:
                ended = next((one.key for one in self._jobs.values() if not one.is_active), job.key)
                del self._jobs[ended]

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Take a step from the newest state of a record; None if it is not kept."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return None
            self._jobs[key] = step(job)
            return self._jobs[key]

    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""
        with self._lock:
            return self._jobs.get(key)

    def newest(self, key: str) -> Job | None:
        """The record of that key, or None."""
        return self.get(key)

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""
        kept = [job for job in self._of(owner) if job.kind in kinds]
        first = sorted(kept, key=lambda job: not job.is_active)[:MOST_LISTED]
        return sorted(first, key=lambda job: job.created_at, reverse=True)

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""
        wanted = (base_url, remote_id)
        kept = (job for job in self._of(owner) if job.kind in kinds)
        return next((job for job in kept if (job.base_url, job.remote_id) == wanted), None)

    def was_sent(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that anybody has sent from here."""
        with self._lock:
            kept = list(self._jobs.values())
        wanted = (base_url, remote_id)
        return any((job.base_url, job.remote_id) == wanted for job in kept if not job.is_adopted)

    def search(self, owner: str, query: JobQuery) -> FoundJobs:
        """The records of an owner that fit a query."""
        fitting = [job for job in self._of(owner) if _fits(job, query)]
        return FoundJobs(fitting[query.offset : query.offset + query.limit], len(fitting))

    def delete(self, owner: str, keys: Collection[str] | None = None) -> int:
        """Delete records of an owner that are not active, and return how many went."""
        with self._lock:
            gone = [
                job.key
                for job in self._jobs.values()
                if job.owner == owner and not job.is_active and (keys is None or job.key in keys)
            ]
            for key in gone:
                del self._jobs[key]
        return len(gone)

    def transfer(self, owner: str, to: str) -> int:
        """Give all records of an owner to another one, and return how many there were."""
        with self._lock:
            given = [job for job in self._jobs.values() if job.owner == owner]
            self._jobs.update((job.key, replace(job, owner=to)) for job in given)
        return len(given)

    def renew(self) -> None:
        """Nothing to say: what is in memory ends with the process."""

    def lease(self, key: str, seconds: float) -> bool:
        """True: no other process has these records."""
        return True

    def _of(self, owner: str) -> Sequence[Job]:
        """The records of an owner, newest first."""
        with self._lock:
            kept = [job for job in reversed(self._jobs.values()) if job.owner == owner]
        return sorted(kept, key=lambda job: job.created_at, reverse=True)


def _fits(job: Job, query: JobQuery) -> bool:
    text = search_text(job)
    return (
        (not query.kinds or job.kind in query.kinds)
        and (not query.standings or standing_of(job) in query.standings)
        and all(word in text for word in terms(query.text))
    )
