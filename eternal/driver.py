"""Drives a wait in a loop: polls when a poll is due, until the wait is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from eternal import waiting
from eternal.errors import EternalError, WaitCancelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from eternal.generation import GenerationPoll
    from eternal.models import Poll
    from eternal.waiting import Wait

_CANCEL_CHECK_SECONDS: Final = 0.25

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")


class Driver:
    """Drives waits.

    Args:
        sleep: Pauses for some seconds.
        clock: Gives monotonic seconds.
    """

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock

    def run(
        self,
        wait: Wait[_IdT, _PollT],
        ask: Callable[..., _PollT],
        on_poll: Callable[[_PollT], None] | None,
        cancel: Event | None,
    ) -> _PollT:
        """Poll until the wait is over, and return the poll that says ready.

        Args:
            wait: The wait at its start.
            ask: Polls once, without a retry; takes its time in seconds as ``timeout``.
            on_poll: Called with each answer.
            cancel: An event that ends the wait from another thread.

        Raises:
            WaitCancelled: ``cancel`` was set.
            EternalError: The wait ended without a result.
        """
        now = wait.started_at
        while not wait.is_over:
            answer: _PollT | EternalError
            try:
                # The loop makes all pauses: it knows the deadline, and can be cancelled.
                answer = ask(timeout=max(1.0, wait.deadline - now))
            except EternalError as error:
                answer = error
            else:
                if on_poll is not None:
                    on_poll(answer)
            now = max(now, self._clock())
            wait = waiting.after_time(waiting.after_answer(wait, answer, now), now)
            if not wait.is_over:
                self._pause(wait.id, wait.next_poll_at - now, cancel)
                now = max(wait.next_poll_at, self._clock())
        if wait.error is not None:
            raise wait.error
        return cast("_PollT", wait.poll)  # only a poll that says ready ends a wait without an error

    def _pause(self, id: int | str, seconds: float, cancel: Event | None) -> None:
        if cancel is None:
            self._sleep(seconds)
            return
        while seconds > 0 and not cancel.is_set():
            self._sleep(min(seconds, _CANCEL_CHECK_SECONDS))
            seconds -= _CANCEL_CHECK_SECONDS
        if cancel.is_set():
            raise WaitCancelled(id)
