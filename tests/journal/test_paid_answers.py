"""An id that was paid for: written though its record was deleted, and before a process ends."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pages.model.job_steps import dismissed, lost, told
from pages.model.job_store import JobQuery, StorePlace
from pages.model.jobs import CREATIONS
from pages.model.journal import deferred
from pages.model.journal.journal import Journal
from pages.model.memory_job_store import MemoryJobStore
from tests.journal.failing_store import WRITES, FailingStore, recover
from tests.journal.records import OWNER, REFUSED, accept, answer, ready, sending

if TYPE_CHECKING:
    from pages.model.journal.deferred import Step
    from tests.clock import Clock
    from tests.journal.conftest import Database


@pytest.mark.parametrize("broken", [set(), {WRITES}], ids=["at once", "after an outage"])
def test_an_id_whose_record_was_deleted_is_written_anew(
    kept: Journal,
    failing: FailingStore,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    broken: set[str],
) -> None:
    """Another process took it for lost, and it was deleted: the paid id is kept, and logged."""
    job = sending()
    kept.add(job)
    MemoryJobStore.change(failing, job.key, lost)
    assert failing.delete(OWNER) == 1
    clock.pass_by(2)
    assert kept.get(job.key) is None
    assert kept.change(job.key, told) is None, "a page that looks meanwhile brings nothing back"
    failing.broken = {*broken}
    assert kept.change(job.key, accept("paid-7")) == accept("paid-7")(job)
    recover(failing, clock)
    kept.renew()
    assert failing.get(job.key) == kept.get(job.key) == accept("paid-7")(job)
    assert "written anew" in caplog.text
    assert "paid-7" in caplog.text
    kept.change(job.key, lambda one: ready(key=one.key, remote_id=one.remote_id))
    kept.delete(OWNER)
    assert kept.change(job.key, dismissed) is None


def test_a_process_that_stood_still(database: Database) -> None:
    """Two dashboards: one stands still in a POST, on the other its entry is deleted."""
    still, other = (
        Journal(database.open, StorePlace.DATABASE),
        Journal(database.open, StorePlace.DATABASE),
    )
    job = sending()
    still.add(job)
    database.expire()
    assert other.search(OWNER, JobQuery()).jobs == [lost(job)]
    assert other.delete(OWNER, [job.key]) == 1
    still.change(job.key, accept("paid-7"))
    assert other.search(OWNER, JobQuery()).jobs == [accept("paid-7")(job)]
    assert still.search(OWNER, JobQuery()).jobs == [accept("paid-7")(job)]


def test_a_refusal_whose_record_was_deleted_is_dropped(
    kept: Journal, failing: FailingStore
) -> None:
    """What was refused cost nothing: the visitor's deletion holds."""
    job = sending()
    kept.add(job)
    MemoryJobStore.change(failing, job.key, lost)
    failing.delete(OWNER)
    assert kept.change(job.key, answer(REFUSED)) is None
    assert kept.list(OWNER, CREATIONS) == []
    assert kept._unanswered.get(job.key) is None


def test_a_shutdown_goes_on_trying_for_a_paid_id(
    kept: Journal, failing: FailingStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an id that was paid for cannot be written, the end waits for the database."""
    monkeypatch.setattr(deferred, "REPLAY_SECONDS", 0.01)
    job = sending()
    kept.add(job)
    failing.broken = {WRITES}
    kept.change(job.key, accept("7"))
    with ThreadPoolExecutor(1) as thread:
        closing = thread.submit(kept.close, 30.0)
        with pytest.raises(TimeoutError):
            closing.result(0.1)
        assert failing.is_open
        recover(failing, clock)
        closing.result(10)
    assert failing.get(job.key) == accept("7")(job)
    assert not failing.is_open


@pytest.mark.parametrize("step", [accept("7"), told], ids=["an id", "nothing paid"])
def test_a_shutdown_ends(
    kept: Journal, failing: FailingStore, caplog: pytest.LogCaptureFixture, step: Step
) -> None:
    """Past its patience the end says that an id is in the log only; for less it does not wait."""
    job = sending() if step is not told else ready()
    kept.add(job)
    failing.broken = {WRITES}
    kept.change(job.key, step)
    began_at = time.monotonic()
    kept.close(0.2 if step is not told else 30.0)
    assert time.monotonic() - began_at < 5
    assert ("Not written to the history; the log has their ids: 1." in caplog.text) == (
        step is not told
    )
