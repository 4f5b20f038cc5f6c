"""When to poll and when to give up: pure functions.

``EternalClient`` drives a wait in a loop, the dashboard by a timer. The rules are the same for
characters, by their id, and for pictures and videos, by the id of their request. A wait is a frozen
value; each answer makes the next one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Generic, TypeVar, overload

from eternal.errors import (
    ConnectionFailed,
    ContractError,
    EternalError,
    GenerationFailed,
    InvalidInput,
    NotFound,
    StatusError,
    WaitTimeout,
)
from eternal.generation import WHAT, GenerationPoll
from eternal.models import Character, Poll, PollState
from eternal.rules import says_not_yet

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")
_IdT_co = TypeVar("_IdT_co", bound="int | str", covariant=True)
_PollT_co = TypeVar("_PollT_co", bound="Poll | GenerationPoll", covariant=True)

FIRST_INTERVAL_SECONDS: Final = 2.0
"""Sibling: the vendor's older image API is polled every 2 seconds."""
LONGEST_INTERVAL_SECONDS: Final = 10.0
DEFAULT_TIMEOUT_SECONDS: Final = 600.0
_FINAL_STATUSES: Final = frozenset(
    {400, 402, 405, 406, 410, 411, 413, 414, 415, 422, 426, 431, 451}
)
"""Statuses that waiting does not cure: the request is refused for what it is, the account has no
credits left, or the resource is gone for good."""
_MOVED_FOR_GOOD: Final = frozenset({301, 308})


class WaitState(StrEnum):
    """The state of a wait."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Wait(Generic[_IdT_co, _PollT_co]):
    """A wait for one character, or for one picture or video.

    Times are seconds on the caller's monotonic clock.

    Attributes:
        id: The character's id, or the request's.
        started_at: When the wait began.
        deadline: When it ends at the latest.
        next_poll_at: When to poll next.
        outcome: Its state.
        character: The newest character seen, finished or not; None for a picture or a video.
        poll: The newest answer, or None before the first.
        failures: How many polls in a row have failed; a 404 does not count.
        error: Why the wait ended without a result, or the tolerated failure of the newest poll.
        ended_at: When it ended, or None.
    """

    id: _IdT_co
    started_at: float
    deadline: float
    next_poll_at: float
    outcome: WaitState = WaitState.WAITING
    character: Character | None = None
    poll: _PollT_co | None = None
    failures: int = 0
    error: EternalError | None = None
    ended_at: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether no more polls follow."""
        return self.outcome is not WaitState.WAITING

    def elapsed(self, now: float) -> float:
        """Seconds since the start, up to the end."""
        return max(0.0, (now if self.ended_at is None else self.ended_at) - self.started_at)


CharacterWait = Wait[int, Poll]
"""A wait for a character."""
GenerationWait = Wait[str, GenerationPoll]
"""A wait for a picture or a video."""


@overload
def begin(
    id: int,
    now: float,
    *,
    timeout: float = ...,
    character: Character | None = ...,
    pause: float = ...,
) -> CharacterWait: ...
@overload
def begin(id: str, now: float, *, timeout: float = ..., pause: float = ...) -> GenerationWait: ...
def begin(
    id: int | str,
    now: float,
    *,
    timeout: float = DEFAULT_TIMEOUT_SECONDS,
    character: Character | None = None,
    pause: float = 0.0,
) -> CharacterWait | GenerationWait:
    """Begin a wait now; it polls first after ``pause`` seconds and ends after ``timeout``.

    Raises:
        InvalidInput: The time-out is negative or no number.
    """
    if not timeout >= 0 or math.isinf(timeout):
        raise InvalidInput("The time to wait must be a number of seconds, 0 or more.")
    if isinstance(id, str):
        generation: GenerationWait = Wait(id, now, now + timeout, now + pause)
        return generation
    creation: CharacterWait = Wait(id, now, now + timeout, now + pause, character=character)
    return creation


def is_due(wait: Wait[_IdT, _PollT], now: float) -> bool:
    """Whether a poll is due."""
    return not wait.is_over and now >= wait.next_poll_at


