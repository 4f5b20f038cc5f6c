"""Records for the tests of stores: made up, with times of their own."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pages.model.job_steps import answered, new_creation_job
from pages.model.jobs import Accepted, Job, JobError, JobState

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://example.com"
OWNER = "an owner's hash"
REFUSED = JobError("The service refused it.")
UNSURE = JobError("The connection broke.", may_have_arrived=True)

_seconds = itertools.count()


def sending(prompt: str = "", **values: Any) -> Job:
    """A creation that is being sent, newer than those made before, and unlike them."""
    number = next(_seconds)
    words = prompt or f"A potter with {number} pots."
    return replace(new_creation_job(OWNER, BASE, words, time.time() - 10_000 + number), **values)


def waiting(remote_id: str = "6870", **values: Any) -> Job:
    """A creation that was accepted."""
    return accept(remote_id)(sending(**values))


def ready(**values: Any) -> Job:
    """A creation that has come to its end."""
    return replace(waiting(**values), state=JobState.READY)


def failed(error: JobError = REFUSED, **values: Any) -> Job:
    """A creation that was refused, or may have been made all the same."""
    return answered(sending(**values), error, time.time())


def answer(error: JobError) -> Callable[[Job], Job]:
    """The step of an answer that refuses."""
    return lambda job: answered(job, error, 5.0)


def accept(remote_id: str) -> Callable[[Job], Job]:
    """The step of an answer that accepts."""
    return lambda job: answered(job, Accepted(remote_id), 5.0)
