"""The jobs of some kinds that belong to one owner, and how this process makes them go on."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from pages.model import advance, refresh
from pages.model.job_steps import dismissed, restored, resumed, told
from pages.model.jobs import MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Future

    from pages.model.advance import AnyPoll, JobRuntime
    from pages.model.job_store import JobRecords
    from pages.model.jobs import Job, JobKind

    Poll = Callable[[Job], Future[AnyPoll | None] | None]
    """Starts a poll on a worker. None if there is no room for one yet; its result is None if
    another process polls for the job."""

_MOST_RUNTIMES: Final = 5000


@dataclass
class _Entry:
    """The runtime of one job, changed under its own lock: nobody waits for another job."""

    runtime: JobRuntime
    lock: threading.RLock = field(default_factory=threading.RLock)


class Runtimes:
    """What this process knows of jobs beside their records, shared by all windows and visitors.

    Args:
        note_duration: Is told how long a job took, in seconds, where all of it was watched; the
            job is as it was while it was waited for.
        clock: Gives monotonic seconds, and seconds since the epoch.
    """

    def __init__(
        self,
        note_duration: Callable[[Job, float], None] = lambda _job, _seconds: None,
        clock: Callable[[], tuple[float, float]] = lambda: (time.monotonic(), time.time()),
    ) -> None:
        self.note_duration = note_duration
        self.clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def entry(self, job: Job, now: float, at: float) -> _Entry:
        """The entry of a job, new if this process begins to watch it."""
        with self._lock:
            if job.key not in self._entries:
                self._entries[job.key] = _Entry(advance.new_runtime(job, now, at))
            self._entries.move_to_end(job.key)
            while len(self._entries) > _MOST_RUNTIMES:
                self._entries.popitem(last=False)
            return self._entries[job.key]

    def seen(self) -> set[str]:
        """The keys of all jobs that were advanced in this process."""
        with self._lock:
            entries = list(self._entries.items())
        return {key for key, one in entries if one.runtime.seen_at is not None}

    def drop(self, key: str) -> None:
        """Forget a job."""
        with self._lock:
            self._entries.pop(key, None)


class JobTracker:
    """Lists, advances and changes the jobs of some kinds that belong to one owner.

    Safe in any thread: however many windows advance the same job, they start one poll.

    Attributes:
        store: Where the records are kept.
        owner: The visitor.
        kinds: The kinds of jobs.
    """

    def __init__(
        self, store: JobRecords, owner: str, kinds: Collection[JobKind], runtimes: Runtimes
    ) -> None:
        self.store = store
        self.owner = owner
        self.kinds = kinds
        self._runtimes = runtimes

    def list(self) -> list[Job]:
        """All jobs, newest first."""
        return self.store.list(self.owner, self.kinds)

    def find(self, base_url: str, remote_id: str) -> Job | None:
        """The newest job with that id at that source, or None."""
        return self.store.find(self.owner, self.kinds, base_url, remote_id)

    def get(self, key: str) -> Job | None:
        """The job of that key as it stands now, or None."""
        job = self.store.get(key)
        return job if job is not None and self._is_ours(job) else None

    def newest(self, key: str) -> Job | None:
        """The job of that key as it stands in the store now, whoever has changed it, or None.

        Raises:
            StoreUnavailable: It cannot be read.
        """
        job = self.store.newest(key)
        return job if job is not None and self._is_ours(job) else None

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
        return self._runtimes.entry(job, now, at).runtime

    def unseen(self, jobs: Collection[Job]) -> Sequence[Job]:
        """Those of some jobs that were never advanced here."""
        seen = self._runtimes.seen()
        return [job for job in jobs if job.key not in seen]

    def by_next_poll(self, jobs: Collection[Job], now: float, at: float) -> Sequence[Job]:
        """Jobs in the order of their next polls, those first that have waited longest."""

        def next_poll_at(job: Job) -> float:
            wait = self.runtime(job, now, at).wait
            return wait.next_poll_at if wait else 0.0

        return sorted(jobs, key=next_poll_at)

    def advance(self, key: str, now: float, at: float, poll: Poll) -> Job | None:
        """Advance a job by one step, and return it as it stands then; None if it is gone.

        A poll that this starts is read, and written down, by the worker that it was made on.

        Args:
            key: Which job.
            now: Monotonic seconds.
            at: Seconds since the epoch.
            poll: Starts a poll.
        """
        job = self.store.get(key)
        if job is None:
            self._runtimes.drop(key)
            return None
        entry = self._runtimes.entry(job, now, at)
        with entry.lock:
            job = self.store.get(key) or job
            before = entry.runtime
            entry.runtime = advance.advance(job, before, now, poll)
            entry.runtime = refresh.advance(job, entry.runtime, now, at, poll)
            started = entry.runtime.polling
            step = partial(_recorded, runtime=entry.runtime, at=at)
            if step(job) != job:
                job = self._change(job, step)
        if started is not None and started is not before.polling:
            started.add_done_callback(lambda _: self._settle(key, poll))
            job = self.store.get(key)
        return job

    def resume(self, key: str, now: float, at: float) -> None:
        """Look once more at a job that has an id and ended without a result."""
        job = self.get(key)
        if job is None or resumed(job) is job:
            return
        entry = self._runtimes.entry(job, now, at)
        with entry.lock:
            entry.runtime = advance.resume(job, entry.runtime, now)
            self.store.change(key, resumed)

    def refresh(self, key: str) -> None:
        """Have the address of a result asked for again, as a browser was refused it."""
        self.store.change(key, refresh.outdated)

    def dismiss(self, key: str) -> None:
        """Take a job that has ended off the page."""
        self.store.change(key, dismissed)

    def restore(self, key: str) -> None:
        """Put a job on the page again."""
        self.store.change(key, restored)

    def mark_told(self, key: str) -> None:
        """Note that its owner was told of the end of a job."""
        self.store.change(key, told)

    def _change(self, job: Job, step: Callable[[Job], Job]) -> Job | None:
        changed = self.store.change(job.key, step)
        if changed is not None and job.is_active and changed.duration is not None:
            self._runtimes.note_duration(job, changed.duration)
        return changed

    def _settle(self, key: str, poll: Poll) -> None:
        """Read a poll that was just answered, and write down what has come of it."""
        now, at = self._runtimes.clock()
        self.advance(key, now, at, poll)

    def _is_ours(self, job: Job) -> bool:
        return job.owner == self.owner and job.kind in self.kinds


def _recorded(job: Job, *, runtime: JobRuntime, at: float) -> Job:
    return refresh.recorded(advance.recorded(job, runtime, at), runtime, at)
