"""What was sent from this process and is not over, by a token.

A reload forgets the visit; the address has the token. A record is kept whole while its request is
under way, without what was asked for once it is answered, and not at all after the job's end or
once the address holds its id.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pages.model.job_steps import answered, without_request
from pages.model.jobs import Accepted, JobState

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pages.model.job_store import JobStore
    from pages.model.jobs import Job, JobError

_MOST_KEPT: Final = 500
_MOST_CREATED: Final = 2000


@dataclass
class Sent:
    """One paid request.

    Attributes:
        browser: The browser that sent it.
        job: The record.
        stores: The stores of the visits that have the record; a closed visit is not kept alive.
        sending: The request on its worker.
    """

    browser: str
    job: Job
    stores: list[weakref.ref[JobStore]] = field(default_factory=list)
    sending: Future[Accepted | JobError] | None = None


@dataclass
class Transit:
    """The paid requests of this process; shared by all visitors, so changed under its lock."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sent: OrderedDict[str, Sent] = field(default_factory=OrderedDict)
    _created: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)

    def add(self, job: Job, browser: str, store: JobStore) -> Sent:
        """Keep a record that is about to be sent, here and in the store of its visit."""
        sent = Sent(browser, job, [weakref.ref(store)])
        with self._lock:
            store.add(job)
            self._sent[job.key] = sent
            while len(self._sent) > _MOST_KEPT:
                self._sent.popitem(last=False)
        return sent

    def record_answer(self, sent: Sent, answer: Accepted | JobError, at: float) -> None:
        """Write the answer to a request into each record of it. For the worker that sent it.

        Args:
            sent: The request.
            answer: The answer.
            at: Seconds since the epoch.
        """
        with self._lock:
            stores, sent.stores = [one() for one in sent.stores], []
            sent.job = answered(without_request(sent.job), answer, at)
            for store in stores:
                if store is not None:
                    store.change(sent.job.key, lambda job: answered(job, answer, at))
            if isinstance(answer, Accepted):
                self._created[sent.job.base_url, answer.remote_id] = None
                while len(self._created) > _MOST_CREATED:
                    self._created.popitem(last=False)

    def note_sending(self, sent: Sent, sending: Future[Accepted | JobError]) -> None:
        """Note the future of a request, so that a shutdown can wait for it."""
        with self._lock:
            sent.sending = sending

    def find(self, key: str, browser: str) -> Job | None:
        """The record that was sent under a token, for the browser that sent it.

        Where browsers cannot be told apart (no cookie) only the state is given: nothing of what
        was asked for, no credits.
        """
        with self._lock:
            sent = self._sent.get(key)
            return None if sent is None else _seen_by(sent, browser)

    def adopt(self, key: str, browser: str, store: JobStore, owner: str) -> None:
        """Keep the record of a token in the store of another visit of the browser that sent it."""
        with self._lock:
            sent = self._sent.get(key)
            job = None if sent is None else _seen_by(sent, browser)
            if sent is None or job is None:
                return
            store.add(replace(job, owner=owner))
            if job.state is JobState.SENDING:
                sent.stores.append(weakref.ref(store))

    def drop(self, key: str) -> None:
        """Forget what is over, or has an id that the address holds."""
        with self._lock:
            self._sent.pop(key, None)

    def was_created_here(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that was sent from here."""
        with self._lock:
            return (base_url, remote_id) in self._created

    def unanswered(self) -> list[Future[Accepted | JobError]]:
        """The paid requests that were sent and are not answered yet."""
        with self._lock:
            sent = [one.sending for one in self._sent.values()]
        return [one for one in sent if one is not None and not one.done()]


def _seen_by(sent: Sent, browser: str) -> Job | None:
    if sent.browser != browser:
        return None
    return sent.job if browser else replace(without_request(sent.job), is_private=True)
