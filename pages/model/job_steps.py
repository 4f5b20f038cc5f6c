"""How the record of a job begins, and the pure steps from one state of it to the next."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pages.model.jobs import Job, JobError, JobKind, JobState, Payer

if TYPE_CHECKING:
    from eternal import GenerationRequest
    from pages.model.jobs import Accepted, JobResult


LOST: Final = JobError(
    "The dashboard stopped while this was being sent.",
    "It may have been created.",
    may_have_arrived=True,
)
"""Why a job ended whose process did not live to write down the answer."""


def new_creation_job(
    owner: str, base_url: str, prompt: str, at: float, *, payer: Payer = Payer.NOBODY
) -> Job:
    """The record of a creation that is about to be sent."""
    kind = JobKind.CREATION
    return Job(_new_key(), owner, kind, base_url, at, request=prompt, words=prompt, payer=payer)


def new_generation_job(
    owner: str,
    base_url: str,
    request: GenerationRequest,
    at: float,
    *,
    kind: JobKind,
    words: str,
    payer: Payer = Payer.NOBODY,
    credits_before: float | None = None,
) -> Job:
    """The record of a picture or a video that is about to be sent."""
    return Job(
        _new_key(),
        owner,
        kind,
        base_url,
        at,
        request=request.to_data(),
        words=words,
        payer=payer,
        credits_before=credits_before,
    )


def adopted_creation_job(owner: str, base_url: str, remote_id: str, at: float) -> Job:
    """The record of a creation that was sent before, and is only watched."""
    return _adopted(owner, JobKind.CREATION, base_url, remote_id, at)


def adopted_generation_job(owner: str, base_url: str, remote_id: str, at: float) -> Job:
    """The record of a picture or a video that was sent before, and is only watched."""
    return _adopted(owner, JobKind.EFFECT, base_url, remote_id, at)


def answered(job: Job, answer: Accepted | JobError, at: float) -> Job:
    """The record once its request was answered, or failed; also if it was taken for lost."""
    if job.state is not JobState.SENDING and job.error != LOST:
        return job
    job = replace(job, is_told=False, is_dismissed=False)
    if isinstance(answer, JobError):
        return replace(job, state=JobState.FAILED, error=answer, ended_at=at)
    job = replace(
        job,
        state=JobState.WAITING,
        remote_id=answer.remote_id,
        character=answer.character,
        error=None,
        ended_at=None,
    )
    return with_credits(job, answer.credits_after, at)


def lost(job: Job) -> Job:
    """The record of a job whose process ended before its request was answered."""
    if job.state is not JobState.SENDING:
        return job
    return replace(job, state=JobState.FAILED, error=LOST)


def found_alive(job: Job) -> Job:
    """The record of a job that was taken for lost, but may be answered yet."""
    if job.error != LOST:
        return job
    return replace(job, state=JobState.SENDING, error=None)


def resumed(job: Job) -> Job:
    """The record of a job with an id that ended without a result, and is looked at once more."""
    if job.is_active or job.is_ready or job.remote_id is None:
        return job
    return replace(
        job,
        state=JobState.WAITING,
        error=None,
        ended_at=None,
        is_told=False,
        is_rechecked=True,
    )


def dismissed(job: Job) -> Job:
    """The record off the page, unless the job is active."""
    return replace(job, is_dismissed=not job.is_active)


def restored(job: Job) -> Job:
    """The record on the page again after it was dismissed."""
    return replace(job, is_dismissed=False)


def told(job: Job) -> Job:
    """The record once its owner was told of its end."""
    return replace(job, is_told=not job.is_active)


def has_moved_on(drawn: Job, newest: Job) -> bool:
    """Whether a job does not stand any more as a page has drawn it."""
    stands = [(job.state, job.remote_id, job.error, job.is_dismissed) for job in (drawn, newest)]
    return stands[0] != stands[1]


def with_result(job: Job, result: JobResult) -> Job:
    """The record with its result, whose address may tell what an effect has made."""
    if job.kind is JobKind.EFFECT and result.media:
        job = replace(job, kind=JobKind(result.media))
    return replace(job, result=result)


def with_credits(job: Job, credits_: float | None, at: float) -> Job:
    """The record with what the account has left, if that was told."""
    if credits_ is None:
        return job
    return replace(job, credits_after=credits_, credits_told_at=at)


def _adopted(owner: str, kind: JobKind, base_url: str, remote_id: str, at: float) -> Job:
    return Job(
        _new_key(),
        owner,
        kind,
        base_url,
        at,
        state=JobState.WAITING,
        remote_id=remote_id,
        is_adopted=True,
        is_known=False,
    )


def _new_key() -> str:
    return secrets.token_urlsafe(12)
