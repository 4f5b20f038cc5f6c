"""The store of the pages while its database fails: of use, and nothing is lost."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pages.model.job_steps import dismissed, told
from pages.model.job_store import JobQuery, StoreUnavailable
from pages.model.jobs import CREATIONS, Job, JobState
from pages.model.journal import deferred, outage, record_cache
from pages.model.memory_job_store import MemoryJobStore
from tests.journal.failing_store import READS, WRITES, FailingStore, recover
from tests.journal.records import BASE, OWNER, accept, ready, sending, waiting

if TYPE_CHECKING:
    from pages.model.journal.journal import Journal
    from tests.clock import Clock


def test_what_was_known_is_shown_while_nothing_can_be_read(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """A page shows what was last known, says what is wrong, and waits for nothing."""
    job = waiting("7")
    kept.add(job)
    kept.list(OWNER, CREATIONS)
    assert kept.problem == ""
    failing.broken = {READS, WRITES}
    clock.pass_by(2)
    failing.asked.clear()
    for _ in range(5):
        assert kept.list(OWNER, CREATIONS) == [job]
        assert kept.get(job.key) == job
        assert kept.find(OWNER, CREATIONS, BASE, "7") == job
        assert kept.was_sent(BASE, "7")
        assert not kept.was_sent(BASE, "8")
        assert kept.list("other", CREATIONS) == []
        assert kept.get("other") is None
    assert failing.asked == ["list"]
    assert kept.problem.startswith("The database cannot be reached.")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        kept.search(OWNER, JobQuery())
    recover(failing, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""
    assert kept.search(OWNER, JobQuery()).total == 1


def test_it_is_tried_again_after_a_pause(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """A database that fails is asked once in some seconds, not at each run of a page."""
    failing.broken = {READS}
    for _ in range(100):
        kept.list(OWNER, CREATIONS)
        clock.pass_by(0.1)
    assert len(failing.asked) == 2


def test_an_outage_is_logged_when_it_begins_and_ends(
    kept: Journal, failing: FailingStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """However often the database is asked meanwhile, there are two lines, with what is wrong."""
    caplog.set_level(logging.INFO)
    failing.broken = {READS}
    for _ in range(100):
        kept.list(OWNER, CREATIONS)
        clock.pass_by(1)
    recover(failing, clock)
    kept.list(OWNER, CREATIONS)
    assert [one.getMessage() for one in caplog.records] == [
        "The database fails to read: The database cannot be reached.",
        "The database can read again, after 105 s.",
    ]


def test_nothing_is_sent_that_was_not_written_down(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """A record that cannot be added is refused, is in no list, and is tried at each click."""
    failing.broken = {WRITES}
    job = sending()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            kept.add(job)
    assert failing.asked == ["add", "add"]
    assert kept.list(OWNER, CREATIONS) == []
    assert "Nothing can be created" in kept.problem
    with pytest.raises(StoreUnavailable):
        kept.delete(OWNER)
    failing.broken.clear()
    kept.add(job)
    assert kept.problem == ""


def test_an_answer_that_cannot_be_written_is_not_lost(
    kept: Journal, failing: FailingStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The id is in the log at once, the record is shown with it, and it is written later."""
    job = sending()
    kept.add(job)
    failing.broken = {WRITES}
    with caplog.at_level(logging.WARNING):
        changed = kept.change(job.key, accept("paid-7"))
    assert changed == accept("paid-7")(job)
    assert "paid-7" in caplog.text
    clock.pass_by(2)
    assert kept.get(job.key) == changed
    assert kept.list(OWNER, CREATIONS) == [changed]
    assert kept.find(OWNER, CREATIONS, BASE, "paid-7") == changed
    assert kept.search(OWNER, JobQuery()).jobs == [changed]
    assert failing.get(job.key) == job
    recover(failing, clock)
    kept.renew()
    assert failing.get(job.key) == changed
    assert kept.problem == ""


