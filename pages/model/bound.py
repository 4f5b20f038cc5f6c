"""A bound on the requests of one visitor at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Bound:
    """Limits the calls of one visitor that run at once. Safe in any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._under_way: set[Future[object]] = set()

    def has_room(self) -> bool:
        """Whether one more call may run."""
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
        """Submit a call to a pool; return None if too many are running."""
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()}
            if len(self._under_way) >= self._most:
                return None
            future = pool.submit(call, *args, **options)
            self._under_way.add(future)  # type: ignore[arg-type]
            return future
