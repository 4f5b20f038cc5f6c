"""Creations under way: read from futures, by no clock but the one that is handed in."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from eternal import (
    Character,
    ConnectionFailed,
    Creation,
    EternalError,
    GenerationFailed,
    Poll,
    PollState,
    WaitTimeout,
    waiting,
)
from pages.components.jobs import (
    MOST_JOBS,
    CreationJob,
    Jobs,
    kept_waiting,
    sent_creation,
    watched_creation,
)
from pages.components.moving import moved_on

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
BASE = "http://127.0.0.1:1"
ID = 6870
CREATION = Creation(id=ID, request_id=str(ID), character=Character(id=ID))
PENDING = Poll(ID, PollState.PENDING, None, status="pending")
READY = Poll(ID, PollState.READY, Character(id=ID), status="success")
FAILED = Poll(ID, PollState.FAILED, None, status="failed", error="no")


def done(outcome: T | BaseException) -> Future[T]:
    """A future that has ended so."""
    future: Future[T] = Future()
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def no_poll(id: int) -> Future[Poll]:
    """A poll that must not be made."""
    pytest.fail(f"{id} was polled")


def polled(*answers: Poll | EternalError) -> Callable[[int], Future[Poll]]:
    """Polls that are answered so, one after the other."""
    left = list(answers)
    return lambda _: done(left.pop(0))


def created(now: float = 0.0) -> CreationJob:
    """A job whose request was just answered."""
    return moved_on(sent_creation(BASE, "A potter.", done(CREATION), now), now, no_poll)


def test_sending() -> None:
    """While the request is under way nothing is polled."""
    job = sent_creation(BASE, "A potter.", Future(), 0.0)
    moved = moved_on(job, 100.0, no_poll)
    assert (moved.id, moved.wait, moved.polling) == (None, None, None)
    assert moved.is_under_way


def test_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answered request gives the id, and the first poll is due two seconds later."""
    monkeypatch.setattr(waiting, "FIRST_INTERVAL_SECONDS", 2.0)
    job = created()
    assert (job.id, job.is_under_way) == (ID, True)
    assert moved_on(job, 1.9, no_poll).polling is None
    assert moved_on(job, 2.1, polled(PENDING)).polling is not None


def test_one_poll_at_a_time() -> None:
    """A poll that is slow is waited for."""
    job = moved_on(created(), 3.0, lambda _: Future())
    assert moved_on(job, 50.0, no_poll).polling is job.polling


def test_ready() -> None:
    """A ready answer ends the wait, and tells how long all of it took."""
    job = moved_on(moved_on(created(), 3.0, polled(READY)), 4.5, no_poll)
    assert job.is_ready
    assert not job.is_under_way
    assert job.duration == 4.5
    assert job.failure is None


def test_failed() -> None:
    """A failed answer ends the wait with the server's reason."""
    job = moved_on(moved_on(created(), 3.0, polled(FAILED)), 4.0, no_poll)
    assert isinstance(job.failure, GenerationFailed)
    assert job.duration is None


def test_refused() -> None:
    """A request that failed is over, and is never sent by itself again."""
    error = ConnectionFailed("gone", may_have_arrived=True)
    job = moved_on(sent_creation(BASE, "A potter.", done(error), 0.0), 0.1, no_poll)
    assert job.failure is error
    assert not job.is_under_way
    assert moved_on(job, 99.0, no_poll) == job


def test_worker_crashed() -> None:
    """Even a crash on the worker is a sentence, and leaves open whether the request arrived."""
    job = moved_on(sent_creation(BASE, "A potter.", done(ZeroDivisionError()), 0.0), 0.1, no_poll)
    assert isinstance(job.failure, EternalError)
    assert job.failure.may_have_arrived


def test_transient_failure() -> None:
    """A poll that failed is followed by another."""
    job = moved_on(created(), 3.0, polled(ConnectionFailed("gone")))
    job = moved_on(job, 4.0, no_poll)
    assert job.is_under_way
    job = moved_on(moved_on(job, 9.0, polled(READY)), 9.1, no_poll)
    assert job.is_ready


def test_late_return() -> None:
    """Whoever comes back after the deadline is told the newest, not that time is over."""
    job = moved_on(created(), 10_000.0, polled(READY))
    assert moved_on(job, 10_001.0, no_poll).is_ready


def test_deadline() -> None:
    """A character still pending after the deadline ends the wait; waiting can go on."""
    job = moved_on(moved_on(created(), 700.0, polled(PENDING)), 701.0, no_poll)
    assert isinstance(job.failure, WaitTimeout)
    again = kept_waiting(job, 702.0)
    assert again.is_under_way
    assert moved_on(moved_on(again, 702.0, polled(READY)), 703.0, no_poll).is_ready


def test_watched_has_no_duration() -> None:
    """A creation that was only watched teaches nothing about how long one takes."""
    job = moved_on(watched_creation(BASE, ID, 0.0), 0.0, polled(READY))
    job = moved_on(job, 0.1, no_poll)
    assert job.is_ready
    assert job.duration is None


def test_newest_first() -> None:
    """The newest job is listed first, and found first."""
    jobs: Jobs[int, Poll] = Jobs()
    old, new = watched_creation(BASE, 1, 0.0), watched_creation(BASE, 2, 0.0)
    jobs.add(old)
    jobs.add(new)
    assert jobs.list() == [new, old]
    assert jobs.find(lambda _: True) == new


def test_update() -> None:
    """An update replaces a job in its place, and brings none back that is gone."""
    jobs: Jobs[int, Poll] = Jobs()
    job = watched_creation(BASE, 1, 0.0)
    jobs.update(job)
    assert jobs.list() == []
    jobs.add(job)
    jobs.update(replace(job, is_put_aside=True))
    assert jobs.list()[0].is_put_aside
    assert not jobs.list()[0].taken_back().is_put_aside


def test_bounded() -> None:
    """Finished jobs are forgotten past fifty; one under way never is."""
    jobs: Jobs[int, Poll] = Jobs()
    watched = watched_creation(BASE, ID, 0.0)
    jobs.add(watched)
    for number in range(3 * MOST_JOBS):
        finished = sent_creation(BASE, str(number), done(ConnectionFailed("gone")), 0.0)
        jobs.add(moved_on(finished, 0.0, no_poll))
    assert len(jobs.list()) == MOST_JOBS
    assert watched in jobs.list()


def test_keys_are_secret() -> None:
    """The key that stands in an address cannot be guessed, and no two are the same."""
    keys = {watched_creation(BASE, ID, 0.0).key for _ in range(100)}
    assert len(keys) == 100
    assert min(map(len, keys)) >= 16
