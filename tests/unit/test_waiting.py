"""When to ask again and when to give up."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import (
    Character,
    ConfigurationError,
    ConnectionFailed,
    ContractError,
    EternalError,
    GenerationFailed,
    GenerationPoll,
    InsufficientCredits,
    InvalidInput,
    NotFound,
    Poll,
    PollState,
    RateLimited,
    ServerError,
    StatusError,
    TimedOut,
    Unauthorized,
    WaitTimeout,
    waiting,
)
from eternal.waiting import WaitState, after_answer, after_time, begin, is_due, resumed

ASTRID = Character(id=6870, username="astrid")
PENDING = Poll(6870, PollState.PENDING, None, "pending")
READY = Poll(6870, PollState.READY, ASTRID, "success")
FAILED = Poll(6870, PollState.FAILED, None, "failed", error="no cats")

PASSING: list[EternalError] = [
    ConnectionFailed("broken"),
    TimedOut("slow"),
    RateLimited(429),
    ServerError(500),
    StatusError(408),
    ContractError("poll: the answer is JSON"),
    Unauthorized(401),
    Unauthorized(403),
    StatusError(302),
    StatusError(425),
    StatusError(400, "Still processing, please wait"),
]
FATAL: list[EternalError] = [
    InsufficientCredits(402),
    StatusError(400),
    StatusError(422),
    StatusError(301),
    StatusError(405),
    ConfigurationError("odd"),
    InvalidInput("odd"),
]


def test_beginning() -> None:
    """A wait asks at once, and ends after its time."""
    wait = begin(6870, 100.0, timeout=60)
    assert (wait.id, wait.started_at, wait.deadline, wait.next_poll_at) == (6870, 100, 160, 100)
    assert not wait.is_over
    assert is_due(wait, 100)
    assert begin(1, 100.0).deadline == 100 + waiting.DEFAULT_TIMEOUT_SECONDS


def test_beginning_after_a_pause() -> None:
    """A wait may begin with a pause, and with the character as far as it is known."""
    wait = begin(6870, 100.0, pause=2, character=ASTRID)
    assert not is_due(wait, 101.9)
    assert is_due(wait, 102)
    assert wait.character is ASTRID


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf, -math.inf])
def test_odd_time(seconds: float) -> None:
    """A time to wait that is no number of seconds is refused."""
    with pytest.raises(InvalidInput, match="time to wait"):
        begin(1, 0.0, timeout=seconds)


def test_frozen() -> None:
    """A wait is a value: it does not change under those who hold it."""
    with pytest.raises(FrozenInstanceError):
        begin(1, 0.0).failures = 5  # type: ignore[misc]


def test_ready() -> None:
    """A ready poll ends the wait with its character."""
    wait = after_answer(begin(6870, 100.0), READY, 107.0)
    assert wait.outcome is WaitState.READY
    assert wait.is_over
    assert (wait.character, wait.error, wait.ended_at) == (ASTRID, None, 107)
    assert not is_due(wait, 1e9)


@pytest.mark.bad_answer("poll-failed")
def test_failed() -> None:
    """A failed poll ends the wait with the server's words and the id."""
    wait = after_answer(begin(6870, 100.0), FAILED, 107.0)
    assert wait.outcome is WaitState.FAILED
    assert isinstance(wait.error, GenerationFailed)
    assert (wait.error.id, wait.error.detail, wait.ended_at) == (6870, "no cats", 107)


@pytest.mark.bad_answer("poll-pending")
def test_pending() -> None:
    """A pending poll is followed by another two seconds later; what it showed is kept."""
    wait = after_answer(begin(6870, 100.0), Poll(6870, PollState.PENDING, ASTRID, "?"), 101.0)
    assert wait.outcome is WaitState.WAITING
    assert (wait.next_poll_at, wait.character) == (103, ASTRID)
    assert after_answer(wait, PENDING, 103.0).character is ASTRID


INTERVALS = [(0, 2), (30, 2), (45, 3), (75, 5), (150, 10), (151, 10), (1e9, 10), (-5, 2)]


@pytest.mark.parametrize(("elapsed", "seconds"), INTERVALS)
def test_interval(elapsed: float, seconds: float) -> None:
    """Two seconds for half a minute, then slower, and never slower than ten."""
    assert waiting.interval_seconds(elapsed) == seconds
    started = begin(1, 0.0, timeout=1e10)
    assert after_answer(started, PENDING, elapsed).next_poll_at == elapsed + seconds


