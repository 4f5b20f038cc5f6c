"""Answers that all visitors share: one call for each, and the last good one while calls fail."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from eternal import EternalError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from concurrent.futures import Executor

_KeyT = TypeVar("_KeyT", bound="Hashable")
_ValueT = TypeVar("_ValueT")

_log = logging.getLogger("eternal.dashboard")


class CallCrashed(EternalError):
    """A call ended by a bug of this program."""

    advice = "Try again in a little while. If it stays, tell who runs this page."


@dataclass(frozen=True, slots=True)
class Known(Generic[_ValueT]):
    """What is known of one answer.

    Attributes:
        value: The last good answer, or None.
        edition: The edition that it belongs to.
        age: Seconds since it was read.
        failure: Why it could not be read anew, if the last call failed.
        failed_for: Seconds since that call.
        loading: The call under way, if any. It ends with the answer or with the failure.
    """

    value: _ValueT | None = None
    edition: int = 0
    age: float = 0.0
    failure: EternalError | None = None
    failed_for: float = 0.0
    loading: Future[_ValueT] | None = None


@dataclass(slots=True)
class _Entry(Generic[_ValueT]):
    value: _ValueT | None = None
    size: int = 0
    edition: int = 0
    read_at: float = 0.0
    failure: EternalError | None = None
    failed_at: float = 0.0
    loading: Future[_ValueT] | None = None


class LastGood(Generic[_KeyT, _ValueT]):
    """The last good answers by key, bounded in number and size. Safe in any thread.

    Args:
        most: How many answers are kept: those that were asked for last.
        most_size: The most that they may hold together.
        size_of: How much an answer holds, such as its number of characters.
        keeps: Whether an answer is kept; others are for those only who wait for them.
        clock: Gives monotonic seconds.
    """

    def __init__(
        self,
        most: int,
        most_size: int,
        size_of: Callable[[_ValueT], int],
        keeps: Callable[[_ValueT], bool] = lambda _: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._most_size = most_size
        self._size_of = size_of
        self._keeps = keeps
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[_KeyT, _Entry[_ValueT]] = OrderedDict()
        self._size = 0

    def known(self, key: _KeyT) -> Known[_ValueT]:
        """What is known of an answer, without a call."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return Known()
            self._entries.move_to_end(key)
            return self._seen(entry)

    def all(self) -> list[Known[_ValueT]]:
        """All that is known."""
        with self._lock:
            return [self._seen(entry) for entry in self._entries.values()]

    def load(
        self,
        key: _KeyT,
        call: Callable[[], _ValueT],
        executor: Executor | None = None,
        *,
        edition: int = 0,
    ) -> Future[_ValueT]:
        """Make the call of a key, unless one is under way; all who ask get the same future.

        Args:
            key: Which answer.
            call: Asks for it.
            executor: Where the call is made; None for this thread.
            edition: Kept with the answer.
        """
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            if entry.loading is not None:
                return entry.loading
            entry.loading = future = Future[_ValueT]()
            self._shrink()
        if executor is None:
            self._run(key, entry, call, edition)
        else:
            executor.submit(self._run, key, entry, call, edition)
        return future

    def try_again(self, *keys: _KeyT) -> None:
        """Forget the failures of some keys, so that nobody waits before they are asked for."""
        with self._lock:
            for key in keys:
                if entry := self._entries.get(key):
                    entry.failure = None

    def _seen(self, entry: _Entry[_ValueT]) -> Known[_ValueT]:
        now = self._clock()
        return Known(
            entry.value,
            entry.edition,
            now - entry.read_at,
            entry.failure.with_traceback(None) if entry.failure else None,
            now - entry.failed_at,
            entry.loading,
        )

    def _run(
        self, key: _KeyT, entry: _Entry[_ValueT], call: Callable[[], _ValueT], edition: int
    ) -> None:
        try:
            value = call()
        except EternalError as error:
            self._fail(entry, error)
        except Exception:
            _log.exception("A call crashed")
            self._fail(entry, _crashed())
        except BaseException:  # Streamlit ends a run so: nobody else may wait for it
            self._fail(entry, _crashed())
            raise
        else:
            self._keep(key, entry, value, edition)

    def _keep(self, key: _KeyT, entry: _Entry[_ValueT], value: _ValueT, edition: int) -> None:
        with self._lock:
            loading, entry.loading, entry.failure = entry.loading, None, None
            if self._keeps(value):
                is_here = self._entries.get(key) is entry
                size = self._size_of(value)
                self._size += (size - entry.size) * is_here
                entry.value, entry.size = value, size
                entry.edition, entry.read_at = edition, self._clock()
                self._shrink()
        if loading is not None:
            loading.set_result(value)

    def _fail(self, entry: _Entry[_ValueT], error: EternalError) -> None:
        with self._lock:
            loading, entry.loading = entry.loading, None
            entry.failure, entry.failed_at = error.with_traceback(None), self._clock()
        if loading is not None:
            loading.set_exception(error)

    def _shrink(self) -> None:
        """Drop the oldest answers beyond the bounds, but never the newest one."""
        while len(self._entries) > 1 and (
            len(self._entries) > self._most or self._size > self._most_size
        ):
            _, dropped = self._entries.popitem(last=False)
            self._size -= dropped.size


def _crashed() -> CallCrashed:
    return CallCrashed("Something went wrong inside this page.")
