"""How a job goes on: when it is polled, when it ends, and what its record says then."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest

from eternal import (
    ConnectionFailed,
    ContractError,
    EternalError,
    GenerationFailed,
    NotFound,
    Poll,
    PollState,
    RateLimited,
    ServerError,
    WaitTimeout,
    waiting,
)
from pages.model.advance import LEASE_PAUSE_SECONDS, UNKNOWN_SECONDS, AnyPoll
from pages.model.jobs import (
    JobError,
    JobState,
    character_of,
)
from tests.pages.tracked import (
    FAILED,
    ID,
    PENDING,
    READY,
    Tracked,
    adopted,
    created,
    done,
    no_poll,
    polled,
    refused,
    sent,
    tracked,
)


def test_sending() -> None:
    """While the request is under way nothing is polled."""
    one = tracked(sent()).advance(100.0, no_poll)
    assert (one.job.remote_id, one.runtime.wait, one.runtime.polling) == (None, None, None)
    assert one.job.is_active


def test_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answered request gives the id, and the first poll is due two seconds later."""
    monkeypatch.setattr(waiting, "FIRST_INTERVAL_SECONDS", 2.0)
    one = created()
    assert (one.job.remote_id, one.job.is_active) == (str(ID), True)
    assert one.advance(1.9, no_poll).runtime.polling is None
    wait = one.advance(2.1, polled(PENDING)).runtime.wait
    assert wait is not None
    assert wait.poll == PENDING


def test_one_poll_at_a_time() -> None:
    """A poll that is slow is waited for."""
    one = created().advance(3.0, lambda _: Future())
    polling = one.runtime.polling
    assert one.advance(50.0, no_poll).runtime.polling is polling


def test_the_worker_reads_its_poll() -> None:
    """What a poll has told is written down once it is answered, whether a page runs or not."""
    polling: Future[AnyPoll | None] = Future()
    one = created().advance(3.0, lambda _: polling)
    assert one.job.is_active
    polling.set_result(READY)
    assert one.job.is_ready


def test_another_process_polls() -> None:
    """What another process polls for is left to it; the lease is asked for again after a pause."""
    one = created().advance(3.0, polled(None))
    assert one.job.is_active
    one.advance(3.0 + LEASE_PAUSE_SECONDS - 0.1, no_poll)
    assert one.advance(3.1 + LEASE_PAUSE_SECONDS, polled(READY)).job.is_ready
    assert one.job.duration is None


def test_ready() -> None:
    """A ready answer ends the wait, and tells how long all of it took."""
    one = created().advance(3.0, polled(READY))
    assert one.job.is_ready
    assert not one.job.is_active
    assert one.runtime.duration == one.job.duration == 3.0
    assert one.job.ended_at == 3.0
    assert one.job.error is None
    assert character_of(one.job) == READY.character


def test_failed() -> None:
    """A failed answer ends the wait with the server's reason."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    assert one.job.error == JobError.of(GenerationFailed("no", id=ID))
    assert one.job.error.is_final
    assert one.runtime.duration is None


def test_refused() -> None:
    """A request that failed is over, and is never sent by itself again."""
    error = ConnectionFailed("gone", may_have_arrived=True)
    one = refused(error)
    assert one.job.error == JobError.of(error)
    assert one.job.is_open
    assert not one.job.is_active
    before = one.job
    assert one.advance(99.0, no_poll).job == before


def test_transient_failure() -> None:
    """A poll that failed is followed by another."""
    one = created().advance(3.0, polled(ConnectionFailed("gone")))
    assert one.job.is_active
    assert one.advance(9.0, polled(READY)).advance(9.1, no_poll).job.is_ready


def test_a_poll_that_crashed() -> None:
    """Even a crash on the worker is a sentence."""
    one = created().advance(3.0, polled(ZeroDivisionError())).advance(3.1, no_poll)
    assert one.job.error is not None
    assert "unexpected" in one.job.error.headline


def test_late_return() -> None:
    """Whoever comes back after the deadline is told the newest, not that time is over."""
    one = created().advance(10_000.0, polled(READY))
    assert one.advance(10_001.0, no_poll).job.is_ready


def test_deadline() -> None:
    """A character still pending after the deadline ends the wait; waiting can go on."""
    one = created().advance(700.0, polled(PENDING)).advance(701.0, no_poll)
    assert one.job.state is JobState.EXPIRED
    assert one.job.error is not None
    assert one.job.error.headline == WaitTimeout(ID, 600.0).headline
    assert one.resume(702.0).job.is_active
    assert one.advance(702.0, polled(READY)).advance(703.0, no_poll).job.is_ready


def test_watched_has_no_duration() -> None:
    """A creation that was only watched teaches nothing about how long one takes."""
    one = adopted().advance(0.0, polled(READY)).advance(0.1, no_poll)
    assert one.job.is_ready
    assert one.runtime.duration is None


@pytest.mark.row("M1")
def test_a_failed_creation_is_looked_at_again() -> None:
    """A creation that has an id and failed is polled anew, free, and may be ready all the same."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    assert not one.job.is_active
    assert one.job.is_open
    one.resume(5.0)
    assert (one.job.is_active, one.job.remote_id, one.job.error) == (True, str(ID), None)
    assert one.advance(5.0, polled(READY)).advance(6.0, no_poll).job.is_ready


