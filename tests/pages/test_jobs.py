"""Creations under way: read from futures, by no clock but the one that is handed in."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from eternal import (
    Character,
    ConnectionFailed,
    ContractError,
    Creation,
    EternalError,
    Generation,
    GenerationFailed,
    GenerationPoll,
    NotFound,
    Poll,
    PollState,
    RateLimited,
    ServerError,
    WaitTimeout,
    waiting,
)
from pages.model.advance import UNKNOWN_SECONDS, moved_on
from pages.model.jobs import (
    MOST_JOBS,
    CreationJob,
    GenerationJob,
    Jobs,
    What,
    kept_waiting,
    sent_creation,
    sent_generation,
    watched_creation,
)

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


def test_change() -> None:
    """A change starts from the newest state, in its place, and brings none back that is gone."""
    jobs: Jobs[int, Poll] = Jobs()
    job = watched_creation(BASE, 1, 0.0)
    assert jobs.change(job.key, lambda one: one) is None
    assert jobs.list() == []
    jobs.add(job)
    jobs.change(job.key, lambda one: replace(one, is_put_aside=True))
    assert jobs.list()[0].is_put_aside
    jobs.change(job.key, lambda one: one.taken_back())
    assert jobs.list() == [job]


@pytest.mark.row("B16")
def test_no_change_is_lost() -> None:
    """Two runs of one visit that move the same job start one poll, and have its news once."""
    jobs: Jobs[int, Poll] = Jobs()
    job = created()
    jobs.add(job)
    started: list[int] = []
    both_there = threading.Barrier(2)

    def poll(id: int) -> Future[Poll]:
        started.append(id)
        time.sleep(0.01)  # long enough for the other to come in between
        return done(READY)

    def move(now: float) -> None:
        both_there.wait(10)
        jobs.change(job.key, lambda one: moved_on(one, now, poll))

    with ThreadPoolExecutor(2) as runs:
        for now in (3.0, 4.0):
            list(runs.map(move, [now, now]))
    assert started == [ID]
    assert [one.id for one in jobs.news()] == [ID]
    jobs.is_told(jobs.news()[0])
    assert not jobs.news()


@pytest.mark.row("B16")
def test_news_are_there_before_the_end_is_seen() -> None:
    """Whoever sees that a job is over finds its news: nothing lies between the two."""
    jobs: Jobs[int, Poll] = Jobs()
    job = sent_creation(BASE, "A potter.", done(ConnectionFailed("gone")), 0.0)
    jobs.add(job)
    jobs.change(job.key, lambda one: moved_on(one, 0.1, no_poll))
    assert not jobs.list()[0].is_under_way
    assert [one.key for one in jobs.news()] == [job.key]
    jobs.change(job.key, lambda one: replace(one, is_put_aside=True))
    assert len(jobs.news()) == 1


@pytest.mark.row("M1")
def test_a_failed_creation_is_looked_at_again() -> None:
    """A creation that has an id and failed is polled anew, free, and may be ready all the same."""
    job = moved_on(moved_on(created(), 3.0, polled(FAILED)), 4.0, no_poll)
    assert not job.is_under_way
    again = kept_waiting(job, 5.0)
    assert (again.is_under_way, again.id) == (True, ID)
    assert moved_on(moved_on(again, 5.0, polled(READY)), 6.0, no_poll).is_ready


NOT_YET = (
    NotFound(404),
    ServerError(503),
    ContractError("cannot be read"),
    ConnectionFailed("gone"),
    RateLimited(429),
    Poll(ID, PollState.PENDING, None, status="", error="still processing"),
)


@pytest.mark.row("M3")
@pytest.mark.parametrize("answer", NOT_YET)
def test_what_may_pass_is_tolerated_until_the_deadline(answer: Poll | EternalError) -> None:
    """Nine minutes of answers that are only not yet do not end a wait of ten."""
    job = watched_for(540.0, answer, created())
    assert job.is_under_way
    job = moved_on(job, 560.0, polled(READY))
    assert moved_on(moved_on(job, 561.0, polled(READY)), 562.0, no_poll).is_ready


@pytest.mark.row("M3")
@pytest.mark.parametrize("answer", NOT_YET)
def test_the_deadline_ends_what_is_only_not_yet(answer: Poll | EternalError) -> None:
    """After ten minutes the deadline ends the wait, not the last answer, and it can go on."""
    job = watched_for(640.0, answer, created())
    assert isinstance(job.failure, WaitTimeout)
    assert job.id == ID
    assert kept_waiting(job, 700.0).is_under_way


@pytest.mark.row("M13")
def test_the_pause_that_is_asked_for_is_the_schedules() -> None:
    """A poll that is told to wait a minute is asked again after it, and holds nothing meanwhile."""
    limited = RateLimited(429, retry_after=60.0)
    job = moved_on(moved_on(created(), 3.0, polled(limited)), 3.1, no_poll)
    assert job.polling is None
    job = moved_on(job, 63.0, no_poll)
    assert moved_on(job, 63.2, polled(READY)).polling is not None


def test_a_poll_without_room_stays_due() -> None:
    """Where no poll can be started now it is started as soon as there is room."""
    job = moved_on(created(), 3.0, lambda _: None)
    assert job.polling is None
    assert moved_on(job, 3.1, polled(READY)).polling is not None


def watched_for(seconds: float, answer: Poll | EternalError, job: CreationJob) -> CreationJob:
    """A job that is looked at every second, and whose polls are all answered so."""
    now = 0.0
    while now < seconds and job.is_under_way:
        job = moved_on(job, now, lambda _: done(answer))
        now += 1.0
    return job


@pytest.mark.row("X10")
@pytest.mark.parametrize(
    "answer", [NotFound(404), Poll(ID, PollState.PENDING, None, status="", error="Not found.")]
)
def test_an_unknown_id_is_given_up_soon(answer: Poll | EternalError) -> None:
    """An id that was not sent from here and that the API does not know ends after 30 s."""
    job = watched_creation(BASE, ID, 0.0)
    assert watched_for(UNKNOWN_SECONDS - 5, answer, job).is_under_way
    given_up = watched_for(UNKNOWN_SECONDS + 15, answer, job)
    assert isinstance(given_up.failure, NotFound)
    again = kept_waiting(given_up, 100.0)
    assert moved_on(moved_on(again, 100.0, polled(READY)), 101.0, no_poll).is_ready


@pytest.mark.row("X10")
@pytest.mark.parametrize("first", [PENDING, None])
def test_a_known_id_is_waited_for(first: Poll | None) -> None:
    """What was sent from here, or what the API has told of once, is waited for through 404s."""
    job = watched_creation(BASE, ID, 0.0)
    job = watched_for(2.0, first, job) if first else replace(job, is_known=True)
    assert watched_for(500.0, NotFound(404), job).is_under_way


@pytest.mark.row("B18")
def test_a_gap_tells_no_duration() -> None:
    """What nobody looked at for a while teaches nothing about how long one takes."""
    job = created()
    for now in (2.5, 3.0, 60.0, 61.0):
        job = moved_on(job, now, polled(PENDING) if now < 60 else polled(READY))
    assert moved_on(job, 62.0, no_poll).is_ready or job.is_ready
    assert job.duration is None


def generating(*answers: GenerationPoll, credits_: float | None, now: float) -> GenerationJob:
    """A generation whose POST was answered, and then its polls."""
    sent = Generation(request_id="r", credits_remaining=credits_)
    job = sent_generation(BASE, "x", done(sent), now, character=Character(id=1), what=What.PICTURE)
    for number, answer in enumerate(answers):
        job = moved_on(job, now + 3 * number, lambda _, answer=answer: done(answer))  # type: ignore[misc]
    return moved_on(job, now + 3 * len(answers), lambda _: None)


def test_credits_of_the_newest_answer() -> None:
    """The credits are those of the newest answer of the source, not of the newest order."""
    jobs: Jobs[str, GenerationPoll] = Jobs()
    assert jobs.credits_remaining(BASE) is None
    last = GenerationPoll("r", PollState.PENDING, "pending", credits_remaining=90.0)
    jobs.add(generating(last, last, credits_=100.0, now=0.0))
    jobs.add(generating(credits_=95.0, now=1.0))
    assert jobs.credits_remaining(BASE) == 90.0
    jobs.add(generating(credits_=None, now=50.0))
    assert jobs.credits_remaining(BASE) == 90.0
    jobs.add(replace(generating(credits_=7.0, now=60.0), base_url="http://127.0.0.1:2"))
    assert jobs.credits_remaining(BASE) == 90.0


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