@pytest.mark.row("M3")
@pytest.mark.row("S19")
@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
def test_passing_failures_are_tolerated(error: EternalError) -> None:
    """A failure that may pass is tolerated until the deadline, however often it comes."""
    wait = begin(6870, 0.0)
    count = 0
    while (now := wait.next_poll_at) < wait.deadline:
        count += 1
        wait = after_time(after_answer(wait, error, now), now)
        assert (wait.outcome, wait.failures, wait.error) == (WaitState.WAITING, count, error)
    assert count > 50
    wait = after_time(after_answer(wait, error, wait.deadline), wait.deadline)
    assert isinstance(wait.error, WaitTimeout)
    assert (wait.outcome, wait.error.id, wait.error.reason) == (
        WaitState.EXPIRED,
        6870,
        error.headline,
    )
    assert wait.error.detail == error.detail


@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
def test_an_answer_forgives_failures(error: EternalError) -> None:
    """Only failures in a row count: one answer in between, and they are forgotten."""
    wait = begin(6870, 0.0)
    for _ in range(20):
        for _ in range(5):
            wait = after_answer(wait, error, 1.0)
        wait = after_answer(wait, PENDING, 1.0)
        assert (wait.failures, wait.error) == (0, None)
    assert not wait.is_over


@pytest.mark.parametrize("error", FATAL, ids=lambda error: f"{type(error).__name__} {error}")
def test_fatal_failures(error: EternalError) -> None:
    """A failure that waiting does not cure ends the wait at once."""
    wait = after_answer(begin(6870, 0.0), error, 1.0)
    assert (wait.outcome, wait.error, wait.ended_at) == (WaitState.FAILED, error, 1)


@pytest.mark.bad_answer("poll-not-yet")
def test_not_found_is_pending() -> None:
    """An id that the server does not know yet is pending, however often it says so."""
    wait = begin(6870, 0.0)
    for _ in range(20):
        wait = after_answer(wait, NotFound(404), 1.0)
        assert (wait.outcome, wait.failures, wait.next_poll_at) == (WaitState.WAITING, 0, 3)
    over = after_time(wait, 600.0)
    assert str(over.error) == (
        "Character 6870 was not ready after 600 seconds."
        " The last answer: The service found nothing there (status 404)."
    )


ASKED: list[tuple[float | None, float]] = [(None, 3), (0, 3), (1, 3), (30, 31), (1e9, 60)]


@pytest.mark.parametrize(("asked", "next_poll_at"), ASKED)
def test_asked_pause(asked: float | None, next_poll_at: float) -> None:
    """A longer pause that the server asks for is kept, but not past the end of the wait."""
    wait = begin(6870, 0.0, timeout=60)
    for error in (RateLimited(429, retry_after=asked), ServerError(503, retry_after=asked)):
        assert after_answer(wait, error, 1.0).next_poll_at == next_poll_at


def test_last_poll_is_at_the_deadline() -> None:
    """The last poll comes when the time is over, not a pause later."""
    wait = begin(6870, 0.0, timeout=60)
    assert after_answer(wait, PENDING, 59.5).next_poll_at == 60
    assert after_answer(wait, PENDING, 61.0).next_poll_at == 61


def test_expiry() -> None:
    """A wait expires at its deadline, with an error that carries its id; not before."""
    wait = begin(6870, 100.0, timeout=60)
    assert after_time(wait, 159.9) is wait
    wait = after_time(wait, 160.0)
    assert (wait.outcome, wait.ended_at) == (WaitState.EXPIRED, 160)
    assert isinstance(wait.error, WaitTimeout)
    assert (wait.error.id, wait.error.seconds) == (6870, 60)


@pytest.mark.parametrize("answer", [PENDING, READY, FAILED, StatusError(422)])
def test_over_is_over(answer: Poll | EternalError) -> None:
    """Nothing changes a wait that is over: neither an answer nor time."""
    for end in (READY, FAILED, StatusError(422)):
        wait = after_answer(begin(6870, 0.0), end, 1.0)
        assert after_answer(wait, answer, 2.0) is wait
        assert after_time(wait, 1e9) is wait


def test_resuming() -> None:
    """A wait that ended without a character goes on with new time and a clean record."""
    wait = begin(6870, 0.0, timeout=60)
    for end in (after_time(wait, 60.0), after_answer(wait, FAILED, 1.0)):
        again = resumed(end, 100.0, timeout=30)
        assert (again.outcome, again.deadline, again.next_poll_at) == (WaitState.WAITING, 130, 100)
        assert (again.started_at, again.failures, again.error, again.ended_at) == (0, 0, None, None)
        assert is_due(again, 100.0)
    ready = after_answer(wait, READY, 1.0)
    assert resumed(ready, 100.0) is ready


