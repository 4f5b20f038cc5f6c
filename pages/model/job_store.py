"""Where jobs are kept. Nothing else knows: a journal can take the place of the session's memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from pages.model.jobs import CREATIONS, GENERATIONS, MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pages.model.jobs import Job, JobKind


class JobStore(Protocol):
    """Keeps the records of jobs. Every method may be called in any thread."""

    def add(self, job: Job) -> None:
        """Keeps a new record."""

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Takes a step from the newest state of a record; None if it is not kept.

        Args:
            key: Whose record.
            step: A pure function: it may be called again where another change came between.
        """

    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""


class SessionJobStore:
    """Keeps records in memory, as long as a visit lasts; the ended ones are forgotten past 50.

    Two runs of one visit can be under way at once, and workers write the answers to what was paid
    for: so a record changes here only, under the lock, from its newest state.
    """

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.RLock()

    def add(self, job: Job) -> None:
        """Keeps a new record."""
        kinds = CREATIONS if job.kind in CREATIONS else GENERATIONS
        with self._lock:
            self._jobs[job.key] = job
            kept = [one for one in self._jobs.values() if one.kind in kinds]
            ended = [one.key for one in kept if not one.is_active]
            for key in ended[: max(0, len(kept) - MOST_JOBS)]:
                del self._jobs[key]

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Takes a step from the newest state of a record; None if it is not kept."""
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

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""
        with self._lock:
            kept = reversed(self._jobs.values())
            return [one for one in kept if one.owner == owner and one.kind in kinds]

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""
        wanted = (base_url, remote_id)
        kept = self.list(owner, kinds)
        return next((one for one in kept if (one.base_url, one.remote_id) == wanted), None)
