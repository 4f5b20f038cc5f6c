"""Two clicks at the same time in two windows, or on two replicas, send one request."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eternal import Character, PictureRequest
from pages.model.job_steps import new_generation_job
from pages.model.job_store import JobStore, StoreUnavailable
from pages.model.jobs import CREATIONS, GENERATIONS, JobKind, JobState
from pages.model.memory_job_store import MemoryJobStore
from pages.model.second_request import AlreadyActive
from tests.journal.records import BASE, OWNER, UNSURE, accept, answer, ready, sending

if TYPE_CHECKING:
    from pages.model.jobs import Job
    from pages.model.journal.journal import Journal
    from tests.journal.conftest import Database
    from tests.journal.failing_store import FailingStore

WORDS = "A baker with flour on her hands."


def picture(change: str = "at sea") -> Job:
    """A picture that is about to be sent."""
    request = PictureRequest(Character(id=7, display_name="Bo", age=40), change, "high")
    return new_generation_job(
        OWNER, BASE, request, 1.0, kind=JobKind.PICTURE, words=f"picture {change}"
    )


def added_by(stores: list[JobStore], jobs: list[Job]) -> list[Job]:
    """Those of some jobs that were added, all at the same time, each by the store beside it."""
    at_once = threading.Barrier(len(jobs))

    def add(store: JobStore, job: Job) -> Job | None:
        at_once.wait(10)
        try:
            store.add(job)
        except AlreadyActive:
            return None
        return job

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [job for job in threads.map(add, stores, jobs) if job]


def test_of_many_windows_one_sends(store: JobStore) -> None:
    """Of windows of one process that add the same at once one may send it."""
    jobs = [sending(WORDS) for _ in range(4)]
    (first,) = added_by([store] * 4, jobs)
    assert store.list(OWNER, CREATIONS) == [first]


def test_of_two_replicas_one_sends(database: Database) -> None:
    """Of two dashboards on one database that add the same at once one may send it."""
    stores: list[JobStore] = [database.open(), database.open()] * 2
    for _ in range(5):
        (first,) = added_by(stores, [sending(WORDS) for _ in range(4)])
        assert stores[0].list(OWNER, CREATIONS) == [first]
        stores[1].change(first.key, lambda job: replace(job, state=JobState.READY))
        assert stores[1].delete(OWNER) == 1


def test_the_same_is_what_is_sent(store: JobStore) -> None:
    """Other words, another kind, owner or source are another request."""
    store.add(sending(WORDS))
    store.add(sending("Somebody else."))
    store.add(sending(WORDS, owner="another owner's hash"))
    store.add(sending(WORDS, base_url="https://elsewhere.example.com"))
    store.add(picture())
    store.add(picture("at home"))
    for second in (sending(WORDS), picture()):
        with pytest.raises(AlreadyActive):
            store.add(second)
    assert len(store.list(OWNER, CREATIONS | GENERATIONS)) == 5


def test_after_the_end_the_same_is_sent_again(store: JobStore) -> None:
    """While it is sent and waited for it is refused; once it is ready or has failed it is not."""
    first = sending(WORDS)
    store.add(first)
    store.change(first.key, accept("6870"))
    with pytest.raises(AlreadyActive):
        store.add(sending(WORDS))
    store.change(first.key, lambda job: ready(key=job.key, prompt=WORDS))
    second = sending(WORDS)
    store.add(second)
    store.change(second.key, answer(UNSURE))
    store.add(sending(WORDS))


def test_what_nobody_sends_any_more(database: Database) -> None:
    """What was being sent when its process died is no request under way."""
    database.open().add(sending(WORDS))
    database.expire()
    database.open().add(sending(WORDS))


def test_the_window_that_was_second_sees_the_first(kept: Journal, failing: FailingStore) -> None:
    """What another process has added a moment ago is on the page that was refused for it."""
    assert kept.list(OWNER, CREATIONS) == []
    first = sending(WORDS)
    MemoryJobStore.add(failing, first)
    with pytest.raises(AlreadyActive):
        kept.add(sending(WORDS))
    assert kept.list(OWNER, CREATIONS) == [first]
    assert not issubclass(AlreadyActive, StoreUnavailable)


def test_a_stored_request_that_cannot_be_read(store: JobStore) -> None:
    """What another version has stored stops nobody from sending."""
    store.add(replace(picture(), request={"character": {}}))
    store.add(picture())
