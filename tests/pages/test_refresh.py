"""The address of a result expires: it is asked for again, for free, where it may have."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eternal import (
    ConnectionFailed,
    EffectRequest,
    GenerationPoll,
    NotFound,
    PollState,
)
from pages.model.job_steps import answered
from pages.model.jobs import GENERATIONS, Accepted, JobKind, JobResult
from pages.model.memory_job_store import MemoryJobStore
from pages.model.refresh import FRESH_SECONDS, PAUSE_SECONDS, is_outdated
from pages.model.tracker import JobTracker, Runtimes
from tests.pages.tracked import BAKER, CLOCK, OWNER, Tracked, no_poll, picture, polled, tracked

if TYPE_CHECKING:
    from pages.model.advance import AnyPoll

OLD, NEW = "https://media.example/old.png", "https://media.example/new.png"
NAMELESS = "https://media.example/one"
LATER = FRESH_SECONDS + 100.0


def ready(url: str = NEW) -> GenerationPoll:
    """An answer that tells an address."""
    return GenerationPoll("r-1", PollState.READY, status="success", result_url=url)


def finished() -> Tracked:
    """A picture that was ready at 3 s."""
    one = (
        tracked(picture())
        .answer(Accepted("r-1"))
        .advance(0.0, no_poll)
        .advance(3.0, polled(ready(OLD)))
    )
    assert one.job.result is not None
    assert one.job.result.url == OLD
    return one


def address(one: Tracked) -> str | None:
    """The address in the record."""
    assert one.job.result is not None
    return one.job.result.url


def test_a_fresh_address_is_used() -> None:
    """An address that was just told is not asked for again."""
    assert address(finished().advance(FRESH_SECONDS, no_poll)) == OLD


@pytest.mark.parametrize("first", [OLD, NAMELESS])
def test_an_effect_becomes_what_it_has_made(first: str) -> None:
    """What an effect has made is known from the first address that tells it."""
    one = tracked(picture(EffectRequest(BAKER, "lofi"), JobKind.EFFECT)).answer(Accepted("r-1"))
    one.advance(0.0, no_poll).advance(3.0, polled(ready(first)))
    assert one.job.kind is (JobKind.PICTURE if first is OLD else JobKind.EFFECT)
    assert one.advance(LATER, polled(ready(NEW))).job.kind is JobKind.PICTURE


def test_an_effect_that_has_made_a_video() -> None:
    """The address of a video makes a video of an effect, and of nothing else."""
    for kind in (JobKind.EFFECT, JobKind.PICTURE):
        one = tracked(picture(kind=kind)).answer(Accepted("r-1")).advance(0.0, no_poll)
        one.advance(3.0, polled(ready("https://media.example/one.mp4")))
        assert one.job.kind is (JobKind.VIDEO if kind is JobKind.EFFECT else kind)


def test_how_long_an_effect_took() -> None:
    """How long an effect took is noted for effects: while one is waited for, it is one."""
    noted: list[tuple[JobKind, float]] = []
    jobs = JobTracker(
        MemoryJobStore(),
        OWNER,
        GENERATIONS,
        Runtimes(lambda job, seconds: noted.append((job.kind, seconds)), CLOCK),
    )
    job = answered(picture(kind=JobKind.EFFECT), Accepted("r-1"), 0.0)
    jobs.store.add(job)
    for at in (0.0, 3.0):
        CLOCK.now = at
        jobs.advance(job.key, at, at, polled(ready(OLD)))
    assert noted == [(JobKind.EFFECT, 3.0)]


def test_an_old_address_is_asked_for_again() -> None:
    """An old address is replaced by what one poll tells."""
    one = finished().advance(LATER, polled(ready()))
    assert address(one) == NEW
    assert not is_outdated(one.job, LATER)
    one.advance(LATER + 1.0, no_poll)


def test_an_address_of_the_future_is_old() -> None:
    """Where a clock was set back, an address is asked for again."""
    one = finished()
    assert is_outdated(one.job, 0.0)


def test_a_refused_address_is_asked_for_again() -> None:
    """Where the browser was refused an address that is not old, one poll tells it anew."""
    one = finished()
    one.jobs.refresh(one.key)
    assert address(one.advance(4.0, polled(ready()))) == NEW


@pytest.mark.parametrize(
    "answer",
    [
        NotFound(404),
        GenerationPoll("r-1", PollState.FAILED, status="failed", error="expired"),
    ],
)
def test_what_is_gone_is_said(answer: AnyPoll | NotFound) -> None:
    """What the API does not have any more has no address, and is not asked for again."""
    one = finished().advance(LATER, polled(answer))
    assert one.job.result == JobResult(media="picture", is_gone=True)
    one.advance(LATER + 1000.0, no_poll)


def test_a_failure_says_nothing_about_the_result() -> None:
    """Where the poll fails the address stays as it was, and is asked for after a pause."""
    one = finished().advance(LATER, polled(ConnectionFailed("gone")))
    assert address(one) == OLD
    one.advance(LATER + PAUSE_SECONDS - 1.0, no_poll)
    assert address(one.advance(LATER + PAUSE_SECONDS, polled(ready()))) == NEW


def test_one_poll_at_a_time() -> None:
    """However many windows look at an old address, it is asked for once."""
    polling: Future[AnyPoll | None] = Future()
    one = finished().advance(LATER, lambda _: polling).advance(LATER, no_poll)
    polling.set_result(ready())
    assert address(one) == NEW


def test_a_drawing_of_the_demo_never_expires() -> None:
    """A result that is data holds itself."""
    one = finished()
    one.jobs.store.change(
        one.key, lambda job: replace(job, result=JobResult("data:image/png;base64,AA", told_at=0.0))
    )
    assert not is_outdated(one.job, LATER)


def test_nothing_else_is_asked_for() -> None:
    """A failed one, a creation and an unfinished one have no address to ask for."""
    waiting = answered(picture(), Accepted("r-1"), 0.0)
    assert not is_outdated(waiting, LATER)
