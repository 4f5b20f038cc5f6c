"""The driver of what is under way: pure steps from one state of a job to the next."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from eternal import (
    Creation,
    EternalError,
    Generation,
    GenerationPoll,
    NotFound,
    Poll,
    PollState,
    waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from pages.model.jobs import Job

UNKNOWN_SECONDS: Final = 30.0
"""How long an id that was not sent from here, and that the API does not know, is asked for."""
LONGEST_GAP_SECONDS: Final = 5.0
"""Looked at less often than this, nobody knows when something ended."""

_T = TypeVar("_T")
_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")
_log = logging.getLogger("eternal.dashboard")


def moved_on(
    job: Job[_IdT, _PollT], now: float, poll: Callable[[_IdT], Future[_PollT] | None]
) -> Job[_IdT, _PollT]:
    """The job as it stands now: reads what has been answered, and starts a poll when one is due.

    Args:
        job: The job as it stood.
        now: Monotonic seconds.
        poll: Starts a poll of an id on a worker, or returns None if there is no room for one yet.
    """
    if not job.is_under_way:
        return job
    has_gaps = job.has_gaps or now - (job.seen_at or job.started_at) > LONGEST_GAP_SECONDS
    job = replace(job, seen_at=now, has_gaps=has_gaps)
    if job.wait is None and job.sending is not None and job.sending.done():
        job = _after_sending(job, job.sending, now)
    wait, id = job.wait, job.id
    if wait is None or id is None:
        return job
    if job.polling is not None and job.polling.done():
        answer: _PollT | EternalError = _outcome(job.polling)
        job, wait = _after_poll(job, wait, answer, now)
    polling = poll(id) if job.polling is None and waiting.is_due(wait, now) else job.polling
    return replace(job, wait=wait, polling=polling)


def _after_poll(
    job: Job[_IdT, _PollT],
    wait: waiting.Wait[_IdT, _PollT],
    answer: _PollT | EternalError,
    now: float,
) -> tuple[Job[_IdT, _PollT], waiting.Wait[_IdT, _PollT]]:
    # The deadline counts only once an answer is in: whoever comes back late is told the newest.
    wait = waiting.after_time(waiting.after_answer(wait, answer, now), now)
    job, unknown = replace(job, polling=None), _unknown(answer)
    if unknown is None:
        if not isinstance(answer, EternalError):
            job = _with_credits(replace(job, is_known=True), answer, now)
    elif not job.is_known and not wait.is_over and now - job.watched_since >= UNKNOWN_SECONDS:
        wait = replace(wait, outcome=waiting.WaitState.FAILED, error=unknown, ended_at=now)
    return job, wait


def _unknown(answer: Poll | GenerationPoll | EternalError) -> NotFound | None:
    """What says that the API does not know an id, if an answer means that."""
    if isinstance(answer, EternalError):
        return answer if isinstance(answer, NotFound) else None
    says_so = "not found" in (answer.error or "").lower()
    if answer.state is PollState.PENDING and not answer.status and says_so:
        return NotFound(404)
    return None


def _with_credits(job: Job[_IdT, _PollT], answer: object, now: float) -> Job[_IdT, _PollT]:
    if not isinstance(answer, Generation | GenerationPoll) or answer.credits_remaining is None:
        return job
    return job if job.is_private else replace(job, credits_told=(now, answer.credits_remaining))


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
    return _with_credits(replace(job, id=begun.id, wait=begun), outcome, now)


def _outcome(future: Future[_T]) -> _T | EternalError:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, EternalError):
        return error
    _log.error("A worker failed", exc_info=error)
    return EternalError("Something unexpected went wrong in the dashboard.", may_have_arrived=True)
