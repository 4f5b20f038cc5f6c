"""What is under way: what it is, where it is kept, and the driver that moves it on.

A job is a creation, from the click to the character, or a generation, to its picture or video.

Nothing here draws. Sending and polling happen on worker threads that only fulfil a future, and
``moved_on`` reads it. So no click, no page switch and no rerun can interrupt a request half-way.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from concurrent.futures import Future  # noqa: TC003
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from eternal import Creation, EternalError, Generation, GenerationPoll, Poll, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import Character

MOST_JOBS = 50

_T = TypeVar("_T")
_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")
_log = logging.getLogger("eternal.dashboard")


class What(StrEnum):
    """What can be under way, as people call it."""

    CHARACTER = "character"
    PICTURE = "picture"
    VIDEO = "video"
    EITHER = "picture or video"


@dataclass(frozen=True, slots=True)
class Job(Generic[_IdT, _PollT]):
    """One thing under way, from the click to its end.

    Attributes:
        key: Names it on the page, and in the address while it has no id.
        base_url: Where it was sent.
        prompt: The description, or "" if only the id is known.
        started_at: When it was sent, or first watched; monotonic seconds.
        sending: The request under way, or answered; None if it was only watched.
        id: What to poll by, once known: the character's id, or the request's.
        wait: The wait for the end, once the id is known.
        polling: The poll under way.
        error: Why the request failed.
        is_put_aside: Whether the visitor has turned to another one.
        character: Of whom a picture or a video is made; None if not known.
        what: What was asked for.
    """

    key: str
    base_url: str
    prompt: str
    started_at: float
    sending: Future[Creation] | Future[Generation] | None = None
    id: _IdT | None = None
    wait: waiting.Wait[_IdT, _PollT] | None = None
    polling: Future[_PollT] | None = None
    error: EternalError | None = None
    is_put_aside: bool = False
    character: Character | None = None
    what: What = What.CHARACTER

    @property
    def is_under_way(self) -> bool:
        """Whether it may still change by itself."""
        if self.wait is not None:
            return not self.wait.is_over
        return self.sending is not None and self.error is None

    def taken_back(self) -> Job[_IdT, _PollT]:
        """The job on the page again after it was put aside."""
        return replace(self, is_put_aside=False)

    @property
    def is_ready(self) -> bool:
        """Whether what was asked for is there."""
        return self.wait is not None and self.wait.outcome is waiting.Outcome.READY

    @property
    def failure(self) -> EternalError | None:
        """Why it ended without what was asked for, if it did."""
        if self.wait is not None and self.wait.is_over:
            return self.wait.error
        return self.error

    @property
    def credits_remaining(self) -> float | None:
        """What the account has left, if the answers to this one told."""
        poll = self.wait.poll if self.wait else None
        if isinstance(poll, GenerationPoll) and poll.credits_remaining is not None:
            return poll.credits_remaining
        if self.sending is None or not self.sending.done() or self.sending.exception():
            return None
        sent = self.sending.result()
        return sent.credits_remaining if isinstance(sent, Generation) else None

    @property
    def duration(self) -> float | None:
        """Seconds from the click to the good end, if all of it was seen."""
        if self.sending is None or self.wait is None or not self.is_ready:
            return None
        if self.wait.ended_at is None:
            return None
        return self.wait.ended_at - self.started_at


CreationJob = Job[int, Poll]
"""A character under way."""
GenerationJob = Job[str, GenerationPoll]
"""A picture or a video under way."""


@dataclass
class Jobs(Generic[_IdT, _PollT]):
    """The jobs of one visitor, newest first. The finished ones are forgotten past 50."""

    _jobs: OrderedDict[str, Job[_IdT, _PollT]] = field(default_factory=OrderedDict)

    def add(self, job: Job[_IdT, _PollT]) -> None:
        """Keeps a job."""
        self._jobs[job.key] = job
        finished = [one.key for one in self._jobs.values() if not one.is_under_way]
        for key in finished[: max(0, len(self._jobs) - MOST_JOBS)]:
            del self._jobs[key]

    def update(self, job: Job[_IdT, _PollT]) -> None:
        """Keeps the newer state of a job; one that was removed meanwhile stays removed."""
        if job.key in self._jobs:
            self._jobs[job.key] = job

    def list(self) -> list[Job[_IdT, _PollT]]:
        """All jobs, newest first."""
        return list(reversed(self._jobs.values()))

    def find(self, fits: Callable[[Job[_IdT, _PollT]], bool]) -> Job[_IdT, _PollT] | None:
        """The newest job that fits, or None."""
        return next((job for job in self.list() if fits(job)), None)


CreationJobs = Jobs[int, Poll]
GenerationJobs = Jobs[str, GenerationPoll]


def sent_creation(base_url: str, prompt: str, sending: Future[Creation], now: float) -> CreationJob:
    """A job for a creation that was just handed to a worker."""
    return Job(_new_key(), base_url, prompt, now, sending=sending)


def sent_generation(
    base_url: str,
    words: str,
    sending: Future[Generation],
    now: float,
    *,
    character: Character,
    what: What,
) -> GenerationJob:
    """A job for a picture or a video that was just handed to a worker."""
    return Job(_new_key(), base_url, words, now, sending=sending, character=character, what=what)


def watched_creation(base_url: str, id: int, now: float) -> CreationJob:
    """A job that only watches a creation somebody has started before."""
    return Job(_new_key(), base_url, "", now, id=id, wait=waiting.begin(id, now))


def watched_generation(base_url: str, request_id: str, now: float) -> GenerationJob:
    """A job that only watches a picture or a video somebody has asked for before."""
    wait = waiting.begin(request_id, now)
    return Job(_new_key(), base_url, "", now, id=request_id, wait=wait, what=What.EITHER)


def moved_on(
    job: Job[_IdT, _PollT], now: float, poll: Callable[[_IdT], Future[_PollT]]
) -> Job[_IdT, _PollT]:
    """The job as it stands now: reads what has been answered, and starts a poll when one is due.

    Args:
        job: The job as it stood.
        now: Monotonic seconds.
        poll: Starts a poll of an id on a worker.
    """
    if job.wait is None and job.sending is not None and job.error is None and job.sending.done():
        job = _after_sending(job, job.sending, now)
    if job.wait is None or job.id is None:
        return job
    wait, polling = job.wait, job.polling
    if polling is not None and polling.done():
        # The deadline counts only once an answer is in: whoever comes back late is told the newest.
        answer: _PollT | EternalError = _outcome(polling)
        wait = waiting.after_time(waiting.after_answer(wait, answer, now), now)
        polling = None
    if polling is None and waiting.is_due(wait, now):
        polling = poll(job.id)
    return replace(job, wait=wait, polling=polling)


def kept_waiting(job: Job[_IdT, _PollT], now: float) -> Job[_IdT, _PollT]:
    """A job whose wait had ended, taken up again."""
    return job if job.wait is None else replace(job, wait=waiting.resumed(job.wait, now))


def _after_sending(
    job: Job[_IdT, _PollT], sending: Future[Creation] | Future[Generation], now: float
) -> Job[_IdT, _PollT]:
    outcome = _outcome(cast("Future[Creation | Generation]", sending))
    if isinstance(outcome, EternalError):
        return replace(job, error=outcome)
    wait: waiting.CharacterWait | waiting.GenerationWait
    pause = waiting.FIRST_INTERVAL_SECONDS
    if isinstance(outcome, Creation):
        wait = waiting.begin(outcome.id, now, character=outcome.character, pause=pause)
    else:
        wait = waiting.begin(outcome.request_id, now, pause=pause)
    begun = cast("waiting.Wait[_IdT, _PollT]", wait)
    return replace(job, id=begun.id, wait=begun)


def _outcome(future: Future[_T]) -> _T | EternalError:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, EternalError):
        return error
    _log.error("A worker failed", exc_info=error)
    return EternalError("Something unexpected went wrong in the dashboard.", may_have_arrived=True)


def _new_key() -> str:
    return secrets.token_urlsafe(12)
