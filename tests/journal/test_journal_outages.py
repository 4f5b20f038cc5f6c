"""The store of the pages while its database fails: of use, and nothing is lost."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pages.model.job_steps import dismissed, told
from pages.model.job_store import (
    JobQuery,
    MemoryJobStore,
    StoreUnavailable,
)
from pages.model.jobs import CREATIONS, Job, JobState
from pages.model.journal import deferred, journal, outage, record_cache
from tests.journal.flaky import READS, WRITES, Flaky, recover
from tests.journal.records import BASE, OWNER, accept, ready, sending, waiting

if TYPE_CHECKING:
    from pages.model.journal.journal import Journal
    from tests.clock import Clock


def test_what_was_known_is_shown_while_nothing_can_be_read(
    kept: Journal, flaky: Flaky, clock: Clock
) -> None:
    """A page shows what was last known, says what is wrong, and waits for nothing."""
    job = waiting("7")
    kept.add(job)
    kept.list(OWNER, CREATIONS)
    assert kept.problem == ""
    flaky.broken = {READS, WRITES}
    clock.pass_by(2)
    flaky.asked.clear()
    for _ in range(5):
        assert kept.list(OWNER, CREATIONS) == [job]
        assert kept.get(job.key) == job
        assert kept.find(OWNER, CREATIONS, BASE, "7") == job
        assert kept.was_sent(BASE, "7")
        assert not kept.was_sent(BASE, "8")
        assert kept.list("other", CREATIONS) == []
        assert kept.get("other") is None
    assert flaky.asked == ["list"]
    assert kept.problem.startswith("The database cannot be reached.")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        kept.search(OWNER, JobQuery())
    recover(flaky, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""
    assert kept.search(OWNER, JobQuery()).total == 1


def test_it_is_tried_again_after_a_pause(kept: Journal, flaky: Flaky, clock: Clock) -> None:
    """A database that fails is asked once in some seconds, not at each run of a page."""
    flaky.broken = {READS}
    for _ in range(100):
        kept.list(OWNER, CREATIONS)
        clock.pass_by(0.1)
    assert len(flaky.asked) == 2


def test_nothing_is_sent_that_was_not_written_down(
    kept: Journal, flaky: Flaky, clock: Clock
) -> None:
    """A record that cannot be added is refused, is in no list, and is tried at each click."""
    flaky.broken = {WRITES}
    job = sending()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            kept.add(job)
    assert flaky.asked == ["add", "add"]
    assert kept.list(OWNER, CREATIONS) == []
    assert "Nothing can be created" in kept.problem
    with pytest.raises(StoreUnavailable):
        kept.delete(OWNER)
    flaky.broken.clear()
    kept.add(job)
    assert kept.problem == ""


def test_an_answer_that_cannot_be_written_is_not_lost(
    kept: Journal, flaky: Flaky, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The id is in the log at once, the record is shown with it, and it is written later."""
    job = sending()
    kept.add(job)
    flaky.broken = {WRITES}
    with caplog.at_level(logging.WARNING):
        changed = kept.change(job.key, accept("paid-7"))
    assert changed == accept("paid-7")(job)
    assert "paid-7" in caplog.text
    clock.pass_by(2)
    assert kept.get(job.key) == changed
    assert kept.list(OWNER, CREATIONS) == [changed]
    assert kept.find(OWNER, CREATIONS, BASE, "paid-7") == changed
    assert kept.search(OWNER, JobQuery()).jobs == [changed]
    assert flaky.get(job.key) == job
    recover(flaky, clock)
    kept.renew()
    assert flaky.get(job.key) == changed
    assert kept.problem == ""


def test_steps_are_replayed_in_their_order(kept: Journal, flaky: Flaky, clock: Clock) -> None:
    """Steps of one record are written in the order in which they were taken."""
    job = sending()
    kept.add(job)
    flaky.broken = {WRITES}
    steps = [accept("7"), lambda one: ready(key=one.key, remote_id=one.remote_id), told, dismissed]
    views = [kept.change(job.key, step) for step in steps]
    assert views[-1] is not None
    assert views[-1].is_dismissed
    recover(flaky, clock)
    kept.list(OWNER, CREATIONS)
    written = flaky.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")
    assert (written.is_told, written.is_dismissed) == (True, True)