def test_steps_are_replayed_in_their_order(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """Steps of one record are written in the order in which they were taken."""
    job = sending()
    kept.add(job)
    failing.broken = {WRITES}
    steps = [accept("7"), lambda one: ready(key=one.key, remote_id=one.remote_id), told, dismissed]
    views = [kept.change(job.key, step) for step in steps]
    assert views[-1] is not None
    assert views[-1].is_dismissed
    recover(failing, clock)
    kept.list(OWNER, CREATIONS)
    written = failing.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")
    assert (written.is_told, written.is_dismissed) == (True, True)


def test_a_change_that_comes_while_others_wait(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """While a step waits, a later one of the same record does not overtake it."""
    job = sending()
    kept.add(job)
    failing.broken = {WRITES}
    kept.change(job.key, accept("7"))
    recover(failing, clock)
    failing.asked.clear()
    kept.change(job.key, accept("8"))
    assert "change" not in failing.asked
    kept.renew()
    written = failing.get(job.key)
    assert written is not None
    assert written.remote_id == "7"


def test_an_answer_is_written_though_nobody_comes_back(
    kept: Journal, failing: FailingStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is written by itself once the database works again, without any page."""
    monkeypatch.setattr(deferred, "REPLAY_SECONDS", 0.01)
    job = sending()
    kept.add(job)
    failing.broken = {WRITES}
    kept.change(job.key, accept("7"))
    recover(failing, clock)
    kept._replayer.wait(10)
    assert failing.get(job.key) == accept("7")(job)
    assert kept._replayer._thread is None


def test_what_waits_is_bounded(
    kept: Journal,
    failing: FailingStore,
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
    failing.broken = {WRITES}
    kept.change(job.key, accept("7"))
    for _ in range(10):
        kept.change(job.key, told)
    kept.change(job.key, lambda one: ready(key=one.key, remote_id=one.remote_id))
    assert "too much waits" not in caplog.text
    assert len(kept._deferred._steps[job.key]) == 3
    kept.change(other.key, accept("paid-8"))
    assert "paid-8" in caplog.text
    assert "too much waits" in caplog.text
    recover(failing, clock)
    kept.renew()
    written = failing.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")


def test_a_record_that_was_deleted_meanwhile(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """Steps of a record that is gone are dropped, and bring it back no more."""
    job = ready()
    kept.add(job)
    failing.broken = {WRITES}
    kept.change(job.key, dismissed)
    recover(failing, clock)
    failing.delete(OWNER)
    kept.renew()
    assert kept.get(job.key) is None
    assert not kept._deferred


def test_what_is_read_while_nothing_can_be_written(
    kept: Journal, failing: FailingStore, clock: Clock
) -> None:
    """A disk that is full stops what is written only: what others have written is read."""
    failing.broken = {WRITES}
    with pytest.raises(StoreUnavailable):
        kept.add(sending())
    job = ready()
    MemoryJobStore.add(failing, job)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem
    clock.pass_by(outage.PAUSE_SECONDS)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem, "only a write that is made ends this problem"
    recover(failing, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""


def test_renewing_never_raises(kept: Journal, failing: FailingStore) -> None:
    """The thread that says that this process lives outlives a database that does not."""
    kept.renew()
    failing.broken = {WRITES}
    kept.renew()
    kept.renew()
    assert failing.asked == ["renew", "renew"]


def test_what_is_being_sent_is_never_forgotten(
    kept: Journal, failing: FailingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that cannot be written is shown and logged however much was read since."""
    monkeypatch.setattr(record_cache, "MOST_RECORDS", 1)
    job = sending()
    kept.add(job)
    kept.add(ready())
    failing.broken = {READS, WRITES}
    assert kept.change(job.key, accept("7")) == accept("7")(job)
    assert kept.get(job.key) == accept("7")(job)


def test_one_thread_tries_again(kept: Journal, failing: FailingStore, clock: Clock) -> None:
    """While one page waits for a database that may work again, the others do not."""
    failing.broken = {READS}
    kept.list(OWNER, CREATIONS)
    recover(failing, clock)
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(*_: object) -> list[Job]:
        is_asked.set()
        assert may_answer.wait(10)
        return []

    failing.list = slow  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(kept.list, OWNER, CREATIONS)
        assert is_asked.wait(10)
        assert kept.list("other", CREATIONS) == []
        assert kept.problem
        may_answer.set()
        reading.result(10)
    assert kept.problem == ""
