"""The store of the pages: quick while its database works, of use while it does not."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from pages.model.job_steps import dismissed, told
from pages.model.job_store import (
    JobQuery,
    MemoryJobStore,
    StorePlace,
    StoreUnavailable,
)
from pages.model.jobs import CREATIONS, GENERATIONS, Job, JobState
from pages.model.journal import deferred, journal, outage, record_cache
from pages.model.journal.journal import Journal
from tests.journal.records import BASE, OWNER, accept, ready, sending, waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tests.clock import Clock

READS, WRITES = "reads", "writes"
KINDS = dict.fromkeys(("get", "list", "find", "was_sent", "search"), READS) | dict.fromkeys(
    ("add", "change", "delete", "renew", "lease"), WRITES
)


class Flaky(MemoryJobStore):
    """Keeps records in memory; fails while it is told to, and notes what is asked of it.

    Attributes:
        broken: Which of reads and writes fail.
        asked: The names of the methods that were called.
        is_open: Whether it was not closed yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.is_open = True

    def __getattribute__(self, name: str) -> Any:
        if name in KINDS:
            self.asked.append(name)
            if KINDS[name] in self.broken:
                raise StoreUnavailable("The database cannot be reached.")
        return super().__getattribute__(name)

    def close(self) -> None:
        """Close nothing."""
        self.is_open = False


@pytest.fixture
def store() -> Flaky:
    """The database."""
    return Flaky()


@pytest.fixture
def kept(store: Flaky, clock: Clock) -> Iterator[Journal]:
    """A journal on that database."""
    opened = Journal(lambda: store, StorePlace.DATABASE, clock)
    yield opened
    opened.close()


def recover(store: Flaky, clock: Clock) -> None:
    """Let the database work again, and the pause pass."""
    store.broken.clear()
    clock.pass_by(outage.PAUSE_SECONDS)


def test_one_run_of_a_page_reads_once(kept: Journal, store: Flaky) -> None:
    """However often a run of a page lists, finds and gets, the database is asked once."""
    jobs = [ready(), waiting("7")]
    for job in jobs:
        MemoryJobStore.add(store, job)
    for _ in range(10):
        assert kept.list(OWNER, CREATIONS) == jobs[::-1]
        assert kept.get(jobs[0].key) == jobs[0]
        assert kept.find(OWNER, CREATIONS, BASE, "7") == jobs[1]
        assert kept.find(OWNER, CREATIONS, BASE, "8") is None
        assert kept.was_sent(BASE, "7")
    assert store.asked == ["list"]


def test_what_is_not_there_is_asked_for_once(kept: Journal, store: Flaky) -> None:
    """That there is no such record is remembered for as long as a record is."""
    assert [kept.get("other") for _ in range(5)] == [None] * 5
    assert store.asked == ["get"]


def test_what_others_write_is_seen_within_a_second(
    kept: Journal, store: Flaky, clock: Clock
) -> None:
    """What was read is believed for a second, and read again then."""
    job = waiting()
    kept.add(job)
    assert kept.list(OWNER, CREATIONS) == [job]
    changed = store.change(job.key, dismissed)
    assert kept.get(job.key) == job
    clock.pass_by(record_cache.FRESH_SECONDS)
    assert kept.get(job.key) == changed
    assert kept.list(OWNER, CREATIONS) == [changed]


def test_own_changes_are_seen_at_once(kept: Journal, store: Flaky) -> None:
    """What this process adds, changes and deletes is seen without reading again."""
    assert kept.list(OWNER, CREATIONS) == []
    job = sending()
    kept.add(job)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.list(OWNER, GENERATIONS) == []
    changed = kept.change(job.key, accept("7"))
    assert kept.list(OWNER, CREATIONS) == [changed]
    assert kept.get(job.key) == changed
    assert store.asked == ["list", "add", "list", "change"]
    MemoryJobStore.change(store, job.key, lambda _: ready(key=job.key))
    assert kept.delete(OWNER) == 1
    assert kept.list(OWNER, CREATIONS) == []


def test_a_slow_read_does_not_undo_a_change(kept: Journal, store: Flaky) -> None:
    """A list that was read before a change does not hide it when it arrives after it."""
    job = sending()
    kept.add(job)
    has_read, may_return = threading.Event(), threading.Event()
    read = store.list

    def slow(owner: str, kinds: Collection[Any]) -> list[Job]:
        found = read(owner, kinds)
        has_read.set()
        assert may_return.wait(10)
        return found

    store.list = slow  # type: ignore[method-assign]
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


