"""How far something under way is: a share for its bar, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from eternal import GenerationPoll
from pages.model.jobs import Job, What
from pages.model.progress import expected_progress

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource

SOON_SECONDS: Final = 5.0
"""After so long without an answer to a request, the page says how long it may take."""


def progress_of(job: Job[Any, Any], elapsed: float, usual: float) -> float:
    """How much is done: as the API says, or else a guess; never all of it before the end."""
    poll = job.wait.poll if job.wait else None
    if isinstance(poll, GenerationPoll) and poll.progress is not None:
        return min(poll.progress / 100, 0.99)
    return expected_progress(elapsed, usual)


def stage_of(job: Job[Any, Any], elapsed: float, usual: float, source: ActiveSource) -> str:
    """What is happening to it, in words."""
    if job.wait is None:
        if elapsed < SOON_SECONDS:
            return "Sending your wishes"
        longest = source.settings.post_timeout
        return f"Waiting for an answer: it may take {longest:.0f} seconds, nothing is sent twice"
    if job.wait.failures:
        return "The service did not answer just now, trying again"
    if not job.is_known:
        return "Asking the service how it stands"
    if elapsed > 2 * usual:
        return "Still being created, longer than usual"
    if job.what is What.CHARACTER:
        return "Being created: portrait, name and story"
    progress = job.wait.poll.progress if job.wait.poll else None
    if progress is None:
        return "Being made"
    return "Almost done" if progress >= 100 else f"Being made: {progress} %"