def after_answer(
    wait: Wait[_IdT, _PollT], answer: _PollT | EternalError, now: float
) -> Wait[_IdT, _PollT]:
    """The wait after a poll was answered, or failed.

    A failure that may pass is tolerated until the deadline, however often it comes. One that
    waiting does not cure ends the wait.
    """
    if wait.is_over:
        return wait
    if isinstance(answer, EternalError):
        return _after_failure(wait, answer, now)
    newest = answer.character if isinstance(answer, Poll) else None
    wait = replace(wait, character=newest or wait.character, poll=answer, failures=0, error=None)
    if answer.state is PollState.READY:
        return replace(wait, outcome=WaitState.READY, ended_at=now)
    if answer.state is PollState.FAILED:
        what = "character" if isinstance(answer, Poll) else WHAT
        error = GenerationFailed(answer.error, id=wait.id, what=what)
        return replace(wait, outcome=WaitState.FAILED, error=error, ended_at=now)
    return _scheduled(wait, now)


def after_time(wait: Wait[_IdT, _PollT], now: float) -> Wait[_IdT, _PollT]:
    """The wait at a time: over once its deadline has passed.

    A character that polled as success without a picture and a bio is then ready as it is. Any other
    wait has expired, with the last failure as its reason.
    """
    if wait.is_over or now < wait.deadline:
        return wait
    if isinstance(wait.poll, Poll) and wait.poll.is_bare:
        character = wait.poll.character or wait.character or Character(id=wait.poll.id)
        poll = replace(wait.poll, state=PollState.READY, character=character)
        return replace(
            wait, outcome=WaitState.READY, character=character, poll=poll, error=None, ended_at=now
        )
    error = WaitTimeout(wait.id, wait.deadline - wait.started_at, reason=_reason(wait))
    error.detail = wait.error.detail if wait.error else wait.poll.error if wait.poll else ""
    return replace(wait, outcome=WaitState.EXPIRED, error=error, ended_at=now)


def resumed(
    wait: Wait[_IdT, _PollT], now: float, *, timeout: float = DEFAULT_TIMEOUT_SECONDS
) -> Wait[_IdT, _PollT]:
    """Resume a wait that ended without a result, with a new deadline."""
    if wait.outcome is WaitState.READY:
        return wait
    return replace(
        wait,
        outcome=WaitState.WAITING,
        deadline=now + timeout,
        next_poll_at=now,
        failures=0,
        error=None,
        ended_at=None,
    )


def interval_seconds(elapsed: float) -> float:
    """Seconds between two polls: 2 for the first half minute, then slower, at most 10."""
    return min(max(FIRST_INTERVAL_SECONDS, elapsed / 15), LONGEST_INTERVAL_SECONDS)


def _after_failure(wait: Wait[_IdT, _PollT], error: EternalError, now: float) -> Wait[_IdT, _PollT]:
    if not _may_pass(error):
        return replace(wait, outcome=WaitState.FAILED, error=error, ended_at=now)
    failures = 0 if isinstance(error, NotFound) else wait.failures + 1
    asked = error.retry_after or 0.0 if isinstance(error, StatusError) else 0.0
    return _scheduled(replace(wait, failures=failures, error=error), now, at_least=asked)


def _may_pass(error: EternalError) -> bool:
    """Whether waiting may cure a failure.

    A poll sends no key, so a 401 or 403 is not about the key: a firewall refuses for now.
    """
    if isinstance(error, StatusError):
        is_final = error.status_code in _FINAL_STATUSES | _MOVED_FOR_GOOD
        return not is_final or says_not_yet(error.detail)
    return isinstance(error, (ConnectionFailed, ContractError))


def _reason(wait: Wait[_IdT, _PollT]) -> str:
    if wait.error is not None:
        return wait.error.headline
    if isinstance(wait.poll, GenerationPoll) and wait.poll.is_bare:
        return "The service says that it is done, but gives no address of the result."
    return ""


def _scheduled(
    wait: Wait[_IdT, _PollT], now: float, *, at_least: float = 0.0
) -> Wait[_IdT, _PollT]:
    pause = max(interval_seconds(now - wait.started_at), at_least)
    return replace(wait, next_poll_at=min(now + pause, max(wait.deadline, now)))
