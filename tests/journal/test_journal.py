"""The store of the pages while its database works: quick, and never behind its own writes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pages.model.job_steps import dismissed
from pages.model.job_store import StoreUnavailable
from pages.model.jobs import CREATIONS, GENERATIONS, Job
from pages.model.journal import record_cache
from pages.model.memory_job_store import MemoryJobStore
from tests.journal.failing_store import READS, FailingStore
from tests.journal.records import BASE, OWNER, accept, ready, sending, waiting

if TYPE_CHECKING:
    from collections.abc import Collection

    from pages.model.journal.journal import Journal
    from tests.clock import Clock


def test_one_run_of_a_page_reads_once(kept: Journal, failing: FailingStore) -> None:
    """However often a run of a page lists, finds and gets, the database is asked once."""
    jobs = [ready(), waiting("7")]
    for job in jobs:
        MemoryJobStore.add(failing, job)
    for _ in range(10):
        assert kept.list(OWNER, CREATIONS) == jobs[::-1]
        assert kept.get(jobs[0].key) == jobs[0]
        assert kept.find(OWNER, CREATIONS, BASE, "7") == jobs[1]
        assert kept.find(OWNER, CREATIONS, BASE, "8") is None
        assert kept.was_sent(BASE, "7")
    assert failing.asked == ["list"]


def test_what_is_not_there_is_asked_for_once(kept: Journal, failing: FailingStore) -> None:
    """That there is no such record is remembered for as long as a record is."""
    assert [kept.get("other") for _ in range(5)] == [None] * 5
    assert failing.asked == ["get"]


def test_what_others_write_is_seen_within_a_second(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """What was read is believed for a second, and read again then."""
    job = waiting()
    kept.add(job)
    assert kept.list(OWNER, CREATIONS) == [job]
    changed = failing.change(job.key, dismissed)
    assert kept.get(job.key) == job
    clock.pass_by(record_cache.FRESH_SECONDS)
    assert kept.get(job.key) == changed
    assert kept.list(OWNER, CREATIONS) == [changed]


def test_the_newest_state_is_never_remembered(kept: Journal, failing: FailingStore) -> None:
    """Before money is spent the database is asked, however fresh the memory of it is."""
    job = waiting()
    kept.add(job)
    changed = failing.change(job.key, dismissed)
    assert kept.get(job.key) == job
    assert kept.newest(job.key) == changed
    assert kept.get(job.key) == changed
    failing.broken = {READS}
    with pytest.raises(StoreUnavailable):
        kept.newest(job.key)


def test_own_changes_are_seen_at_once(kept: Journal, failing: FailingStore) -> None:
    """What this process adds, changes and deletes is seen without reading again."""
    assert kept.list(OWNER, CREATIONS) == []
    job = sending()
    kept.add(job)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.list(OWNER, GENERATIONS) == []
    changed = kept.change(job.key, accept("7"))
    assert kept.list(OWNER, CREATIONS) == [changed]
    assert kept.get(job.key) == changed
    assert failing.asked == ["list", "add", "list", "change"]
    MemoryJobStore.change(failing, job.key, lambda _: ready(key=job.key))
    assert kept.delete(OWNER) == 1
    assert kept.list(OWNER, CREATIONS) == []


def test_a_transfer_is_seen_at_once(kept: Journal) -> None:
    """Lists that were read before hold what they must after a transfer; so does each record."""
    job, own = ready(), ready(owner="person")
    for one in (job, own):
        kept.add(one)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.list("person", CREATIONS) == [own]
    assert kept.transfer(OWNER, "person") == 1
    given = replace(job, owner="person")
    assert kept.list(OWNER, CREATIONS) == []
    assert kept.list("person", CREATIONS) == [own, given]
    assert kept.get(job.key) == given


def test_a_slow_read_does_not_undo_a_change(kept: Journal, failing: FailingStore) -> None:
    """A list that was read before a change does not hide it when it arrives after it."""
    job = sending()
    kept.add(job)
    has_read, may_return = threading.Event(), threading.Event()
    read = failing.list

    def slow(owner: str, kinds: Collection[Any]) -> list[Job]:
        found = read(owner, kinds)
        has_read.set()
        assert may_return.wait(10)
        return found

    failing.list = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(kept.list, OWNER, CREATIONS)
        assert has_read.wait(10)
        changed = kept.change(job.key, accept("7"))
        may_return.set()
        reading.result(10)
    assert kept.list(OWNER, CREATIONS) == [changed]


def test_the_memory_is_bounded(kept: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many owners come, only so many lists and records are remembered; all are right."""
    monkeypatch.setattr(record_cache, "MOST_LISTS", 3)
    monkeypatch.setattr(record_cache, "MOST_RECORDS", 5)
    jobs = [ready(owner=f"owner {number}") for number in range(20)]
    for job in jobs:
        kept.add(job)
    assert [kept.list(job.owner, CREATIONS) for job in jobs] == [[job] for job in jobs]
    assert len(kept._cache._lists) == 3
    assert len(kept._cache._records) == 5
