"""A deadline for a whole exchange, which also records how far the exchange has come.

A ``requests`` timeout is per read: it bounds neither slow headers nor a body that comes byte by
byte. Here a timer shuts the socket down when the time is up, whatever the exchange waits for.

Bounded are: the look-up of the host's name, the connection to each of its addresses or to an HTTP
proxy, the proxy's tunnel, the TLS handshake, sending, and reading until the last byte.
Not bounded are: a SOCKS proxy and an adapter of the caller's own, which have connections of their
own kind (a time-out per read holds there), and what reads files: certificates and settings.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, Self

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from eternal.environment import validate_bundle
from eternal.resolving import TooManyLookups, resolver

if TYPE_CHECKING:
    import requests

MOST_CONNECTIONS: Final = 100
"""Connections to one host that are kept alive; further threads open new ones."""

_under_way = threading.local()


class Stage(IntEnum):
    """How far an exchange has come.

    The code that acts sets it, so it is not guessed from the error afterwards: whether a byte of
    the request has left decides whether something that costs money may have arrived.
    """

    PREPARED = 0
    """The adapter has not been called."""
    UNKNOWN = 1
    """The connections cannot be watched: only the error tells whether something was sent."""
    PROXY = 2
    """The way to the server is being chosen: direct, or through a proxy."""
    CERTIFICATES = 3
    """The files with certificates are being read."""
    CONNECTING = 4
    """The name look-up, the connection, the proxy's tunnel or the TLS handshake is under way."""
    SENT = 5
    """The first byte of the request may have left."""


class Deadline:
    """Shuts down the socket of this thread's exchange when the time is up.

    Attributes:
        seconds: The time for the exchange.
        has_passed: Whether the time is up.
        stage: How far the exchange has come.
        tunnel_status: The status that a proxy answered to the request for a tunnel, or None.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.has_passed = False
        self.stage = Stage.PREPARED
        self.tunnel_status: int | None = None
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
        """The seconds that are left; never 0, which a socket takes for no time-out."""
        return max(self._ends_at - time.monotonic(), 0.001)

    def watch(self, sock: socket.socket) -> None:
        """Watch the socket that the exchange uses from now on."""
        # A duplicate stays valid while TLS wraps or http.client closes the original.
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
                deadline = _current_deadline()
                if deadline is not None and deadline.stage is Stage.CONNECTING:
                    deadline.tunnel_status = status
                return version, status, reason
            http.client.parse_headers(self.fp)


def _current_deadline() -> Deadline | None:
    return getattr(_under_way, "deadline", None)


def _reach(stage: Stage) -> None:
    deadline = _current_deadline()
    if deadline is not None:
        deadline.stage = stage


class _WatchedConnection(HTTPConnection):
    response_class = _FinalAnswer
    _is_connecting = False

    def connect(self) -> None:
        self._is_connecting = True
        try:
            super().connect()
        finally:
            self._is_connecting = False

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if not self._is_connecting:  # the request for a tunnel is no part of the request
            _reach(Stage.SENT)
        super().send(data)

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
        *others, last = self._addresses(deadline)
        for address in others:
            self._dns_host, self.timeout = address, deadline.seconds_left()
            with contextlib.suppress(NewConnectionError, ConnectTimeoutError):
                return super()._new_conn()
        self._dns_host, self.timeout = last, deadline.seconds_left()
        return super()._new_conn()

    def _addresses(self, deadline: Deadline) -> list[str]:
        host = self._dns_host.strip("[]")
        try:
            return resolver.addresses(host, self.port, deadline.seconds_left())
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "the look-up of the host's name hangs") from error
        except TooManyLookups as error:
            raise NewConnectionError(self, str(error)) from error
        except (OSError, UnicodeError) as error:
            reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, reason) from error

    def request(self, *args: Any, **kwargs: Any) -> None:
        deadline = _current_deadline()
        if deadline is not None and self.sock is not None:
            deadline.watch(self.sock)
        super().request(*args, **kwargs)


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    pass


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class WatchedAdapter(HTTPAdapter):
    """A ``requests`` adapter whose sockets the deadline of their thread can shut down."""

    def __init__(self) -> None:
        super().__init__(pool_maxsize=MOST_CONNECTIONS)

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: Any,
        proxies: Any = None,
        cert: Any = None,
    ) -> Any:
        """Choose the way to the server; set the stage of the deadline."""
        _reach(Stage.PROXY)
        pool: Any = super().get_connection_with_tls_context(
            request, verify, proxies=proxies, cert=cert
        )
        is_watched = issubclass(pool.ConnectionCls, _WatchedConnection)
        _reach(Stage.CONNECTING if is_watched else Stage.UNKNOWN)
        return pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Read the files with certificates; set the stage of the deadline."""
        deadline = _current_deadline()
        if deadline is None:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            return
        before, deadline.stage = deadline.stage, Stage.CERTIFICATES
        if isinstance(verify, str) and str(url).lower().startswith("https"):
            validate_bundle(verify)
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
        deadline.stage = before

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, with connections that can be watched."""
        super().init_poolmanager(*args, **kwargs)
        self._make_watched(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pools behind a proxy, with connections that can be watched."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # those have connections of their own kind
            self._make_watched(manager)
        return manager

    def close(self) -> None:
        """Close the connections; requests only leaves them to the garbage collector."""
        for manager in [self.poolmanager, *self.proxy_manager.values()]:
            for key in manager.pools.keys():  # noqa: SIM118 (not a dict: it refuses to be iterated)
                pool = manager.pools.get(key)
                if pool is not None:
                    pool.close()
        super().close()

    @staticmethod
    def _make_watched(manager: Any) -> None:
        manager.pool_classes_by_scheme = {"http": _WatchedPool, "https": _WatchedTlsPool}
