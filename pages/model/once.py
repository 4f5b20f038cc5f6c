"""Lets a thing that costs money be done once, however often it is asked for at the same time.

Streamlit stops a run when another click comes, and begins the next before the first has ended: so
two callbacks of one visit can be under way at once, and any of them can end at any use of the
session.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator  # noqa: TC003
from contextlib import contextmanager


class Once:
    """What was done, by name. One attempt at a time; safe in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: set[str] = set()

    @contextmanager
    def attempt(self, name: str) -> Iterator[bool]:
        """Wait for the attempt of another thread to end, and give whether the thing is still to do.

        However the attempt ends, the thing can be tried again unless it was finished.
        """
        with self._lock:
            yield name not in self._done

    def finish(self, name: str) -> None:
        """Note that a thing is done."""
        self._done.add(name)

    def is_done(self, name: str) -> bool:
        """Whether a thing is done."""
        return name in self._done