@pytest.mark.row("M1")
def test_what_failed_twice_is_no_longer_open() -> None:
    """Once it was looked at again, what the server says has failed can be sent again."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    one.resume(5.0).advance(5.0, polled(FAILED)).advance(6.0, no_poll)
    assert not one.job.is_active
    assert not one.job.is_open


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
    one = watched_for(540.0, answer, created())
    assert one.job.is_active
    one.advance(560.0, polled(READY))
    assert one.advance(561.0, polled(READY)).advance(562.0, no_poll).job.is_ready


@pytest.mark.row("M3")
@pytest.mark.parametrize("answer", NOT_YET)
def test_the_deadline_ends_what_is_only_not_yet(answer: Poll | EternalError) -> None:
    """After ten minutes the deadline ends the wait, not the last answer, and it can go on."""
    one = watched_for(640.0, answer, created())
    assert one.job.state is JobState.EXPIRED
    assert one.job.remote_id == str(ID)
    assert one.resume(700.0).job.is_active


@pytest.mark.row("M13")
def test_the_pause_that_is_asked_for_is_the_schedules() -> None:
    """A poll that is told to wait a minute is asked again after it, and holds nothing meanwhile."""
    limited = RateLimited(429, retry_after=60.0)
    one = created().advance(3.0, polled(limited)).advance(3.1, no_poll)
    assert one.runtime.polling is None
    one.advance(62.9, no_poll)
    assert one.advance(63.1, polled(READY)).job.is_ready


def test_a_poll_without_room_stays_due() -> None:
    """Where no poll can be started now it is started as soon as there is room."""
    one = created().advance(3.0, lambda _: None)
    assert one.runtime.polling is None
    assert one.advance(3.1, polled(READY)).job.is_ready


def watched_for(seconds: float, answer: Poll | EternalError, one: Tracked) -> Tracked:
    """A job that is looked at every second, and whose polls are all answered so."""
    now = 0.0
    while now < seconds and one.job.is_active:
        one.advance(now, lambda _: done(answer))
        now += 1.0
    return one


@pytest.mark.row("X10")
@pytest.mark.parametrize(
    "answer", [NotFound(404), Poll(ID, PollState.PENDING, None, status="", error="Not found.")]
)
def test_an_unknown_id_is_given_up_soon(answer: Poll | EternalError) -> None:
    """An id that was not sent from here and that the API does not know ends after 30 s."""
    assert watched_for(UNKNOWN_SECONDS - 5, answer, adopted()).job.is_active
    one = watched_for(UNKNOWN_SECONDS + 15, answer, adopted())
    assert one.job.error is not None
    assert one.job.error.status_code == 404
    one.resume(100.0).advance(100.0, polled(READY))
    assert one.advance(101.0, no_poll).job.is_ready


@pytest.mark.row("X10")
@pytest.mark.parametrize("first", [PENDING, None])
def test_a_known_id_is_waited_for(first: Poll | None) -> None:
    """What was sent from here, or what the API has told of once, is waited for through 404s."""
    one = adopted()
    if first:
        watched_for(2.0, first, one)
    else:
        one.jobs.store.change(one.key, lambda job: replace(job, is_known=True))
    assert watched_for(500.0, NotFound(404), one).job.is_active


@pytest.mark.row("B18")
def test_a_gap_tells_no_duration() -> None:
    """What nobody looked at for a while teaches nothing about how long one takes."""
    one = created()
    for now in (2.5, 3.0, 60.0, 61.0):
        one.advance(now, polled(PENDING) if now < 60 else polled(READY))
    assert one.advance(62.0, no_poll).job.is_ready
    assert one.runtime.duration is None
