"""How far an active job is: a share for its bar, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from eternal import GenerationPoll
from pages.model.jobs import JobKind, JobState
from pages.model.progress import expected_progress

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.advance import JobRuntime
    from pages.model.jobs import Job

SOON_SECONDS: Final = 5.0
"""After so long without an answer to a request, the page says how long it may take."""


def progress_of(runtime: JobRuntime, elapsed: float, usual: float) -> float:
    """How much is done: as the API says, or else a guess; never all of it before the end."""
    progress = _told_progress(runtime)
    return expected_progress(elapsed, usual) if progress is None else min(progress / 100, 0.99)


def stage_of(
    job: Job, runtime: JobRuntime, elapsed: float, usual: float, source: ActiveSource
) -> str:
    """What is happening to it, in words."""
    if job.state is JobState.SENDING:
        if elapsed < SOON_SECONDS:
            return "Sending your wishes"
        longest = source.settings.post_timeout
        return f"Waiting for an answer: it may take {longest:.0f} seconds, nothing is sent twice"
    if runtime.wait is not None and runtime.wait.failures:
        return "The service did not answer just now, trying again"
    if not job.is_known:
        return "Asking the service how it stands"
    if elapsed > 2 * usual:
        return "Still being created, longer than usual"
    if job.kind is JobKind.CREATION:
        return "Being created: portrait, name and story"
    progress = _told_progress(runtime)
    if progress is None:
        return "Being made"
    return "Almost done" if progress >= 100 else f"Being made: {progress} %"


def _told_progress(runtime: JobRuntime) -> int | None:
    poll = runtime.wait.poll if runtime.wait else None
    return poll.progress if isinstance(poll, GenerationPoll) else None
