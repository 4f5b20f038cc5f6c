"""A bound on what one visitor has under way at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Bound:
    """Lets at most so many calls of one visitor be under way at once; safe in any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._under_way: set[Future[object]] = set()

    def has_room(self) -> bool:
        """Whether one more call may be under way."""
        with self._lock:
            return sum(not one.done() for one in self._under_way) < self._most

    def submit(
        self,
        pool: ThreadPoolExecutor,
        call: Callable[_P, _T],
        /,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> Future[_T] | None:
        """Hands a call to a pool, or returns None while too many are under way."""
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()}
            if len(self._under_way) >= self._most:
                return None
            future = pool.submit(call, *args, **options)
            self._under_way.add(future)  # type: ignore[arg-type]
            return future
