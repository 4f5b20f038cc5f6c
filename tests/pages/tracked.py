"""Jobs that are tracked without a page, by no clock but the one that is handed in."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from eternal import (
    Character,
    Creation,
    EternalError,
    InsufficientCredits,
    PictureRequest,
    Poll,
    PollState,
)
from pages.model.job_steps import (
    adopted_creation_job,
    answered,
    new_creation_job,
    new_generation_job,
)
from pages.model.jobs import (
    CREATIONS,
    GENERATIONS,
    Accepted,
    Job,
    JobError,
    JobKind,
)
from pages.model.memory_job_store import MemoryJobStore
from pages.model.tracker import JobTracker, Runtimes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.advance import AnyPoll, JobRuntime
    from pages.model.tracker import Poll as StartPoll

BASE = "http://127.0.0.1:1"
OWNER = "the owner"
ID = 6870
CREATION = Creation(id=ID, request_id=str(ID), character=Character(id=ID))
PENDING = Poll(ID, PollState.PENDING, None, status="pending")
READY = Poll(ID, PollState.READY, Character(id=ID), status="success")
FAILED = Poll(ID, PollState.FAILED, None, status="failed", error="no")
BAKER = Character(id=7, display_name="Bo", age=40)
PICTURE = PictureRequest(BAKER, "at sea", "high")


class _Clock:
    """Both clocks at once, by which a worker writes down what it was answered."""

    now = 0.0

    def __call__(self) -> tuple[float, float]:
        return self.now, self.now


CLOCK = _Clock()


def done(outcome: Any) -> Future[Any]:
    """A future that has ended so."""
    future: Future[Any] = Future()
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def no_poll(job: Job) -> Future[AnyPoll | None]:
    """A poll that must not be made."""
    pytest.fail(f"{job.remote_id} was polled")


def polled(*answers: AnyPoll | BaseException | None) -> Callable[[Job], Future[AnyPoll | None]]:
    """Polls with these answers, one after the other."""
    left = list(answers)
    return lambda _: done(left.pop(0))


@dataclass
class Tracked:
    """One job that is tracked, by clocks that both begin at 0.

    Attributes:
        jobs: Its tracker.
        key: Its key.
    """

    jobs: JobTracker
    key: str

    @property
    def job(self) -> Job:
        """The record as it stands."""
        job = self.jobs.get(self.key)
        assert job is not None
        return job

    @property
    def runtime(self) -> JobRuntime:
        """What this process knows beside it."""
        return self.jobs.runtime(self.job, 0.0, 0.0)

    def advance(self, now: float, poll: StartPoll) -> Tracked:
        """The same after one step."""
        CLOCK.now = now
        self.jobs.advance(self.key, now, now, poll)
        return self

    def answer(self, answer: Accepted | JobError, at: float = 0.0) -> Tracked:
        """The same after its worker has written the answer down."""
        self.jobs.store.change(self.key, lambda job: answered(job, answer, at))
        return self

    def resume(self, now: float) -> Tracked:
        """The same after it is looked at once more."""
        self.jobs.resume(self.key, now, now)
        return self


def tracker(kinds: frozenset[JobKind] = CREATIONS) -> JobTracker:
    """A tracker that tracks nothing yet."""
    return JobTracker(MemoryJobStore(), OWNER, kinds, Runtimes(clock=CLOCK))


def tracked(job: Job) -> Tracked:
    """A job alone in its tracker."""
    jobs = tracker(CREATIONS if job.kind in CREATIONS else GENERATIONS)
    jobs.store.add(job)
    return Tracked(jobs, job.key)


def sent(prompt: str = "A potter.", at: float = 0.0) -> Job:
    """A creation that was just handed to a worker."""
    return new_creation_job(OWNER, BASE, prompt, at)


def refused(error: EternalError) -> Tracked:
    """A creation whose request has failed so."""
    return tracked(sent()).answer(JobError.of(error), 0.1)


def created() -> Tracked:
    """A creation whose request was just answered."""
    return tracked(sent()).answer(Accepted.of(CREATION)).advance(0.0, no_poll)


def adopted() -> Tracked:
    """A creation that is only watched."""
    return tracked(adopted_creation_job(OWNER, BASE, str(ID), 0.0))


def picture(request: Any = PICTURE, kind: JobKind = JobKind.PICTURE, at: float = 0.0) -> Job:
    """A picture that was just handed to a worker."""
    return new_generation_job(
        OWNER, BASE, request, at, kind=kind, words="at sea", credits_before=9.5
    )


def worst() -> Job:
    """A creation that was refused for want of credits."""
    return answered(sent(), JobError.of(InsufficientCredits(402, "none")), 3.0)
