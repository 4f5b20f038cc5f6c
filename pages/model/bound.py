"""A bound on the requests of one visitor at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

MOST_BOUNDS: Final = 5000

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

    def note(self, future: Future[_T]) -> None:
        """Count a call that was started elsewhere."""
        with self._lock:
            self._under_way.add(future)  # type: ignore[arg-type]


class Bounds:
    """The bounds of all visitors by name: those that were used last. Safe in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bounds: OrderedDict[str, Bound] = OrderedDict()

    def get(self, name: str, most: int) -> Bound:
        """The bound of a name; a new one limits to ``most``."""
        with self._lock:
            bound = self._bounds.setdefault(name, Bound(most))
            self._bounds.move_to_end(name)
            while len(self._bounds) > MOST_BOUNDS:
                self._bounds.popitem(last=False)
            return bound
