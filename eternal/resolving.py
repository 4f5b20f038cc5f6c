"""Look-ups of a host's name, bounded in time.

``getaddrinfo`` takes no time-out and cannot be broken off: a resolver that does not answer holds it
for half a minute or more. So it runs on a daemon thread, and whoever asks waits only as long as
they want to.
"""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

MOST_LOOKUPS: Final = 8
"""How many may be under way, hanging ones included: each holds a thread."""
SHARED_SECONDS: Final = 5.0
"""How long callers for the same host share one look-up before another is tried beside it."""


class TooManyLookups(OSError):
    """All look-ups that may be under way hang."""


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
        """The addresses of a host, in the order in which they are to be tried.

        Raises:
            TimeoutError: They were not found within so many seconds.
            TooManyLookups: Too many others hang already.
            OSError, UnicodeError: The host has none.
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
        except BaseException as error:  # it belongs to those who wait for it
            self._end(lookup)
            lookup.found.set_exception(error)
        else:
            self._end(lookup)
            lookup.found.set_result(addresses)

    def _end(self, lookup: _Lookup) -> None:
        with self._lock:
            self._under_way.remove(lookup)


resolver: Final = Resolver()
"""The one of this process: what hangs is bounded for all clients together."""