def test_a_change_that_comes_while_others_wait(kept: Journal, flaky: Flaky, clock: Clock) -> None:
    """While a step waits, a later one of the same record does not overtake it."""
    job = sending()
    kept.add(job)
    flaky.broken = {WRITES}
    kept.change(job.key, accept("7"))
    recover(flaky, clock)
    flaky.asked.clear()
    kept.change(job.key, accept("8"))
    assert "change" not in flaky.asked
    kept.renew()
    written = flaky.get(job.key)
    assert written is not None
    assert written.remote_id == "7"


def test_an_answer_is_written_though_nobody_comes_back(
    kept: Journal, flaky: Flaky, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is written by itself once the database works again, without any page."""
    monkeypatch.setattr(journal, "REPLAY_SECONDS", 0.01)
    job = sending()
    kept.add(job)
    flaky.broken = {WRITES}
    kept.change(job.key, accept("7"))
    replayer = kept._replayer
    assert replayer is not None
    recover(flaky, clock)
    replayer.join(10)
    assert flaky.get(job.key) == accept("7")(job)
    assert kept._replayer is None


def test_what_waits_is_bounded(
    kept: Journal,
    flaky: Flaky,
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
    flaky.broken = {WRITES}
    kept.change(job.key, accept("7"))
    for _ in range(10):
        kept.change(job.key, told)
    kept.change(job.key, lambda one: ready(key=one.key, remote_id=one.remote_id))
    assert "too much waits" not in caplog.text
    assert len(kept._deferred._steps[job.key]) == 3
    kept.change(other.key, accept("paid-8"))
    assert "paid-8" in caplog.text
    assert "too much waits" in caplog.text
    recover(flaky, clock)
    kept.renew()
    written = flaky.get(job.key)
    assert written is not None
    assert (written.state, written.remote_id) == (JobState.READY, "7")


def test_a_record_that_was_deleted_meanwhile(kept: Journal, flaky: Flaky, clock: Clock) -> None:
    """Steps of a record that is gone are dropped, and bring it back no more."""
    job = ready()
    kept.add(job)
    flaky.broken = {WRITES}
    kept.change(job.key, dismissed)
    recover(flaky, clock)
    flaky.delete(OWNER)
    kept.renew()
    assert kept.get(job.key) is None
    assert not kept._deferred


def test_what_is_read_while_nothing_can_be_written(
    kept: Journal, flaky: Flaky, clock: Clock
) -> None:
    """A disk that is full stops what is written only: what others have written is read."""
    flaky.broken = {WRITES}
    with pytest.raises(StoreUnavailable):
        kept.add(sending())
    job = ready()
    MemoryJobStore.add(flaky, job)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem
    clock.pass_by(outage.PAUSE_SECONDS)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem, "only a write that is made ends this problem"
    recover(flaky, clock)
    assert kept.list(OWNER, CREATIONS) == [job]
    assert kept.problem == ""


def test_renewing_never_raises(kept: Journal, flaky: Flaky) -> None:
    """The thread that says that this process lives outlives a database that does not."""
    kept.renew()
    flaky.broken = {WRITES}
    kept.renew()
    kept.renew()
    assert flaky.asked == ["renew", "renew"]


def test_what_is_being_sent_is_never_forgotten(
    kept: Journal, flaky: Flaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that cannot be written is shown and logged however much was read since."""
    monkeypatch.setattr(record_cache, "MOST_RECORDS", 1)
    job = sending()
    kept.add(job)
    kept.add(ready())
    flaky.broken = {READS, WRITES}
    assert kept.change(job.key, accept("7")) == accept("7")(job)
    assert kept.get(job.key) == accept("7")(job)


def test_one_thread_tries_again(kept: Journal, flaky: Flaky, clock: Clock) -> None:
    """While one page waits for a database that may work again, the others do not."""
    flaky.broken = {READS}
    kept.list(OWNER, CREATIONS)
    recover(flaky, clock)
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(*_: object) -> list[Job]:
        is_asked.set()
        assert may_answer.wait(10)
        return []

    flaky.list = slow  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(kept.list, OWNER, CREATIONS)
        assert is_asked.wait(10)
        assert kept.list("other", CREATIONS) == []
        assert kept.problem
        may_answer.set()
        reading.result(10)
    assert kept.problem == ""
