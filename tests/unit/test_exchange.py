"""One exchange: its deadline, its size, and the errors that stand for what goes wrong."""

from __future__ import annotations

import http.client
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    InvalidHeader,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
)

from eternal import ConnectionFailed, ContractError, EternalError, TimedOut
from eternal.deadline import Deadline
from eternal.exchange import LARGEST_BODY, Answer, exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "https://example.com/"
SETTINGS: dict[str, Any] = {"verify": True, "cert": None, "proxies": {}}


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


def test_deadline_shuts_the_socket_down(line: tuple[socket.socket, socket.socket]) -> None:
    """When the time is up, whoever reads from the watched socket stops waiting."""
    started = time.monotonic()
    with Deadline(0.05) as deadline:
        deadline.watch(line[0])
        assert line[0].recv(1) == b""
        assert deadline.has_passed
    assert time.monotonic() - started < 2


def test_deadline_that_passed_already(line: tuple[socket.socket, socket.socket]) -> None:
    """A socket that is watched too late is shut down at once."""
    with Deadline(0.001) as deadline:
        while not deadline.has_passed:
            time.sleep(0.001)
        deadline.watch(line[0])
        assert line[0].recv(1) == b""
        assert 0 < deadline.seconds_left() < 0.01


def test_deadline_follows_the_newest_socket(line: tuple[socket.socket, socket.socket]) -> None:
    """Of two sockets that were watched, the later one is shut down and the first stays open."""
    other, end = socket.socketpair()
    with other, end, Deadline(60) as deadline:
        deadline.watch(line[0])
        deadline.watch(other)
        deadline._pass()  # what the timer calls: a short time might be over before both are watched
        assert other.recv(1) == b""
        line[1].send(b"x")
        assert line[0].recv(1) == b"x"


def test_deadline_that_is_met(line: tuple[socket.socket, socket.socket]) -> None:
    """After an exchange that was in time nothing happens to the socket, and no timer is left."""
    with Deadline(60) as deadline:
        deadline.watch(line[0])
    deadline._timer.join(5)
    assert not deadline._timer.is_alive()
    line[1].send(b"x")
    assert line[0].recv(1) == b"x"
    assert not deadline.has_passed


def test_answer_shows_its_status_only() -> None:
    """Headers and body, where a key may be echoed, are in no text of an answer."""
    assert repr(Answer(401, {"X-Key": "secret"}, b"secret")) == "Answer(status=401)"


def exchanged(timeout: float = 5) -> Answer:
    """The answer to a GET."""
    request = requests.Request("GET", ADDRESS).prepare()
    return exchange(HTTPAdapter(), request, timeout=timeout, settings=SETTINGS)


@pytest.mark.bad_answer("any-huge")
@pytest.mark.parametrize("status", [200, 302, 500])
def test_largest_body(status: int) -> None:
    """A body of 4 MB is read, and of one byte more it is not, whatever the status."""
    with responses.RequestsMock() as mock:
        mock.get(ADDRESS, b"x" * LARGEST_BODY, status=status)
        answer = exchanged()
        assert (answer.status, len(answer.body)) == (status, LARGEST_BODY)
        mock.replace(responses.GET, ADDRESS, b"x" * (LARGEST_BODY + 1), status=status)
        with pytest.raises(ContractError, match="at most 4 MB") as caught:
            exchanged()
        assert caught.value.may_have_arrived


def _as_requests_wraps(reason: Exception) -> requests.ConnectionError:
    pool = urllib3.HTTPConnectionPool("localhost")
    return requests.ConnectionError(MaxRetryError(pool, "/", reason))


_CONNECTION = HTTPConnection("localhost")

FAILURES: dict[str, tuple[Exception, type[EternalError], bool]] = {
    "refused": (
        _as_requests_wraps(NewConnectionError(_CONNECTION, "refused")),
        ConnectionFailed,
        False,
    ),
    "unknown host": (
        _as_requests_wraps(NameResolutionError("x", _CONNECTION, socket.gaierror(2, "no"))),
        ConnectionFailed,
        False,
    ),
    "slow to connect": (
        _as_requests_wraps(ConnectTimeoutError(_CONNECTION, "slow")),
        TimedOut,
        False,
    ),
    "slow to answer": (requests.ReadTimeout("slow"), TimedOut, True),
    "slow to answer, within": (_as_requests_wraps(TimeoutError("slow")), TimedOut, True),
    "broken": (requests.ConnectionError(ProtocolError("aborted")), ConnectionFailed, True),
    "badly encoded": (DecodeError("no gzip"), ContractError, True),
    "an odd header": (InvalidHeader("2, 3"), ConnectionFailed, True),
    "a bad line": (http.client.BadStatusLine("x"), ConnectionFailed, True),
    "an odd socket": (OSError(9, "bad file descriptor"), ConnectionFailed, True),
    "a closed file": (ValueError("read of closed file"), ConnectionFailed, True),
}


@pytest.mark.parametrize(("failure", "kind", "arrived"), FAILURES.values(), ids=FAILURES)
def test_failures(failure: Exception, kind: type[EternalError], *, arrived: bool) -> None:
    """Each failure of the libraries has one error of ours, which carries nothing of theirs."""
    with responses.RequestsMock() as mock:
        mock.get(ADDRESS, body=failure)
        with pytest.raises(EternalError) as caught:
            exchanged()
    assert type(caught.value) is kind
    assert caught.value.may_have_arrived is arrived
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert not any(isinstance(value, BaseException) for value in vars(caught.value).values())


def test_causes_that_go_round() -> None:
    """Errors that name each other as their cause do not hold anything up."""
    first, second = requests.ConnectionError("a"), OSError("b")
    first.args, second.args = (second,), (first,)
    with responses.RequestsMock() as mock:
        mock.get(ADDRESS, body=first)
        with pytest.raises(ConnectionFailed):
            exchanged()
