"""Creations under way: what they are, where they are kept, and the driver that moves them on.

Nothing here draws. Sending and polling happen on worker threads that only fulfil a future, and
``moved_on`` reads it. So no click, no page switch and no rerun can interrupt a request half-way.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from concurrent.futures import Future  # noqa: TC003
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from eternal import Creation, EternalError, Poll, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_JOBS = 50

_T = TypeVar("_T")
_log = logging.getLogger("eternal.dashboard")


@dataclass(frozen=True, slots=True)
class Job:
    """One creation, from the click to the character.

    Attributes:
        key: Names it on the page, and in the address while it has no id.
        base_url: Where it was sent.
        prompt: The description, or "" if only the id is known.
        started_at: When it was sent, or first watched; monotonic seconds.
        sending: The request under way, or answered; None if it was only watched.
        id: The character's id, once known.
        wait: The wait for the character, once the id is known.
        polling: The poll under way.
        error: Why the request failed.
        is_put_aside: Whether the visitor has turned to another one.
    """

    key: str
    base_url: str
    prompt: str
    started_at: float
    sending: Future[Creation] | None = None
    id: int | None = None
    wait: waiting.CharacterWait | None = None
    polling: Future[Poll] | None = None
    error: EternalError | None = None
    is_put_aside: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether it may still change by itself."""
        if self.wait is not None:
            return not self.wait.is_over
        return self.sending is not None and self.error is None

    def taken_back(self) -> Job:
        """The job on the page again after it was put aside."""
        return replace(self, is_put_aside=False)

    @property
    def is_ready(self) -> bool:
        """Whether the character is there."""
        return self.wait is not None and self.wait.outcome is waiting.Outcome.READY

    @property
    def failure(self) -> EternalError | None:
        """Why it ended without a character, if it did."""
        if self.wait is not None and self.wait.is_over:
            return self.wait.error
        return self.error

    @property
    def duration(self) -> float | None:
        """Seconds from the click to the character, if all of it was seen."""
        if self.sending is None or self.wait is None or not self.is_ready:
            return None
        if self.wait.ended_at is None:
            return None
        return self.wait.ended_at - self.started_at


@dataclass
class Jobs:
    """The jobs of one visitor, newest first. The finished ones are forgotten past 50."""

    _jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)

    def add(self, job: Job) -> None:
        """Keeps a job."""
        self._jobs[job.key] = job
        finished = [one.key for one in self._jobs.values() if not one.is_under_way]
        for key in finished[: max(0, len(self._jobs) - MOST_JOBS)]:
            del self._jobs[key]

    def update(self, job: Job) -> None:
        """Keeps the newer state of a job; one that was removed meanwhile stays removed."""
        if job.key in self._jobs:
            self._jobs[job.key] = job

    def list(self) -> list[Job]:
        """All jobs, newest first."""
        return list(reversed(self._jobs.values()))

    def find(self, fits: Callable[[Job], bool]) -> Job | None:
        """The newest job that fits, or None."""
        return next((job for job in self.list() if fits(job)), None)


def sent_job(base_url: str, prompt: str, sending: Future[Creation], now: float) -> Job:
    """A job for a request that was just handed to a worker."""
    return Job(_new_key(), base_url, prompt, now, sending=sending)


def watched_job(base_url: str, id: int, now: float) -> Job:
    """A job that only watches a creation somebody has started before."""
    return Job(_new_key(), base_url, "", now, id=id, wait=waiting.begin(id, now))


def moved_on(job: Job, now: float, poll: Callable[[int], Future[Poll]]) -> Job:
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
        answer: Poll | EternalError = _outcome(polling)
        wait = waiting.after_time(waiting.after_answer(wait, answer, now), now)
        polling = None
    if polling is None and waiting.is_due(wait, now):
        polling = poll(job.id)
    return replace(job, wait=wait, polling=polling)


def kept_waiting(job: Job, now: float) -> Job:
    """A job whose wait had ended, taken up again."""
    return job if job.wait is None else replace(job, wait=waiting.resumed(job.wait, now))


def _after_sending(job: Job, sending: Future[Creation], now: float) -> Job:
    outcome = _outcome(sending)
    if isinstance(outcome, EternalError):
        return replace(job, error=outcome)
    wait = waiting.begin(
        outcome.id, now, character=outcome.character, pause=waiting.FIRST_INTERVAL_SECONDS
    )
    return replace(job, id=outcome.id, wait=wait)


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
