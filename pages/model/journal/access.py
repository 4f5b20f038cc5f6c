"""Access to a store that may fail: opened when it is first needed, left alone after a failure."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pages.model.job_store import StoreUnavailable
from pages.model.journal.outage import Outage

if TYPE_CHECKING:
    from collections.abc import Callable


class Closable(Protocol):
    """A store with connections."""

    def close(self) -> None:
        """Close the connections."""


_StoreT_co = TypeVar("_StoreT_co", bound=Closable, covariant=True)
_T = TypeVar("_T")


class StoreAccess(Generic[_StoreT_co]):
    """Calls a store, and notes whether it fails. Safe in any thread.

    Attributes:
        reading: Whether it cannot be read just now.
        writing: Whether it cannot be written just now.

    Args:
        open_: Opens the store; tried again while it fails.
        clock: Monotonic seconds.
    """

    def __init__(self, open_: Callable[[], _StoreT_co], clock: Callable[[], float]) -> None:
        self.reading, self.writing = Outage("read", clock), Outage("write", clock)
        self._open = open_
        self._store: _StoreT_co | None = None
        self._opening, self._is_open_broken = threading.Lock(), Outage("open", clock)

    @property
    def problem(self) -> str:
        """What is wrong just now, as a sentence for people, or ""."""
        return self.writing.problem or self.reading.problem

    @property
    def is_open(self) -> bool:
        """Whether the store was opened, and not closed since."""
        return self._store is not None

    def read(self, call: Callable[[_StoreT_co], _T], otherwise: Callable[[], _T]) -> _T:
        """Read from the store; while it cannot be read, return what ``otherwise`` returns."""
        if not self.reading.may_try():
            return otherwise()
        try:
            found = call(self._opened())
        except StoreUnavailable as error:
            self.reading.begin(error.headline)
            return otherwise()
        self.reading.end()
        return found

    def write(self, call: Callable[[_StoreT_co], _T]) -> _T:
        """Write to the store.

        Raises:
            StoreUnavailable: Nothing was written.
        """
        try:
            done = call(self._opened())
        except StoreUnavailable as error:
            self.writing.begin(error.headline)
            raise
        self.writing.end()
        self.reading.end()
        return done

    def close(self) -> None:
        """Close the store, if it is open."""
        with self._opening:
            if self._store is not None:
                self._store.close()
                self._store = None

    def _opened(self) -> _StoreT_co:
        with self._opening:
            if self._store is None:
                if not self._is_open_broken.may_try():
                    raise StoreUnavailable(self._is_open_broken.problem)
                try:
                    self._store = self._open()
                except StoreUnavailable as error:
                    self._is_open_broken.begin(error.headline)
                    raise
                self._is_open_broken.end()
            return self._store
