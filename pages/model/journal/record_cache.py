"""Records as they were last read or written: fresh for a second, and known for much longer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pages.model.job_store import MOST_LISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from pages.model.jobs import Job, JobKind

FRESH_SECONDS: Final = 1.0
MOST_RECORDS: Final = 10_000
MOST_LISTS: Final = 300


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one key.

    Attributes:
        job: The record; None if there is none.
        is_fresh: Whether it was read or written within the last second.
    """

    job: Job | None
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class KnownList:
    """What is known of an owner's records of some kinds.

    Attributes:
        jobs: They, newest first.
        is_fresh: Whether they were read within the last second.
        is_whole: Whether the owner has no more of them.
    """

    jobs: Sequence[Job]
    is_fresh: bool
    is_whole: bool


class RecordCache:
    """Keeps records by their keys, and lists of keys by owner and kinds; safe in any thread.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._records: OrderedDict[str, tuple[float, Job | None]] = OrderedDict()
        self._lists: OrderedDict[tuple[str, frozenset[JobKind]], tuple[float, list[str]]] = (
            OrderedDict()
        )
        self._writes = 0

    def writes(self) -> int:
        """How often something was written: ``keep`` takes nothing that was read before that."""
        with self._lock:
            return self._writes

    def get(self, key: str) -> Known | None:
        """What is known of a key."""
        with self._lock:
            if key not in self._records:
                return None
            at, job = self._records[key]
            return Known(job, self._is_fresh(at))

    def list(self, owner: str, kinds: Collection[JobKind]) -> KnownList | None:
        """What is known of an owner's records of some kinds."""
        with self._lock:
            found = self._lists.get((owner, frozenset(kinds)))
            if found is None:
                return None
            at, keys = found
            jobs = [job for key in keys if (job := self._job(key)) is not None]
            is_complete = len(jobs) == len(keys)
            is_whole = is_complete and len(keys) < MOST_LISTED
            return KnownList(jobs, is_complete and self._is_fresh(at), is_whole)

    def jobs(self) -> Iterable[Job]:
        """All records that are known."""
        with self._lock:
            return [job for _, job in self._records.values() if job is not None]

    def keep(self, key: str, job: Job | None, *, writes: int) -> None:
        """Keep a record as it was read, unless something was written since."""
        with self._lock:
            if writes == self._writes:
                self._put(key, job)

    def keep_list(
        self, owner: str, kinds: Collection[JobKind], jobs: Sequence[Job], *, writes: int
    ) -> None:
        """Keep a list as it was read, unless something was written since."""
        with self._lock:
            if writes != self._writes:
                return
            for job in jobs:
                self._put(job.key, job)
            key = (owner, frozenset(kinds))
            self._lists[key] = (self._clock(), [job.key for job in jobs])
            self._lists.move_to_end(key)
            if len(self._lists) > MOST_LISTS:
                self._lists.popitem(last=False)

    def write(self, key: str, job: Job | None) -> None:
        """Keep a record as this process has written it, in the lists of its owner, too."""
        with self._lock:
            self._writes += 1
            is_new = self._job(key) is None
            self._put(key, job)
            if job is None or not is_new:
                return
            for (owner, kinds), (_, keys) in self._lists.items():
                if owner == job.owner and job.kind in kinds and key not in keys:
                    keys.insert(0, key)
                    del keys[MOST_LISTED:]

    def forget(self, owner: str) -> None:
        """Forget all records of an owner."""
        with self._lock:
            self._writes += 1
            for key in [key for key in self._lists if key[0] == owner]:
                del self._lists[key]
            for job in [job for job in self.jobs() if job.owner == owner]:
                del self._records[job.key]

    def _put(self, key: str, job: Job | None) -> None:
        self._records[key] = (self._clock(), job)
        self._records.move_to_end(key)
        if len(self._records) > MOST_RECORDS:
            self._records.popitem(last=False)

    def _job(self, key: str) -> Job | None:
        return self._records.get(key, (0.0, None))[1]

    def _is_fresh(self, at: float) -> bool:
        return self._clock() - at < FRESH_SECONDS
