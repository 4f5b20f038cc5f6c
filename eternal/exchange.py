"""One HTTP exchange, bounded in time and size. Every failure is an ``EternalError``."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eternal.deadline import Deadline, Stage
from eternal.errors import ELSEWHERE, ContractError, EternalError
from eternal.failures import timed_out, translated

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests
    from requests.adapters import HTTPAdapter

LARGEST_BODY = 4 * 1024 * 1024
"""The largest body in bytes, decoded. A page of 50 documented characters has about 20 KB."""

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers and its decoded body.

    Headers and body are kept out of the repr, and so of tracebacks: a server may echo the key.

    Attributes:
        failure: Why the body is incomplete, or None.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    failure: EternalError | None = field(default=None, repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the status says that the request was carried out."""
        return 200 <= self.status < 300

    @property
    def is_refusal(self) -> bool:
        """Whether the status says that the request was not carried out."""
        return self.status in ELSEWHERE or (400 <= self.status < 500 and self.status != 408)


def exchange(
    adapter: HTTPAdapter,
    request: requests.PreparedRequest,
    *,
    timeout: float,
    settings: Mapping[str, Any],
) -> Answer:
    """Send one request once and read the whole answer.

    If the body of a successful answer to a POST is incomplete, the answer is returned with its
    ``failure``: the id of what was paid for may be in the part that came.

    The adapter is used without its session: a session would follow redirects with the key, keep
    cookies, and read the body of a redirect without a bound.

    Args:
        adapter: Sends the request. Only with a ``WatchedAdapter`` is the whole exchange bounded.
        request: The request.
        timeout: Seconds for the whole exchange, from connecting to the last byte.
        settings: ``verify``, ``cert`` and ``proxies``, as requests takes them.

    Raises:
        TimedOut: The exchange took longer.
        ConnectionFailed: There was no connection, or it broke before the answer was complete.
        ConfigurationError: A proxy or a file with certificates cannot be used; nothing was sent.
        ContractError: The body is larger than 4 MB, or not in the encoding that it names.
    """
    failure: EternalError
    response: requests.Response | None = None
    pieces: list[bytes] = []
    deadline = Deadline(timeout)
    try:
        with deadline:
            deadline.stage = Stage.UNKNOWN
            response = adapter.send(request, stream=True, timeout=timeout, **settings)
            with contextlib.closing(response):
                _read(response, deadline, pieces)
                answer = Answer(response.status_code, response.headers, b"".join(pieces))
        if not deadline.has_passed:
            return answer
        failure = timed_out(timeout)
    except EternalError as error:
        failure = error
    except Exception as error:
        failure = translated(error, deadline, request.url or "", settings)
    if (
        response is not None
        and pieces
        and request.method == "POST"
        and 200 <= response.status_code < 300
    ):
        body = b"".join(pieces)
        return Answer(response.status_code, response.headers, body, failure.with_traceback(None))
    pieces.clear()
    # Raised outside the handler and without a traceback: the chained cause holds the request, and
    # the frames below hold pieces of the answer.
    raise failure.with_traceback(None)


def _read(response: requests.Response, deadline: Deadline, pieces: list[bytes]) -> None:
    """Append the body to ``pieces``, which keep what came even if reading fails."""
    size = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if deadline.has_passed:
            raise timed_out(deadline.seconds)
        if size > LARGEST_BODY:
            raise ContractError("the answer has at most 4 MB", may_have_arrived=True)
        pieces.append(chunk)
