"""How a job goes on: what lives of it in this process only, and the pure steps from state to state.

``advance`` makes the next runtime of a job: it reads a poll that was answered, and starts one that
is due. ``recorded`` writes into the record what has come of that.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future  # noqa: TC003
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from eternal import EternalError, GenerationPoll, Poll, waiting
from pages.model.job_steps import with_credits, with_result
from pages.model.jobs import JobError, JobKind, JobResult, JobState, character_data, character_of
from pages.model.unknown_ids import unknown_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.jobs import Job

UNKNOWN_SECONDS: Final = 30.0
"""How long an id that was not sent from here, and that the API does not know, is asked for."""
LEASE_PAUSE_SECONDS: Final = 3.0
"""The pause of a process that finds that another one polls for a job."""
LONGEST_GAP_SECONDS: Final = 5.0
"""Looked at less often than this, nobody knows when something ended."""

AnyPoll = Poll | GenerationPoll
JobWait = waiting.Wait[int | str, AnyPoll]

_log = logging.getLogger("eternal.dashboard")


@dataclass(frozen=True, slots=True)
class JobRuntime:
    """What lives of a job in this process only. Times are monotonic seconds.

    Attributes:
        started_at: When it was sent, or first watched.
        watched_since: When it was first watched, or resumed.
        wait: The schedule of its polls, once its id is known.
        polling: The poll under way.
        answer: What the last step has read, if a poll was answered.
        told: What the last step has read of a poll that asked for an address again.
        refresh_at: When to ask for an address again at the earliest.
        seen_at: When it was last advanced.
        has_gaps: Whether nobody looked for a while, or not from the start.
    """

    started_at: float
    watched_since: float
    wait: JobWait | None = None
    polling: Future[AnyPoll | None] | None = None
    answer: AnyPoll | None = None
    told: AnyPoll | EternalError | None = None
    refresh_at: float = 0.0
    seen_at: float | None = None
    has_gaps: bool = False

    @property
    def duration(self) -> float | None:
        """Seconds from the click to the good end, if all of it was seen."""
        if self.wait is None or self.wait.ended_at is None or self.has_gaps:
            return None
        is_ready = self.wait.outcome is waiting.WaitState.READY
        return self.wait.ended_at - self.started_at if is_ready else None


def new_runtime(job: Job, now: float, at: float) -> JobRuntime:
    """The runtime of a record that this process begins to watch.

    Args:
        job: The record.
        now: Monotonic seconds.
        at: Seconds since the epoch.
    """
    age = max(0.0, at - job.created_at)
    return JobRuntime(now - age, now, has_gaps=job.is_adopted or age > LONGEST_GAP_SECONDS)


def advance(
    job: Job,
    runtime: JobRuntime,
    now: float,
    poll: Callable[[Job], Future[AnyPoll | None] | None],
) -> JobRuntime:
    """The runtime as it stands now: reads what was answered, and starts a poll when one is due.

    Args:
        job: The record.
        runtime: The runtime as it stood.
        now: Monotonic seconds.
        poll: Starts a poll on a worker, or returns None if there is no room for one yet.
    """
    if not job.is_active:
        return replace(runtime, answer=None)
    is_gap = now - (runtime.seen_at or runtime.started_at) > LONGEST_GAP_SECONDS
    runtime = replace(runtime, answer=None, seen_at=now, has_gaps=runtime.has_gaps or is_gap)
    if job.state is JobState.SENDING:
        return runtime
    pause = 0.0 if runtime.has_gaps else waiting.FIRST_INTERVAL_SECONDS
    wait = runtime.wait or _begun(job, now, pause=pause)
    runtime = replace(runtime, wait=wait)
    if runtime.polling is not None and runtime.polling.done():
        answer = outcome_of(runtime.polling)
        if answer is None:
            wait = replace(wait, next_poll_at=now + LEASE_PAUSE_SECONDS)
            runtime = replace(runtime, wait=wait, polling=None, has_gaps=True)
        else:
            runtime = _after_poll(job, runtime, wait, answer, now)
    if runtime.polling is None and runtime.wait is not None and waiting.is_due(runtime.wait, now):
        runtime = replace(runtime, polling=poll(job))
    return runtime


def resume(job: Job, runtime: JobRuntime, now: float) -> JobRuntime:
    """The runtime of a job that is looked at once more after its wait had ended."""
    wait = waiting.resumed(runtime.wait, now) if runtime.wait else _begun(job, now, pause=0.0)
    return replace(runtime, wait=wait, watched_since=now, has_gaps=True)


def recorded(job: Job, runtime: JobRuntime, at: float) -> Job:
    """The record with what its runtime has learnt.

    Args:
        job: The record.
        runtime: Its runtime, just advanced.
        at: Seconds since the epoch.
    """
    wait, answer = runtime.wait, runtime.answer
    if wait is None or job.state is not JobState.WAITING:
        return job
    if wait.character is not None:
        job = replace(job, character=character_data(wait.character))
    if answer is not None and unknown_of(answer) is None:
        job = replace(job, is_known=True)
    if isinstance(answer, GenerationPoll):
        job = with_credits(job, answer.credits_remaining, at)
    if not wait.is_over:
        return job
    if wait.outcome is waiting.WaitState.READY and wait.poll is not None:
        return replace(
            with_result(job, result_of(wait.poll, at)),
            state=JobState.READY,
            ended_at=at,
            duration=runtime.duration,
        )
    is_expired = wait.outcome is waiting.WaitState.EXPIRED
    state = JobState.EXPIRED if is_expired else JobState.FAILED
    error = JobError.of(wait.error or EternalError())
    return replace(job, state=state, error=error, ended_at=at)


def _begun(job: Job, now: float, *, pause: float) -> JobWait:
    remote_id = job.remote_id or ""
    if job.kind is JobKind.CREATION:
        character = character_of(job)
        return waiting.begin(int(remote_id), now, character=character, pause=pause)
    return waiting.begin(remote_id, now, pause=pause)


def _after_poll(
    job: Job, runtime: JobRuntime, wait: JobWait, answer: AnyPoll | EternalError, now: float
) -> JobRuntime:
    # The deadline counts only once an answer is in: whoever comes back late is told the newest.
    wait = waiting.after_time(waiting.after_answer(wait, answer, now), now)
    unknown = unknown_of(answer)
    is_strange = unknown is not None and not job.is_known and not wait.is_over
    if is_strange and now - runtime.watched_since >= UNKNOWN_SECONDS:
        wait = replace(wait, outcome=waiting.WaitState.FAILED, error=unknown, ended_at=now)
    told = None if isinstance(answer, EternalError) else answer
    return replace(runtime, wait=wait, polling=None, answer=told)


def result_of(poll: AnyPoll, at: float) -> JobResult:
    """What a ready poll tells of a result.

    Args:
        poll: The poll.
        at: When it was answered, in seconds since the epoch.
    """
    if isinstance(poll, Poll):
        return JobResult(data=poll.raw, told_at=at)
    media = poll.kind.value if poll.kind else None
    return JobResult(poll.result_url, poll.result_text, media, poll.raw, at)


def outcome_of(future: Future[AnyPoll | None]) -> AnyPoll | EternalError | None:
    """What a poll came to; None if another process polls for the job."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, EternalError):
        return error
    _log.error("A poll failed", exc_info=error)
    return EternalError("Something unexpected went wrong in the dashboard.")
