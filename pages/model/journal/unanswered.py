"""What this process has sent and not written the answer of: never forgotten, whatever is read."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.model.jobs import JobState
from pages.model.paid_log import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.job_store import JobStore
    from pages.model.jobs import Job
    from pages.model.journal.deferred import DeferredSteps, Step

_log = logging.getLogger("eternal.dashboard")


class Unanswered:
    """The records of paid requests as they were when they were sent; safe in any thread."""

    def __init__(self) -> None:
        self._sent: dict[str, Job] = {}
        self._lock = threading.Lock()

    def add(self, job: Job) -> None:
        """Keep a record if it is being sent."""
        if job.state is JobState.SENDING:
            with self._lock:
                self._sent[job.key] = job

    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""
        with self._lock:
            return self._sent.get(key)

    def note(self, job: Job) -> None:
        """Forget a record once it is written with its answer."""
        if job.state is not JobState.SENDING:
            with self._lock:
                self._sent.pop(job.key, None)

    def transfer(self, owner: str, to: str) -> None:
        """Give the records of an owner to another one."""
        with self._lock:
            mine = [job for job in self._sent.values() if job.owner == owner]
            self._sent.update((job.key, replace(job, owner=to)) for job in mine)

    def count_in(self, deferred: DeferredSteps) -> int:
        """How many of the records have an answer that could not be written yet."""
        with self._lock:
            return sum(key in deferred for key in self._sent)

    def step(self, key: str, step: Step) -> Callable[[JobStore], Job | None]:
        """A step in a store, from the newest state of a record; None if it is not kept.

        An answer with an id whose record somebody has deleted meanwhile is written anew.
        """

        def take(store: JobStore) -> Job | None:
            changed, sent = store.change(key, step), self.get(key)
            if changed is not None or sent is None:
                return changed
            job = step(sent)
            if job.remote_id is None:
                self.note(job)
                return None
            store.add(job)
            _log.warning("Deleted meanwhile, and written anew: %s %r", name_of(job), job.remote_id)
            return job

        return take
