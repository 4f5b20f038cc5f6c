"""The jobs of one page of one visit: their records in a store, and what this process adds."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from pages.model import advance
from pages.model.job_steps import dismissed, restored, resumed, told
from pages.model.jobs import MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Future

    from pages.model.advance import AnyPoll, JobRuntime
    from pages.model.job_store import JobStore
    from pages.model.jobs import Job, JobKind


class JobTracker:
    """Lists, advances and changes the jobs of some kinds that belong to one owner.

    Safe in any thread: two runs that advance the same job start one poll.

    Attributes:
        store: Where the records are kept.
        owner: The visitor.
        kinds: The kinds of jobs.
    """

    def __init__(self, store: JobStore, owner: str, kinds: Collection[JobKind]) -> None:
        self.store = store
        self.owner = owner
        self.kinds = kinds
        self._runtimes: dict[str, JobRuntime] = {}
        self._lock = threading.RLock()

    def list(self) -> list[Job]:
        """All jobs, newest first."""
        return self.store.list(self.owner, self.kinds)

    def find(self, base_url: str, remote_id: str) -> Job | None:
        """The newest job with that id at that source, or None."""
        return self.store.find(self.owner, self.kinds, base_url, remote_id)

    def get(self, key: str) -> Job | None:
        """The job of that key as it stands now, or None."""
        job = self.store.get(key)
        return job if job is not None and job.kind in self.kinds else None

    def room(self) -> int:
        """How many more can be active."""
        return MOST_JOBS - sum(job.is_active for job in self.list())

    def news(self) -> Sequence[Job]:
        """The jobs that have ended and whose owner was not told, in the order of their start."""
        return [job for job in reversed(self.list()) if job.is_news]

    def runtime(self, job: Job, now: float, at: float) -> JobRuntime:
        """What this process knows of a job beside its record.

        Args:
            job: The record.
            now: Monotonic seconds.
            at: Seconds since the epoch.
        """
        with self._lock:
            if job.key not in self._runtimes:
                self._runtimes[job.key] = advance.new_runtime(job, now, at)
            return self._runtimes[job.key]

    def unseen(self, jobs: Collection[Job]) -> Sequence[Job]:
        """Those of some jobs that were never advanced here."""
        with self._lock:
            seen = {key for key, one in self._runtimes.items() if one.seen_at is not None}
        return [job for job in jobs if job.key not in seen]

    def by_next_poll(self, jobs: Collection[Job], now: float, at: float) -> Sequence[Job]:
        """Jobs in the order of their next polls, those first that have waited longest."""

        def next_poll_at(job: Job) -> float:
            wait = self.runtime(job, now, at).wait
            return wait.next_poll_at if wait else 0.0

        return sorted(jobs, key=next_poll_at)

    def advance(
        self, key: str, now: float, at: float, poll: Callable[[Job], Future[AnyPoll] | None]
    ) -> Job | None:
        """Advance a job by one step, and return it as it stands then; None if it is gone.

        Args:
            key: Which job.
            now: Monotonic seconds.
            at: Seconds since the epoch.
            poll: Starts a poll on a worker, or returns None if there is no room for one yet.
        """
        with self._lock:
            job = self.store.get(key)
            if job is None:
                self._runtimes.pop(key, None)
                return None
            runtime = advance.advance(job, self.runtime(job, now, at), now, poll)
            self._runtimes[key] = runtime
            step = partial(advance.recorded, runtime=runtime, at=at)
            return job if step(job) == job else self.store.change(key, step)

    def resume(self, key: str, now: float, at: float) -> None:
        """Look once more at a job that has an id and ended without a result."""
        with self._lock:
            job = self.store.get(key)
            if job is None or resumed(job) is job:
                return
            self._runtimes[key] = advance.resume(job, self.runtime(job, now, at), now)
            self.store.change(key, resumed)

    def dismiss(self, key: str) -> None:
        """Take a job that has ended off the page."""
        self.store.change(key, dismissed)

    def restore(self, key: str) -> None:
        """Put a job on the page again."""
        self.store.change(key, restored)

    def mark_told(self, key: str) -> None:
        """Note that its owner was told of the end of a job."""
        self.store.change(key, told)
