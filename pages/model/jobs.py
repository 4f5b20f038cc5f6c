"""The record of a job: a creation, a picture, a video or an effect, from the click to its end.

A record is plain and frozen, so that it could be stored as it is: ``dataclasses.asdict`` makes JSON
of it, and ``job_from_plain`` the record again. What only lives in this process (the schedule of
the polls, futures, monotonic times) stands beside it: see ``pages.model.advance``.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from eternal import (
    Character,
    Creation,
    EternalError,
    Generation,
    GenerationFailed,
    GenerationRequest,
    StatusError,
    request_from_data,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_JOBS: Final = 50
"""How many jobs of a page one visitor can have: active, in the address, and kept."""


class JobKind(StrEnum):
    """What a job makes."""

    CREATION = "creation"
    PICTURE = "picture"
    VIDEO = "video"
    EFFECT = "effect"
    """A picture or a video: the effect decides, and its result tells which."""

    @property
    def label(self) -> str:
        """What comes of it, as people call it."""
        return _LABELS[self]


_LABELS: Final = {
    JobKind.CREATION: "character",
    JobKind.PICTURE: "picture",
    JobKind.VIDEO: "video",
    JobKind.EFFECT: "picture or video",
}
CREATIONS: Final = frozenset({JobKind.CREATION})
GENERATIONS: Final = frozenset({JobKind.PICTURE, JobKind.VIDEO, JobKind.EFFECT})


class Payer(StrEnum):
    """Whose key paid for a job."""

    NOBODY = "nobody"
    """It is of the demo, or was sent elsewhere."""
    DEPLOYMENT = "deployment"
    VISITOR = "visitor"


class JobState(StrEnum):
    """How a job stands."""

    SENDING = "sending"
    """Its request is not answered yet."""
    WAITING = "waiting"
    """It was accepted, and is polled."""
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"
    """The deadline of its wait passed; it may still finish."""


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job ended without a result, as plain values of an ``EternalError``.

    Attributes:
        headline: What went wrong, in our own words.
        advice: What a person can do next.
        detail: The server's own text, masked and cut, or "".
        may_have_arrived: Whether the request may have been carried out all the same.
        status_code: The HTTP status, where the server answered with one.
        is_final: Whether the server itself said that it could not make it.
    """

    headline: str
    advice: str = EternalError.advice
    detail: str = ""
    may_have_arrived: bool = False
    status_code: int | None = None
    is_final: bool = False

    @classmethod
    def of(cls, error: EternalError) -> JobError:
        """The plain values of an error."""
        return cls(
            error.headline,
            error.advice,
            error.detail,
            error.may_have_arrived,
            error.status_code if isinstance(error, StatusError) else None,
            isinstance(error, GenerationFailed),
        )


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job, beside the character that its record holds.

    Attributes:
        url: Where a browser finds the picture or the video; None where it may not go there.
        text: The address as text to copy, where ``url`` is None.
        media: ``picture`` or ``video``, as far as the address tells.
        data: The whole answer, as JSON text; no store but memory keeps it.
        told_at: When the address was told: it is signed, and expires.
        is_gone: Whether the API has said since that it does not have it any more.
    """

    url: str | None = None
    text: str = ""
    media: str | None = None
    data: str = ""
    told_at: float | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One creation, picture or video, from the click to its end. All times are since the epoch.

    Attributes:
        key: Names it on the page, and in the address while it has no id.
        owner: The visitor that it belongs to.
        kind: What it makes.
        base_url: Where it was sent.
        created_at: When it was sent, or first watched.
        state: How it stands.
        request: The description of a character, or the request for a picture or a video as plain
            data; None if only the id is known.
        words: What was asked for, as people read it.
        remote_id: What to poll by, once known: the character's id, or the request's.
        character: The newest data of the character that is made.
        result: What came of it, once it is ready.
        error: Why it ended without a result.
        ended_at: When it ended.
        is_dismissed: Whether the visitor has taken it off the page.
        is_adopted: Whether it is only watched here: it was sent before, or elsewhere.
        is_known: Whether it was sent from here, or the API has told anything of it.
        is_told: Whether its owner was told of its end.
        is_rechecked: Whether it was looked at again after it had ended.
        credits_before: What the account had, as far as it was told before this was sent.
        credits_after: What the account has left, by the newest answer that told.
        credits_told_at: When that was.
        payer: Whose key paid for it. The key itself is in no record.
        duration: Seconds from the click to the good end, where all of it was watched.
    """

    key: str
    owner: str
    kind: JobKind
    base_url: str
    created_at: float
    state: JobState = JobState.SENDING
    request: str | dict[str, Any] | None = None
    words: str = ""
    remote_id: str | None = None
    character: dict[str, Any] | None = None
    result: JobResult | None = None
    error: JobError | None = None
    ended_at: float | None = None
    is_dismissed: bool = False
    is_adopted: bool = False
    is_known: bool = True
    is_told: bool = False
    is_rechecked: bool = False
    credits_before: float | None = None
    credits_after: float | None = None
    credits_told_at: float | None = None
    payer: Payer = Payer.NOBODY
    duration: float | None = None

    @property
    def is_active(self) -> bool:
        """Whether it may still change by itself."""
        return self.state in {JobState.SENDING, JobState.WAITING}

    @property
    def is_ready(self) -> bool:
        """Whether what was asked for is there."""
        return self.state is JobState.READY

    @property
    def is_news(self) -> bool:
        """Whether it has ended and its owner was not told yet."""
        return not (self.is_active or self.is_adopted or self.is_told)

    @property
    def is_open(self) -> bool:
        """Whether it ended badly and may exist all the same, as far as was looked."""
        if self.error is None:
            return False
        if self.remote_id is None:
            return self.error.may_have_arrived
        is_answered = self.error.is_final or self.state is JobState.EXPIRED
        return not (is_answered and self.is_rechecked)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the answer to a paid request tells, as plain values.

    Attributes:
        remote_id: What to poll by.
        character: The data of the character so far, where one is made.
        credits_after: What the account has left, where the answer says so.
    """

    remote_id: str
    character: dict[str, Any] | None = None
    credits_after: float | None = None

    @classmethod
    def of(cls, answer: Creation | Generation) -> Accepted:
        """The plain values of an answer."""
        if isinstance(answer, Creation):
            return cls(str(answer.id), character_data(answer.character))
        return cls(answer.request_id, credits_after=answer.credits_remaining)


def credits_remaining(jobs: Iterable[Job], base_url: str, payer: Payer) -> float | None:
    """What the account of a payer has left at a source, by the newest answer that told."""
    answers = [
        (job.credits_told_at, job.credits_after)
        for job in jobs
        if (job.base_url, job.payer) == (base_url, payer) and job.credits_told_at is not None
    ]
    return max(answers, key=lambda one: one[0])[1] if answers else None


def character_data(character: Character) -> dict[str, Any]:
    """A character as plain data."""
    return character.model_dump(exclude_defaults=True)


def character_of(job: Job) -> Character | None:
    """The character that is made, or that a picture or a video is made of, as far as known."""
    if job.character is not None:
        return Character.model_validate(job.character)
    request = generation_request_of(job)
    return request.character if request else None


def generation_request_of(job: Job) -> GenerationRequest | None:
    """The request of a picture or a video; None for a creation, or if it is not known."""
    return request_from_data(job.request) if isinstance(job.request, dict) else None


def job_from_plain(data: Mapping[str, Any]) -> Job:
    """The record whose plain data this is."""
    return _ADAPTER.validate_python(data)


_ADAPTER: Final = TypeAdapter(Job)
