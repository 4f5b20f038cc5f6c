"""The store that the pages use: a database that may fail, behind a short memory of it."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Never, Protocol, TypeVar

from pages.model.job_store import (
    FoundJobs,
    JobQuery,
    JobStore,
    StorePlace,
    StoreUnavailable,
)
from pages.model.journal.access import StoreAccess
from pages.model.journal.deferred import DeferredSteps, Replayer
from pages.model.journal.journal_ledger import HasLedger
from pages.model.journal.record_cache import RecordCache
from pages.model.journal.unanswered import Unanswered
from pages.model.second_request import AlreadyActive

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pages.model.jobs import Job, JobKind

_T = TypeVar("_T")
_log = logging.getLogger("eternal.dashboard")


class ClosableStore(JobStore, HasLedger, Protocol):
    """A store of jobs with connections, and a ledger beside it."""


class Journal:
    """Keeps records in a database, and stays of use while that one fails.

    Reads are answered from what was read or written within the last second; while the database
    fails, from what was last known. A step that cannot be written waits here until it can, and
    the record is given with it meanwhile. Only ``add``, ``newest``, ``search``,
    ``delete`` and ``transfer`` raise.

    Attributes:
        place: Where the records are kept.
        access: The database, for what else is kept there.

    Args:
        open_: Opens the database; tried again while it fails.
        place: Where the records are kept.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        open_: Callable[[], ClosableStore],
        place: StorePlace,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.place = place
        self.access = StoreAccess(open_, clock)
        self._replaying = threading.Lock()
        self._cache = RecordCache(clock)
        self._deferred = DeferredSteps()
        self._replayer = Replayer(self.renew, self._deferred)
        self._unanswered = Unanswered()

    @property
    def problem(self) -> str:
        """Why records cannot be read or written just now, as sentences for people, or ""."""
        problem = self.access.problem
        return f"{problem} Nothing can be created until that is over." if problem else ""

    def add(self, job: Job) -> None:
        """Keep a new record; if it is being sent, this process says that it lives.

        Raises:
            AlreadyActive: It is being sent, and its owner has the same under way.
            StoreUnavailable: It was not written down.
        """
        try:
            self.access.write(lambda store: store.add(job))
        except AlreadyActive:
            self._cache.forget(job.owner)  # another process has added it: it is seen at once
            raise
        self._unanswered.add(job)
        self._cache.write(job.key, job)

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Take a step from the newest state of a record; None if it is not kept."""
        if key in self._deferred or not self.access.writing.may_try():
            return self._defer(key, step)
        try:
            changed = self.access.write(self._unanswered.step(key, step))
        except StoreUnavailable:
            return self._defer(key, step)
        self._note_written(key, changed)
        return changed

    def get(self, key: str) -> Job | None:
        """The record of that key, or None; while it cannot be read, as it was last known."""
        known = self._cache.get(key)
        if known is not None and known.is_fresh:
            return known.job
        return self._get(key, lambda: self._last_known(key))

    def newest(self, key: str) -> Job | None:
        """The record of that key as it stands in the database now, or None.

        Raises:
            StoreUnavailable: It cannot be read.
        """
        return self._get(key, self._refuse)

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""
        known = self._cache.list(owner, kinds)
        if known is not None and known.is_fresh:
            return [*known.jobs]
        writes = self._cache.writes()

        def read(store: ClosableStore) -> list[Job]:
            jobs = [self._deferred.applied(job) for job in store.list(owner, kinds)]
            self._cache.keep_list(owner, kinds, jobs, writes=writes)
            return jobs

        return self._read(read, lambda: [*known.jobs] if known else [])

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""
        wanted = (base_url, remote_id)
        known = self._cache.list(owner, kinds)
        jobs = known.jobs if known else ()
        listed = next((job for job in jobs if (job.base_url, job.remote_id) == wanted), None)
        if known and known.is_fresh and (listed or known.is_whole):
            return listed

        def read(store: ClosableStore) -> Job | None:
            job = store.find(owner, kinds, base_url, remote_id)
            return self._deferred.applied(job) if job else None

        return self._read(read, lambda: listed)

    def was_sent(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that anybody has sent from here."""
        wanted = (base_url, remote_id)
        if any(
            (job.base_url, job.remote_id) == wanted and not job.is_adopted
            for job in self._cache.jobs()
        ):
            return True
        return self._read(lambda store: store.was_sent(base_url, remote_id), lambda: False)

    def search(self, owner: str, query: JobQuery) -> FoundJobs:
        """The records of an owner that fit a query.

        Raises:
            StoreUnavailable: They cannot be read.
        """

        def read(store: ClosableStore) -> FoundJobs:
            found = store.search(owner, query)
            return FoundJobs([self._deferred.applied(job) for job in found.jobs], found.total)

        return self._read(read, self._refuse)

    def delete(self, owner: str, keys: Collection[str] | None = None) -> int:
        """Delete records of an owner that are not active, and return how many went.

        Raises:
            StoreUnavailable: Nothing was deleted.
        """
        gone = self.access.write(lambda store: store.delete(owner, keys))
        self._cache.forget(owner)
        return gone

    def transfer(self, owner: str, to: str) -> int:
        """Give all records of an owner to another one, and return how many there were.

        Raises:
            StoreUnavailable: Not all were given.
        """
        try:
            return self.access.write(lambda store: store.transfer(owner, to))
        finally:
            self._cache.forget(owner)
            self._cache.forget(to)
            self._unanswered.transfer(owner, to)

    def renew(self) -> None:
        """Say that this process lives, and write what could not be written before."""
        if not self.access.writing.may_try():
            return
        try:
            self.access.write(lambda store: store.renew())
            self._replay()
        except StoreUnavailable:
            return

    def lease(self, key: str, seconds: float) -> bool:
        """Take or renew the right to poll for a record; False while another process has it.

        While the database cannot tell, this process polls all the same: that costs nothing.
        """
        if not self.access.writing.may_try():
            return True
        try:
            return self.access.write(lambda store: store.lease(key, seconds))
        except StoreUnavailable:
            return True

    def close(self, patience: float = 0.0) -> None:
        """Write what waits, if that can be done, and close the connections.

        Args:
            patience: Seconds to go on trying while an answer to a paid request waits.
        """
        if self.access.is_open:
            self.renew()
        if self._unanswered.count_in(self._deferred):
            self._replayer.wait(patience)
        if unwritten := self._unanswered.count_in(self._deferred):
            _log.error("Not written to the history; the log has their ids: %d.", unwritten)
        self._replayer.stop()
        self.access.close()

    def _read(self, call: Callable[[ClosableStore], _T], otherwise: Callable[[], _T]) -> _T:
        found = self.access.read(call, otherwise)
        if not self.access.reading.problem and (self.access.writing.problem or self._deferred):
            self.renew()
        return found

    def _defer(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Keep a step until it can be written; an id that was paid for is in the log meanwhile."""
        before = self._last_known(key)
        self._deferred.add(key, step)
        self._replayer.start()
        if before is None:
            return None
        job = step(before)
        if job.remote_id is not None and before.remote_id is None:
            _log.warning("Not written to the history yet: %s %r", job.kind, job.remote_id)
        self._cache.write(key, job)
        return job

    def _replay(self) -> None:
        with self._replaying:
            for key, count, step in self._deferred.all():
                changed = self.access.write(self._unanswered.step(key, step))
                self._deferred.written(key, count)
                self._note_written(key, self._deferred.applied(changed) if changed else None)

    def _note_written(self, key: str, job: Job | None) -> None:
        self._cache.write(key, job)
        if job is not None:
            self._unanswered.note(job)

    def _last_known(self, key: str) -> Job | None:
        known = self._cache.get(key)
        return known.job if known and known.job else self._unanswered.get(key)

    def _get(self, key: str, otherwise: Callable[[], Job | None]) -> Job | None:
        writes = self._cache.writes()

        def read(store: ClosableStore) -> Job | None:
            found = store.get(key)
            job = self._deferred.applied(found) if found else None
            self._cache.keep(key, job, writes=writes)
            return job

        return self._read(read, otherwise)

    def _refuse(self) -> Never:
        raise StoreUnavailable(self.access.reading.problem)
