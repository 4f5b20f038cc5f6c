"""What is under way: what it is, and where it is kept.

A job is a creation, from the click to the character, or a generation, to its picture or video.

Nothing here draws. Sending and polling happen on worker threads that only fulfil a future, and
``moving`` reads it. So no click, no page switch and no rerun can interrupt a request half-way.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from concurrent.futures import Future  # noqa: TC003
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from eternal import GenerationPoll, Poll, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import Character, Creation, EternalError, Generation

MOST_JOBS: Final = 50
"""How many jobs of a kind one visitor can have: under way, in the address, and kept."""

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")


class What(StrEnum):
    """What can be under way, as people call it."""

    CHARACTER = "character"
    PICTURE = "picture"
    VIDEO = "video"
    EITHER = "picture or video"


@dataclass(frozen=True, slots=True)
class Job(Generic[_IdT, _PollT]):
    """One thing under way, from the click to its end.

    Attributes:
        key: Names it on the page, and in the address while it has no id.
        base_url: Where it was sent.
        prompt: The description, or "" if only the id is known.
        started_at: When it was sent, or first watched; monotonic seconds.
        sending: The request under way, or answered; None if it was only watched.
        id: What to poll by, once known: the character's id, or the request's.
        wait: The wait for the end, once the id is known.
        polling: The poll under way.
        error: Why the request failed.
        is_put_aside: Whether the visitor has turned to another one.
        character: Of whom a picture or a video is made; None if not known.
        what: What was asked for.
        is_known: Whether it was sent from here, or the API has told anything of it.
        is_private: Whether another visitor has sent it: only how it stands is shown.
        watched_since: When it was first watched, or taken up again.
        seen_at: When it was last moved on.
        has_gaps: Whether nobody looked for a while.
        credits_told: When the account's credits were told last, and how many.
    """

    key: str
    base_url: str
    prompt: str
    started_at: float
    sending: Future[Creation] | Future[Generation] | None = None
    id: _IdT | None = None
    wait: waiting.Wait[_IdT, _PollT] | None = None
    polling: Future[_PollT] | None = None
    error: EternalError | None = None
    is_put_aside: bool = False
    character: Character | None = None
    what: What = What.CHARACTER
    is_known: bool = True
    is_private: bool = False
    watched_since: float = 0.0
    seen_at: float | None = None
    has_gaps: bool = False
    credits_told: tuple[float, float] | None = None

    @property
    def is_creation(self) -> bool:
        """Whether it makes a character, and not something of a character."""
        return self.what is What.CHARACTER

    @property
    def is_under_way(self) -> bool:
        """Whether it may still change by itself."""
        if self.wait is not None:
            return not self.wait.is_over
        return self.sending is not None and self.error is None

    def taken_back(self) -> Job[_IdT, _PollT]:
        """The job on the page again after it was put aside."""
        return replace(self, is_put_aside=False)

    @property
    def is_ready(self) -> bool:
        """Whether what was asked for is there."""
        return self.wait is not None and self.wait.outcome is waiting.WaitState.READY

    @property
    def failure(self) -> EternalError | None:
        """Why it ended without what was asked for, if it did."""
        if self.wait is not None and self.wait.is_over:
            return self.wait.error
        return self.error

    @property
    def duration(self) -> float | None:
        """Seconds from the click to the good end, if all of it was seen."""
        if self.sending is None or self.wait is None or not self.is_ready or self.has_gaps:
            return None
        if self.wait.ended_at is None:
            return None
        return self.wait.ended_at - self.started_at


CreationJob = Job[int, Poll]
"""A character under way."""
GenerationJob = Job[str, GenerationPoll]
"""A picture or a video under way."""


@dataclass
class Jobs(Generic[_IdT, _PollT]):
    """The jobs of one visitor, newest first. The finished ones are forgotten past 50.

    Two runs of one visit can be under way at once: a run that was stopped goes on until the call
    that it waits for ends. So a job changes here only, under the lock, from its newest state: it is
    polled once, none of its states is lost, and its news are there before it is seen to be over.
    """

    _jobs: OrderedDict[str, Job[_IdT, _PollT]] = field(default_factory=OrderedDict)
    _news: list[Job[_IdT, _PollT]] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def add(self, job: Job[_IdT, _PollT]) -> None:
        """Keeps a job."""
        with self._lock:
            self._jobs[job.key] = job
            finished = [one.key for one in self._jobs.values() if not one.is_under_way]
            for key in finished[: max(0, len(self._jobs) - MOST_JOBS)]:
                del self._jobs[key]

    def change(
        self, key: str, step: Callable[[Job[_IdT, _PollT]], Job[_IdT, _PollT]]
    ) -> Job[_IdT, _PollT] | None:
        """Takes a step from the newest state of a job; None if it was removed meanwhile."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return None
            changed = step(job)
            if job.sending is not None and job.is_under_way and not changed.is_under_way:
                self._news.append(changed)
            self._jobs[key] = changed
            return changed

    def news(self) -> list[Job[_IdT, _PollT]]:
        """What has ended and was not told of."""
        with self._lock:
            return list(self._news)

    def is_told(self, job: Job[_IdT, _PollT]) -> None:
        """Takes a job out of the news."""
        with self._lock:
            self._news = [one for one in self._news if one.key != job.key]

    def list(self) -> list[Job[_IdT, _PollT]]:
        """All jobs, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def find(self, fits: Callable[[Job[_IdT, _PollT]], bool]) -> Job[_IdT, _PollT] | None:
        """The newest job that fits, or None."""
        return next((job for job in self.list() if fits(job)), None)

    @property
    def room(self) -> int:
        """How many more can be under way."""
        return MOST_JOBS - sum(job.is_under_way for job in self.list())

    def credits_remaining(self, base_url: str) -> float | None:
        """What the account has left at a source, by the newest answer that told."""
        told = [
            job.credits_told
            for job in reversed(self.list())
            if job.base_url == base_url and job.credits_told is not None
        ]
        return max(reversed(told), key=lambda one: one[0])[1] if told else None


CreationJobs = Jobs[int, Poll]
GenerationJobs = Jobs[str, GenerationPoll]


def sent_creation(base_url: str, prompt: str, sending: Future[Creation], now: float) -> CreationJob:
    """A job for a creation that was just handed to a worker."""
    return Job(_new_key(), base_url, prompt, now, sending=sending)


def sent_generation(
    base_url: str,
    words: str,
    sending: Future[Generation],
    now: float,
    *,
    character: Character,
    what: What,
) -> GenerationJob:
    """A job for a picture or a video that was just handed to a worker."""
    return Job(_new_key(), base_url, words, now, sending=sending, character=character, what=what)


def watched_creation(base_url: str, id: int, now: float) -> CreationJob:
    """A job that only watches a creation somebody has started before."""
    return Job(
        _new_key(),
        base_url,
        "",
        now,
        id=id,
        wait=waiting.begin(id, now),
        is_known=False,
        watched_since=now,
    )


def watched_generation(base_url: str, request_id: str, now: float) -> GenerationJob:
    """A job that only watches a picture or a video somebody has asked for before."""
    return Job(
        _new_key(),
        base_url,
        "",
        now,
        id=request_id,
        wait=waiting.begin(request_id, now),
        what=What.EITHER,
        is_known=False,
        watched_since=now,
    )


def kept_waiting(job: Job[_IdT, _PollT], now: float) -> Job[_IdT, _PollT]:
    """A job whose wait had ended, taken up again: it is looked at once more, which is free."""
    if job.wait is None or not job.wait.is_over:
        return job
    return replace(job, wait=waiting.resumed(job.wait, now), watched_since=now, has_gaps=True)


def _new_key() -> str:
    return secrets.token_urlsafe(12)
