"""One HTTP exchange, bounded in time and size, and the errors that stand for its failures."""

from __future__ import annotations

import contextlib
import http.client
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from eternal.deadline import Deadline
from eternal.errors import ConnectionFailed, ContractError, EternalError, TimedOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests.adapters import HTTPAdapter

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of one answer, decoded. A page of 50 documented characters is about 20 KB."""

_CHUNK = 65_536
_NEVER_LEFT = (
    NewConnectionError,
    ConnectTimeoutError,
    requests.ConnectTimeout,
)
_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its status, its headers and its decoded body.

    Headers and body are in no repr, and so in no traceback: a server may echo the key in them.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


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
                chunks = _chunks(response, deadline)
                answer = Answer(response.status_code, response.headers, b"".join(chunks))
            if not deadline.has_passed:
                return answer
            failure = _timed_out(timeout)
        except EternalError as error:
            failure = error
        except (*_FAILURES, OSError, ValueError) as error:
            failure = _translated(error, deadline)
    # Raised out here, without its past: inside the handler the cause would be chained, and it holds
    # the request; the frames below hold pieces of the answer.
    raise failure.with_traceback(None)


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
    never_left = any(isinstance(cause, _NEVER_LEFT) for cause in causes)
    left = not (never_left or deadline.is_connecting)
    if deadline.has_passed or any(_is_time_out(cause) for cause in causes):
        return _timed_out(deadline.seconds, may_have_arrived=left)
    if any(isinstance(cause, urllib3.exceptions.DecodeError) for cause in causes):
        return ContractError("the answer is encoded as it says", may_have_arrived=True)
    if left:
        return ConnectionFailed(
            "The connection broke before the answer was complete.",
            has_connected=True,
            may_have_arrived=True,
        )
    return ConnectionFailed("The service could not be reached.")


def _is_time_out(error: BaseException) -> bool:
    if isinstance(error, NewConnectionError):  # urllib3 counts these as time-outs; they are at once
        return False
    return isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError))


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
