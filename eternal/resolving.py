"""DNS look-ups, bounded in time.

``getaddrinfo`` takes no time-out and cannot be cancelled: without an answer it blocks for half a
minute or more. So it runs on a daemon thread, and the caller waits up to a deadline.
"""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

MOST_LOOKUPS: Final = 8
"""Look-ups under way at once, hanging ones included: each holds a thread."""
SHARED_SECONDS: Final = 5.0
"""Seconds in which callers for the same host share one look-up; later ones start another."""


class TooManyLookups(OSError):
    """As many look-ups as allowed are hanging."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    host: str
    port: int | None
    started_at: float = field(default_factory=time.monotonic)
    found: Future[list[str]] = field(default_factory=Future)


class Resolver:
    """Finds the addresses of hosts. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: list[_Lookup] = []

    def addresses(self, host: str, port: int | None, seconds: float) -> list[str]:
        """Find the addresses of a host, in the order to try them.

        Raises:
            TimeoutError: They were not found within ``seconds``.
            TooManyLookups: Too many other look-ups hang.
            OSError, UnicodeError: The host has no address.
        """
        return list(self._lookup(host, port).found.result(seconds))

    def _lookup(self, host: str, port: int | None) -> _Lookup:
        with self._lock:
            for one in self._under_way:
                is_fresh = time.monotonic() - one.started_at < SHARED_SECONDS
                if (one.host, one.port) == (host, port) and is_fresh:
                    return one
            if len(self._under_way) >= MOST_LOOKUPS:
                raise TooManyLookups("too many look-ups hang")
            lookup = _Lookup(host, port)
            threading.Thread(target=self._run, args=(lookup,), daemon=True).start()
            self._under_way.append(lookup)
            return lookup

    def _run(self, lookup: _Lookup) -> None:
        try:
            entries = socket.getaddrinfo(lookup.host, lookup.port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except BaseException as error:  # raised in the threads that wait for it
            self._end(lookup)
            lookup.found.set_exception(error)
        else:
            self._end(lookup)
            lookup.found.set_result(addresses)

    def _end(self, lookup: _Lookup) -> None:
        with self._lock:
            self._under_way.remove(lookup)


resolver: Final = Resolver()
"""The resolver of this process: one bound on hanging look-ups for all clients."""
