"""A deadline that bounds all that a connection does.

A ``requests`` timeout is per read: it bounds neither headers that trickle in nor a body that drips.
Here a timer shuts the socket down when the time is up, whatever the exchange is waiting for.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

_under_way = threading.local()


class Deadline:
    """Shuts the socket of this thread's exchange down after so many seconds.

    Attributes:
        is_connecting: Whether the exchange is still on its way to the server: to its address,
            through a proxy, in the TLS handshake. Nothing of the request has left by then.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.has_passed = False
        self.is_connecting = False
        self._ends_at = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _under_way.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        _under_way.deadline = None
        self._timer.cancel()
        with self._lock:
            self._forget()

    def seconds_left(self) -> float:
        """What is left of the time, always more than nothing, as a socket's time-out has to be."""
        return max(self._ends_at - time.monotonic(), 0.001)

    def watch(self, sock: socket.socket) -> None:
        """Takes the socket that the exchange goes through from now on."""
        # A handle of its own stays valid while TLS wraps or http.client closes the original.
        handle = socket.fromfd(sock.fileno(), socket.AF_INET, socket.SOCK_STREAM)
        with self._lock:
            self._forget()
            self._socket = handle
            if self.has_passed:
                self._shut_down()

    def _pass(self) -> None:
        with self._lock:
            self.has_passed = True
            self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _FinalAnswer(http.client.HTTPResponse):
    """Skips every interim answer, such as 103; http.client takes all but 100 for the final one."""

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not http.client.SWITCHING_PROTOCOLS < status < http.client.OK:
                return version, status, reason
            http.client.parse_headers(self.fp)


def _current_deadline() -> Deadline | None:
    return getattr(_under_way, "deadline", None)


class _WatchedConnection(HTTPConnection):
    response_class = _FinalAnswer

    def connect(self) -> None:
        deadline = _current_deadline()
        if deadline is not None:
            deadline.is_connecting = True
        super().connect()
        if deadline is not None:
            deadline.is_connecting = False

    def _new_conn(self) -> socket.socket:
        deadline = _current_deadline()
        if deadline is None:
            return super()._new_conn()
        host, timeout = self._dns_host, self.timeout
        try:
            sock = self._reached(deadline)
        finally:
            self._dns_host, self.timeout = host, timeout
        deadline.watch(sock)
        return sock

    def _reached(self, deadline: Deadline) -> socket.socket:
        # urllib3 would give each address of a host the whole time-out.
        *others, last = _addresses(self._dns_host, self.port)
        for address in others:
            self._dns_host, self.timeout = address, deadline.seconds_left()
            with contextlib.suppress(NewConnectionError, ConnectTimeoutError):
                return super()._new_conn()
        self._dns_host, self.timeout = last, deadline.seconds_left()
        return super()._new_conn()

    def request(self, *args: Any, **kwargs: Any) -> None:
        deadline = _current_deadline()
        if deadline is not None and self.sock is not None:
            deadline.watch(self.sock)
        super().request(*args, **kwargs)


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    pass


def _addresses(host: str, port: int | None) -> list[str]:
    """The addresses of a host, or its name where it has none: connecting then tells why."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return [host]
    return list(dict.fromkeys(str(entry[4][0]) for entry in found)) or [host]


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class WatchedAdapter(HTTPAdapter):
    """A ``requests`` adapter whose sockets the deadline of their thread can shut down."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Makes the pools, with connections that can be watched."""
        super().init_poolmanager(*args, **kwargs)
        self._make_watched(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Makes the pools behind a proxy, with connections that can be watched."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # those have connections of their own kind
            self._make_watched(manager)
        return manager

    def close(self) -> None:
        """Closes the connections, where requests only drops them for the garbage collector."""
        for manager in [self.poolmanager, *self.proxy_manager.values()]:
            for key in manager.pools.keys():  # noqa: SIM118 (not a dict: it refuses to be iterated)
                pool = manager.pools.get(key)
                if pool is not None:
                    pool.close()
        super().close()

    @staticmethod
    def _make_watched(manager: Any) -> None:
        manager.pool_classes_by_scheme = {"http": _WatchedPool, "https": _WatchedTlsPool}
