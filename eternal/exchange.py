"""One HTTP exchange, bounded in time and size.

A ``requests`` timeout is per read: it bounds neither headers that trickle in nor a body that drips.
Here a timer shuts the socket down when the time is up, whatever the exchange is waiting for.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from eternal.errors import ConnectionFailed, ContractError, EternalError, TimedOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of one answer, decoded. A page of 50 documented characters is about 20 KB."""

_CHUNK = 65_536
_NEVER_LEFT = (NewConnectionError, ConnectTimeoutError, requests.ConnectTimeout)
_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException)

_under_way = threading.local()


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its status, its headers and its decoded body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Deadline:
    """Shuts the socket of this thread's exchange down after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.has_passed = False
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


def _watch(sock: socket.socket | None) -> None:
    deadline: Deadline | None = getattr(_under_way, "deadline", None)
    if deadline is not None and sock is not None:
        deadline.watch(sock)


class _WatchedConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _watch(sock)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch(self.sock)
        super().request(*args, **kwargs)


class _WatchedTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _watch(sock)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch(self.sock)
        super().request(*args, **kwargs)


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
        self._make_watched(manager)
        return manager

    @staticmethod
    def _make_watched(manager: Any) -> None:
        manager.pool_classes_by_scheme = {"http": _WatchedPool, "https": _WatchedTlsPool}


def exchange(
    adapter: HTTPAdapter,
    request: requests.PreparedRequest,
    *,
    timeout: float,
    settings: Mapping[str, Any],
) -> Answer:
    """Sends one request once and reads the whole answer.

    The adapter is used without its session: a session would follow redirects with the key, keep
    cookies, and read the body of a redirect without a bound.

    Args:
        adapter: What sends; a ``WatchedAdapter``, for ``timeout`` to bound the whole exchange.
        request: What is sent.
        timeout: Seconds for all of it, from connecting to the last byte.
        settings: ``verify``, ``cert`` and ``proxies``, as requests takes them.

    Raises:
        TimedOut: It took longer.
        ConnectionFailed: No connection, or it broke before the answer was complete.
        ContractError: The body is larger than 4 MB, or not encoded as it says.
    """
    failure: EternalError
    with Deadline(timeout) as deadline:
        try:
            response = adapter.send(request, stream=True, timeout=timeout, **settings)
            with contextlib.closing(response):
                body = b"".join(_chunks(response, deadline))
            if not deadline.has_passed:
                return Answer(response.status_code, response.headers, body)
            failure = _timed_out(timeout)
        except EternalError as error:
            failure = error
        except (*_FAILURES, OSError, ValueError) as error:
            failure = _translated(error, deadline)
    # Raised out here: inside the handler the cause would be chained, and it holds the request.
    raise failure


def _chunks(response: requests.Response, deadline: Deadline) -> Iterator[bytes]:
    size = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if deadline.has_passed:
            raise _timed_out(deadline.seconds)
        if size > LARGEST_BODY:
            raise ContractError("the answer has at most 4 MB", may_have_arrived=True)
        yield chunk


def _translated(error: BaseException, deadline: Deadline) -> EternalError:
    causes = list(_causes(error))
    left = not any(isinstance(cause, _NEVER_LEFT) for cause in causes)
    slow = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
    if deadline.has_passed or any(isinstance(cause, slow) for cause in causes):
        return _timed_out(deadline.seconds, may_have_arrived=left)
    if any(isinstance(cause, urllib3.exceptions.DecodeError) for cause in causes):
        return ContractError("the answer is encoded as it says", may_have_arrived=True)
    if left:
        return ConnectionFailed(
            "The connection broke before the answer was complete.", may_have_arrived=True
        )
    return ConnectionFailed("The service could not be reached.")


def _timed_out(seconds: float, *, may_have_arrived: bool = True) -> TimedOut:
    return TimedOut(
        f"The service did not answer within {seconds:g} seconds.", may_have_arrived=may_have_arrived
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps: requests and urllib3 hide causes in args and ``reason``."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]
        waiting += [item for item in inner if isinstance(item, BaseException)]
