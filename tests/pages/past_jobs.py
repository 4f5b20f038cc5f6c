"""Jobs of the past, as the journal holds them, each in another state."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from eternal import Character, PictureRequest
from pages.components.jobs.kept import live_jobs
from pages.model.job_steps import lost, new_creation_job, new_generation_job
from pages.model.job_store import JobQuery, StoreUnavailable
from pages.model.jobs import JobError, JobKind, JobResult, JobState, character_data
from tests.pages.visitors import owner_of
from tests.relay import shared_relay

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from pages.model.jobs import Job
    from tests.pages.visit import Visit

BO: Final = Character(
    id=7, display_name="Bo Baker", age=40, avatar_url="https://example.org/bo.png"
)
REQUEST: Final = PictureRequest(BO, "at sea", "high")
REQUEST_ID: Final = "d633991f-6b68"
PICTURE_URL: Final = "https://cdn.example.org/picture.png?signature=abc"
NO_CREDITS: Final = JobError("There are not enough credits.", "Buy some.", status_code=402)
OVERDUE: Final = JobError("It is not finished after 10 minutes.", "It may still finish.")


def keep(*jobs: Job) -> None:
    """Keep jobs in the journal; their owner was told of their end."""
    for job in jobs:
        live_jobs().add(replace(job, is_told=not job.is_active))


def creation(words: str = "A baker from Bergen.", *, ago: float = 60.0, **changes: Any) -> Job:
    """A creation of so many seconds ago that is done, unless changed."""
    base_url, at = shared_relay()[1], time.time() - ago
    done: dict[str, Any] = {
        "state": JobState.READY,
        "remote_id": str(BO.id),
        "character": character_data(BO),
        "ended_at": at + 9,
    }
    return replace(new_creation_job(owner_of(), base_url, words, at), **{**done, **changes})


def refused(words: str = "A diver.", *, ago: float = 120.0) -> Job:
    """A creation that was refused."""
    state = JobState.FAILED
    return creation(words, ago=ago, state=state, remote_id=None, character=None, error=NO_CREDITS)


def unanswered(words: str = "A potter.", *, ago: float = 180.0) -> Job:
    """A creation whose process ended before it was answered."""
    state = JobState.SENDING
    return lost(creation(words, ago=ago, state=state, remote_id=None, character=None))


def waiting(words: str = "A sailor.", *, ago: float = 5.0) -> Job:
    """A creation that is waited for."""
    state = JobState.WAITING
    return creation(words, ago=ago, state=state, remote_id="6870", character=None, ended_at=None)


def picture(*, ago: float = 240.0, **changes: Any) -> Job:
    """A picture that is done, unless changed; its address was told now."""
    base_url, at = shared_relay()[1], time.time() - ago
    job = new_generation_job(
        owner_of(),
        base_url,
        REQUEST,
        at,
        kind=JobKind.PICTURE,
        words="at sea · high quality",
        credits_before=12.5,
    )
    done: dict[str, Any] = {
        "state": JobState.READY,
        "remote_id": REQUEST_ID,
        "result": JobResult(PICTURE_URL, media="picture", told_at=time.time()),
        "credits_after": 10.25,
        "credits_told_at": at,
        "duration": 65.0,
    }
    return replace(job, **{**done, **changes})


def overdue(*, ago: float = 300.0) -> Job:
    """A picture whose wait has ended; it may be there by now."""
    return picture(ago=ago, state=JobState.EXPIRED, result=None, error=OVERDUE, duration=None)


def titles(opened: Visit) -> list[str]:
    """The headings of the entries."""
    return [part.partition("</h3>")[0] for part in opened.html.split('<h3 dir="auto">')[1:]]


def links(opened: Visit) -> list[tuple[str, str]]:
    """The links of the entries: label, and query."""
    return [(one.proto.label, one.proto.query_string) for one in opened.app.get("page_link")]


def records() -> Sequence[Job]:
    """All records of this browser, newest first."""
    return live_jobs().search(owner_of(), JobQuery()).jobs


def kept() -> list[str]:
    """The words of all records of this browser, newest first."""
    return [one.words for one in records()]


def failing(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let methods of the store fail."""

    def fail(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("The history cannot be read just now.")

    for name in names:
        monkeypatch.setattr(type(live_jobs()), name, fail)
