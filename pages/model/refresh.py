"""The address of a finished picture or video is signed and expires: how it is asked for again.

What is kept of a result is the id of its request; a poll tells its address anew, and is free.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from eternal import EternalError, GenerationPoll, NotFound, PollState
from pages.model.advance import outcome_of, result_of
from pages.model.job_steps import with_result
from pages.model.jobs import GENERATIONS, JobResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from pages.model.advance import AnyPoll, JobRuntime
    from pages.model.jobs import Job

FRESH_SECONDS: Final = 600.0
"""How long an address counts as good without asking again. How long it is, nobody documents."""
PAUSE_SECONDS: Final = 15.0
"""The pause after an answer that told nothing."""


def is_outdated(job: Job, at: float) -> bool:
    """Whether the address of a result may have expired.

    Args:
        job: The record.
        at: Seconds since the epoch.
    """
    result = job.result
    if not job.is_ready or job.kind not in GENERATIONS or result is None or result.is_gone:
        return False
    if (result.url or "").startswith("data:"):
        return False
    return result.told_at is None or not 0 <= at - result.told_at <= FRESH_SECONDS


def outdated(job: Job) -> Job:
    """The record with its address to be asked for again."""
    if job.result is None:
        return job
    return replace(job, result=replace(job.result, told_at=None, is_gone=False))


def advance(
    job: Job,
    runtime: JobRuntime,
    now: float,
    at: float,
    poll: Callable[[Job], Future[AnyPoll | None] | None],
) -> JobRuntime:
    """The runtime of a job whose address may be asked for again.

    Args:
        job: The record.
        runtime: The runtime as it stood.
        now: Monotonic seconds.
        at: Seconds since the epoch.
        poll: Starts a poll on a worker, or returns None if there is no room for one yet.
    """
    if not is_outdated(job, at):
        return runtime
    runtime = replace(runtime, seen_at=now, told=None)
    if runtime.polling is not None:
        if not runtime.polling.done():
            return runtime
        told = outcome_of(runtime.polling)
        return replace(runtime, polling=None, told=told, refresh_at=now + PAUSE_SECONDS)
    return replace(runtime, polling=poll(job)) if now >= runtime.refresh_at else runtime


def recorded(job: Job, runtime: JobRuntime, at: float) -> Job:
    """The record with the address as it was told anew.

    Args:
        job: The record.
        runtime: Its runtime, just advanced.
        at: Seconds since the epoch.
    """
    told = runtime.told
    if told is None or not is_outdated(job, at):
        return job
    if isinstance(told, GenerationPoll) and told.state is PollState.READY:
        return with_result(job, result_of(told, at))
    says_gone = isinstance(told, NotFound) or (
        not isinstance(told, EternalError) and told.state is PollState.FAILED
    )
    media = job.result.media if job.result else None
    return replace(job, result=JobResult(media=media, is_gone=True)) if says_gone else job