def test_elapsed() -> None:
    """The time of a wait runs until it ends."""
    wait = begin(6870, 100.0)
    assert wait.elapsed(99.0) == 0
    assert wait.elapsed(107.0) == 7
    assert after_answer(wait, READY, 110.0).elapsed(1e9) == 10


ANSWERS = st.sampled_from([PENDING, READY, FAILED, NotFound(404), *PASSING, *FATAL])


@given(st.lists(st.tuples(ANSWERS, st.floats(0, 50)), max_size=40), st.floats(0, 300))
def test_any_course(course: list[tuple[Poll | EternalError, float]], timeout: float) -> None:
    """Whatever comes, a wait keeps its id, never asks in the past, and ends by its deadline."""
    now = 1000.0
    wait = begin(6870, now, timeout=timeout)
    for answer, took in course:
        if wait.is_over:
            break
        now = max(now, wait.next_poll_at) + took
        wait = after_time(after_answer(wait, answer, now), now)
        assert wait.id == 6870
        assert wait.is_over or now <= wait.next_poll_at <= wait.deadline
    assert wait.is_over is (wait.ended_at is not None)
    assert wait.is_over or wait.outcome is WaitState.WAITING
    assert (wait.outcome is WaitState.READY) is (wait.is_over and wait.error is None)
    assert after_time(wait, now + timeout).is_over


def test_a_404_clears_the_failures_before_it() -> None:
    """A 404 is an answer: the failures before it count no more."""
    wait = after_answer(begin(6870, 0.0), ServerError(500), 1.0)
    wait = after_answer(wait, error := NotFound(404), 3.0)
    assert (wait.failures, wait.error) == (0, error)


def test_what_is_taken_up_again_starts_without_failures() -> None:
    """A wait that ended in failures has all its patience again when it is taken up."""
    wait = after_answer(begin(6870, 0.0), ServerError(500), 1.0)
    wait = after_answer(wait, StatusError(422), 3.0)
    assert wait.outcome is WaitState.FAILED
    again = resumed(wait, 100.0)
    assert (again.failures, again.error, again.ended_at) == (0, None, None)


def test_a_wait_needs_a_time() -> None:
    """A time that is none is refused in words."""
    with pytest.raises(InvalidInput) as caught:
        begin(6870, 0.0, timeout=-1)
    assert str(caught.value) == "The time to wait must be a number of seconds, 0 or more."


def test_what_could_not_be_made_is_named() -> None:
    """A failure says whether it was the character, or the picture or video."""
    character = after_answer(begin(6870, 0.0), FAILED, 1.0).error
    assert character is not None
    assert character.headline == "The service could not make this character."
    failed = GenerationPoll("abc", PollState.FAILED, "failed", error="no cats")
    video = after_answer(begin("abc", 0.0), failed, 1.0).error
    assert video is not None
    assert video.headline == "The service could not make this picture or video."


BARE = Poll(6870, PollState.PENDING, None, "success", is_bare=True)


@pytest.mark.row("M3")
def test_a_bare_success_is_waited_out_and_taken_at_the_deadline() -> None:
    """Success without picture and bio goes on, and is the character as it is when time is over."""
    wait = begin(6870, 0.0, timeout=60, character=ASTRID)
    for now in (0.0, 30.0, 59.0):
        wait = after_time(after_answer(wait, BARE, now), now)
        assert not wait.is_over
    wait = after_time(after_answer(wait, BARE, 60.0), 60.0)
    assert (wait.outcome, wait.character, wait.error) == (WaitState.READY, ASTRID, None)
    assert wait.poll is not None
    assert (wait.poll.state, wait.poll.character) == (PollState.READY, ASTRID)
    unseen = after_time(after_answer(begin(6870, 0.0), BARE, 1.0), 600.0)
    assert unseen.character == Character(id=6870)


def test_what_the_service_said_last_is_told_at_the_deadline() -> None:
    """The words of the last answer are in the error's detail, apart from our own sentence."""
    said = Poll(6870, PollState.PENDING, None, "", error="still processing")
    over = after_time(after_answer(begin(6870, 0.0), said, 1.0), 600.0)
    assert over.error is not None
    assert over.error.detail == "still processing"
    assert "processing" not in over.error.headline