def test_what_was_known_is_shown_while_nothing_can_be_read(
    kept: Journal, store: Flaky, clock: Clock
) -> None:
    """A page shows what was last known, says what is wrong, and waits for nothing."""
    job = waiting("7")
    kept.add(job)
    kept.list(OWNER, CREATIONS)
    assert kept.problem == ""
    store.broken = {READS, WRITES}
    clock.pass_by(2)
    store.asked.clear()
    for _ in range(5):
        assert kept.list(OWNER, CREATIONS) == [job]
        assert kept.get(job.key) == job
        assert kept.find(OWNER, CREATIONS, BASE, "7") == job
        assert kept.was_sent(BASE, "7")
        assert not kept.was_sent(BASE, "8")
        assert kept.list("other", CREATIONS) == []
        assert kept.get("other") is None
    assert store.asked == ["list"]
    assert kept.problem.startswith("The database cannot be reached.")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        kept.search(OWNER, JobQuery())
    recover(store, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""
    assert kept.search(OWNER, JobQuery()).total == 1


def test_it_is_tried_again_after_a_pause(kept: Journal, store: Flaky, clock: Clock) -> None:
    """A database that fails is asked once in some seconds, not at each run of a page."""
    store.broken = {READS}
    for _ in range(100):
        kept.list(OWNER, CREATIONS)
        clock.pass_by(0.1)
    assert len(store.asked) == 2


def test_nothing_is_sent_that_was_not_written_down(
    kept: Journal, store: Flaky, clock: Clock
) -> None:
    """A record that cannot be added is refused, is in no list, and is tried at each click."""
    store.broken = {WRITES}
    job = sending()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            kept.add(job)
    assert store.asked == ["add", "add"]
    assert kept.list(OWNER, CREATIONS) == []
    assert "Nothing can be created" in kept.problem
    with pytest.raises(StoreUnavailable):
        kept.delete(OWNER)
    store.broken.clear()
    kept.add(job)
    assert kept.problem == ""


def test_an_answer_that_cannot_be_written_is_not_lost(
    kept: Journal, store: Flaky, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The id is in the log at once, the record is shown with it, and it is written later."""
    job = sending()
    kept.add(job)
    store.broken = {WRITES}
    with caplog.at_level(logging.WARNING):
        changed = kept.change(job.key, accept("paid-7"))
    assert changed == accept("paid-7")(job)
    assert "paid-7" in caplog.text
    clock.pass_by(2)
    assert kept.get(job.key) == changed
    assert kept.list(OWNER, CREATIONS) == [changed]
    assert kept.find(OWNER, CREATIONS, BASE, "paid-7") == changed
    assert kept.search(OWNER, JobQuery()).jobs == [changed]
    assert store.get(job.key) == job
    recover(store, clock)
    kept.renew()
    assert store.get(job.key) == changed
    assert kept.problem == ""


def test_steps_are_replayed_in_their_order(kept: Journal, store: Flaky, clock: Clock) -> None:
    """Steps of one record are written in the order in which they were taken."""
    job = sending()
    kept.add(job)
    store.broken = {WRITES}
    steps = [accept("7"), lambda one: ready(key=one.key, remote_id=one.remote_id), told, dismissed]
    views = [kept.change(job.key, step) for step in steps]
    assert views[-1] is not None
    assert views[-1].is_dismissed
    recover(store, clock)
    kept.list(OWNER, CREATIONS)
    written = store.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")
    assert (written.is_told, written.is_dismissed) == (True, True)


def test_a_change_that_comes_while_others_wait(kept: Journal, store: Flaky, clock: Clock) -> None:
    """While a step waits, a later one of the same record does not overtake it."""
    job = sending()
    kept.add(job)
    store.broken = {WRITES}
    kept.change(job.key, accept("7"))
    recover(store, clock)
    store.asked.clear()
    kept.change(job.key, accept("8"))
    assert "change" not in store.asked
    kept.renew()
    written = store.get(job.key)
    assert written is not None
    assert written.remote_id == "7"


def test_an_answer_is_written_though_nobody_comes_back(
    kept: Journal, store: Flaky, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is written by itself once the database works again, without any page."""
    monkeypatch.setattr(journal, "PAUSE_SECONDS", 0.01)
    job = sending()
    kept.add(job)
    store.broken = {WRITES}
    kept.change(job.key, accept("7"))
    replayer = kept._replayer
    assert replayer is not None
    recover(store, clock)
    replayer.join(10)
    assert store.get(job.key) == accept("7")(job)
    assert kept._replayer is None


def test_what_waits_is_bounded(
    kept: Journal,
    store: Flaky,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Of one record the first steps and the newest one are kept; too many records are said."""
    monkeypatch.setattr(deferred, "MOST_STEPS", 3)
    monkeypatch.setattr(deferred, "MOST_RECORDS", 1)
    job, other = sending(), sending()
    kept.add(job)
    kept.add(other)
    store.broken = {WRITES}
    kept.change(job.key, accept("7"))
    for _ in range(10):
        kept.change(job.key, told)
    kept.change(job.key, lambda one: ready(key=one.key, remote_id=one.remote_id))
    assert "too much waits" not in caplog.text
    assert len(kept._deferred._steps[job.key]) == 3
    kept.change(other.key, accept("paid-8"))
    assert "paid-8" in caplog.text
    assert "too much waits" in caplog.text
    recover(store, clock)
    kept.renew()
    written = store.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")


def test_a_record_that_was_deleted_meanwhile(kept: Journal, store: Flaky, clock: Clock) -> None:
    """Steps of a record that is gone are dropped, and bring it back no more."""
    job = ready()
    kept.add(job)
    store.broken = {WRITES}
    kept.change(job.key, dismissed)
    recover(store, clock)
    store.delete(OWNER)
    kept.renew()
    assert kept.get(job.key) is None
    assert not kept._deferred


def test_what_is_read_while_nothing_can_be_written(
    kept: Journal, store: Flaky, clock: Clock
) -> None:
    """A disk that is full stops what is written only: what others have written is read."""
    store.broken = {WRITES}
    with pytest.raises(StoreUnavailable):
        kept.add(sending())
    job = ready()
    MemoryJobStore.add(store, job)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem
    clock.pass_by(outage.PAUSE_SECONDS)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem, "only a write that is made ends this problem"
    recover(store, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""


def test_leases(kept: Journal, store: Flaky, clock: Clock) -> None:
    """Another process polls where it has the lease; where nobody can tell, this one does."""
    job = waiting()
    kept.add(job)
    assert kept.lease(job.key, 3.0)
    store.lease = lambda *_: False  # type: ignore[method-assign]
    assert not kept.lease(job.key, 3.0)
    store.broken = {WRITES}
    assert kept.lease(job.key, 3.0)
    store.asked.clear()
    assert kept.lease(job.key, 3.0)
    assert store.asked == []
    recover(store, clock)
    assert not kept.lease(job.key, 3.0)


def test_a_database_that_is_down_at_the_start(clock: Clock) -> None:
    """It is opened when it is first needed, and tried again until it can be."""
    store, tries = Flaky(), []

    def open_() -> Flaky:
        tries.append(clock())
        if len(tries) < 3:
            raise StoreUnavailable("The database cannot be reached.")
        return store

    kept = Journal(open_, StorePlace.DATABASE, clock)
    assert not tries
    assert kept.place is StorePlace.DATABASE
    assert kept.list(OWNER, CREATIONS) == []
    assert kept.problem.startswith("The database cannot be reached.")
    with pytest.raises(StoreUnavailable):
        kept.add(sending())
    assert len(tries) == 1
    clock.pass_by(outage.PAUSE_SECONDS)
    kept.list(OWNER, CREATIONS)
    clock.pass_by(outage.PAUSE_SECONDS)
    job = sending()
    kept.add(job)
    assert len(tries) == 3
    assert store.get(job.key) == job
    assert kept.problem == ""
    kept.close()
    assert not store.is_open


def test_renewing_never_raises(kept: Journal, store: Flaky) -> None:
    """The thread that says that this process lives outlives a database that does not."""
    kept.renew()
    store.broken = {WRITES}
    kept.renew()
    kept.renew()
    assert store.asked == ["renew", "renew"]


def test_what_is_being_sent_is_never_forgotten(
    kept: Journal, store: Flaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that cannot be written is shown and logged however much was read since."""
    monkeypatch.setattr(record_cache, "MOST_RECORDS", 1)
    job = sending()
    kept.add(job)
    kept.add(ready())
    store.broken = {READS, WRITES}
    assert kept.change(job.key, accept("7")) == accept("7")(job)
    assert kept.get(job.key) == accept("7")(job)


def test_one_thread_tries_again(kept: Journal, store: Flaky, clock: Clock) -> None:
    """While one page waits for a database that may work again, the others do not."""
    store.broken = {READS}
    kept.list(OWNER, CREATIONS)
    recover(store, clock)
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(*_: object) -> list[Job]:
        is_asked.set()
        assert may_answer.wait(10)
        return []

    store.list = slow  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(kept.list, OWNER, CREATIONS)
        assert is_asked.wait(10)
        assert kept.list("other", CREATIONS) == []
        assert kept.problem
        may_answer.set()
        reading.result(10)
    assert kept.problem == ""
