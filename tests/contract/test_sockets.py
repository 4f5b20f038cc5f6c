"""What needs a real socket and more than one answer: recovery, redirects, keep-alive, addresses."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from eternal import ConnectionFailed, EternalClient, EternalError, StatusError, TimedOut
from tests.contract.api_calls import CALLS, POSTS, SOON, TIMEOUT, is_right, make_client, tried
from tests.contract.examples import PAGE, answer_to, as_bytes
from tests.contract.hostile_server import (
    HostileServer,
    Line,
    answers,
    endless,
    good,
    head,
    sends,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "sk-0123456789abcdef"

PASSING: dict[str, Callable[[Line], None]] = {
    "closed": sends(),
    "reset": Line.reset,
    "truncated": sends(head("200 OK", "Content-Length: 99"), b"{"),
    "bad status line": sends(b"OOPS\r\n\r\n"),
    "408": sends(whole(b"", "408 Request Timeout", "Connection: close")),
    "429": sends(whole(b"", "429 Too Many Requests", "Connection: close", "Retry-After: 1")),
    "500": sends(whole(b"", "500 Oops", "Connection: close")),
    "502": sends(whole(b"<html>", "502 Bad Gateway", "Connection: close")),
    "503": sends(whole(b"", "503 Unavailable", "Connection: close", "Retry-After: soon")),
    "504": sends(whole(b"", "504 Timeout", "Connection: close")),
}


@pytest.mark.bad_answer("any-passing")
@pytest.mark.parametrize("call", ["listCharacters", "pollCharacter", "pollGeneration"])
@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_get_recovers(bad: Callable[[Line], None], call: str) -> None:
    """A GET that fails twice in a way that may pass, and then does not, has the right value."""
    with HostileServer(bad, bad, good) as server, make_client(server, KEY) as client:
        assert is_right(CALLS[call](client))
        assert len(server.requests) <= 3


@pytest.mark.bad_answer("create-broken")
@pytest.mark.parametrize("call", POSTS)
@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_post_is_not_repeated(bad: Callable[[Line], None], call: str) -> None:
    """A POST that fails in a way that may pass is not sent again, though it would succeed."""
    with HostileServer(bad, good) as server, make_client(server, KEY) as client:
        assert isinstance(tried(client, call), EternalError)
        assert server.posts == len(server.requests) == 1


def test_time_out_is_not_repeated() -> None:
    """After a time-out there is no further try: the caller has waited long enough."""
    with HostileServer(Line.stay_silent, good) as server:
        client = make_client(server, timeout=TIMEOUT)
        with client, pytest.raises(TimedOut, match=r"within 0\.4 seconds"):
            client.list_characters()
        assert len(server.requests) == 1


def test_deadline_counts_again_for_each_try() -> None:
    """Each try has the whole time; a client that timed out once works again at once."""
    with HostileServer(Line.stay_silent, good) as server:
        with make_client(server, timeout=TIMEOUT) as client:
            assert isinstance(tried(client, "listCharacters"), TimedOut)
            assert is_right(tried(client, "listCharacters"))
            time.sleep(TIMEOUT * 1.2)  # the deadline of a call that has ended does no harm
            assert is_right(tried(client, "listCharacters"))
        assert server.connections == 2


@pytest.mark.bad_answer("any-redirect")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("call", CALLS)
def test_redirect_is_not_followed(status: int, call: str) -> None:
    """A redirect is an error, and the other host sees nothing, least of all the key."""
    with ExitStack() as stack:
        elsewhere = stack.enter_context(HostileServer(good))
        away = f"Location: http://127.0.0.1:{elsewhere.port}/v2/characters"
        server = stack.enter_context(HostileServer(answers(b"", f"{status} Away", away)))
        client = stack.enter_context(make_client(server, KEY))
        outcome = tried(client, call)
        assert isinstance(outcome, StatusError)
        assert outcome.status_code == status
        assert elsewhere.connections == 0
        assert len(server.requests) == 1


def test_connection_is_kept_alive() -> None:
    """Calls one after the other go through one connection."""
    with HostileServer(good) as server, make_client(server, KEY) as client:
        for call in [*CALLS, "listCharacters"]:
            assert is_right(tried(client, call))
        assert server.connections == 1


@pytest.mark.bad_answer("any-slow")
def test_deadline_of_a_kept_connection() -> None:
    """A call on a connection that was kept alive is bounded like the first."""

    def script(line: Line) -> None:
        line.send(whole(as_bytes(PAGE)))
        line.next_request()
        line.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        line.drip(endless(b"x"))

    with HostileServer(script) as server, make_client(server) as client:
        assert is_right(tried(client, "listCharacters"))
        started = time.monotonic()
        with pytest.raises(TimedOut):
            client.poll_character(1, timeout=TIMEOUT)
        assert time.monotonic() - started < SOON
        assert server.connections == 1


def test_close_closes() -> None:
    """Closing a client closes its connections, and does not leave that to the garbage collector."""
    ended = threading.Event()

    def script(line: Line) -> None:
        good(line)
        ended.set()

    with HostileServer(sends(), script) as server, make_client(server) as client:
        assert is_right(tried(client, "listCharacters"))
        pools = client._transport._adapter.poolmanager.pools
        held = [pools.get(key) for key in pools.keys()]  # noqa: SIM118 (it is no dict)
        client.close()
        assert ended.wait(2)
        assert held
        assert is_right(tried(client, "listCharacters"))  # it can be used again


@pytest.mark.parametrize("call", ["listCharacters", "createCharacter"])
def test_connection_closed_between_calls(call: str) -> None:
    """A server may close a connection that was kept alive: the next call opens another."""
    with HostileServer(sends(whole(as_bytes(PAGE))), good) as server:
        with make_client(server, KEY) as client:
            assert is_right(tried(client, "listCharacters"))
            time.sleep(0.05)  # for the FIN to arrive
            assert is_right(tried(client, call))
        assert server.connections == len(server.requests) == 2


def test_interim_answer_shifts_nothing() -> None:
    """After an interim answer the next call on the connection gets its own answer."""

    def script(line: Line) -> None:
        line.send(head("103 Early Hints"))
        time.sleep(0.03)
        good(line)

    with HostileServer(script) as server, make_client(server, KEY) as client:
        assert is_right(tried(client, "listCharacters"))
        assert is_right(tried(client, "pollCharacter"))
        assert server.connections == 1


@pytest.mark.bad_answer("any-cookie")
def test_cookies_are_not_sent_back() -> None:
    """A cookie that the server sets comes back with no call."""
    with HostileServer(answers(as_bytes(PAGE), "200 OK", "Set-Cookie: a=b")) as server:
        session = requests.Session()
        session.cookies.set("mine", "c", domain="localhost.local")
        session.headers["X-Mine"] = "d"
        with EternalClient(KEY, server.address, session=session) as client:
            client.list_characters()
            client.list_characters()
        assert not session.cookies.get("a")
    for request in server.requests:
        assert b"cookie" not in request.head.lower()
        assert b"x-mine" not in request.head.lower()


@pytest.mark.bad_answer("create-broken")
def test_retries_of_a_session_are_not_used() -> None:
    """A session whose adapter would repeat a POST does not make the client do so."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(5, allowed_methods=None)))
    with HostileServer(sends()) as server:
        with EternalClient(KEY, server.address, session=session) as client:
            assert isinstance(tried(client, "createCharacter"), ConnectionFailed)
        assert server.posts == 1


def test_no_password_of_netrc_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A netrc file with a password for the host is not used, as plain requests would."""
    (tmp_path / "netrc").write_text("machine localhost login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with HostileServer(good) as server, make_client(server) as client:
        client.list_characters()
    assert b"authorization" not in server.requests[0].head.lower()


def test_loopback_uses_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment is not asked for this machine."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with HostileServer(good) as server, make_client(server) as client:
        assert is_right(client.list_characters())


def test_refused_connection() -> None:
    """Where nobody listens, the call fails at once, and a creation cannot have arrived."""
    with HostileServer(good) as server:
        pass
    with make_client(server, KEY) as client, pytest.raises(ConnectionFailed) as caught:
        client.create_character("Somebody")
    assert type(caught.value) is ConnectionFailed
    assert not caught.value.may_have_arrived


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port whose queue is full on all addresses of this machine, so that connecting hangs."""
    with socket.create_server(("0.0.0.0", 0), backlog=0) as listener, ExitStack() as stack:
        address = ("127.0.0.1", listener.getsockname()[1])
        for _ in range(8):
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(address)
        yield address[1]


def test_all_addresses_of_a_host_share_the_time(
    deaf_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host with many addresses that do not answer does not multiply the time-out."""
    _resolve_to(monkeypatch, [f"127.0.0.{number}" for number in range(1, 6)])
    started = time.monotonic()
    with EternalClient(
        KEY, f"http://localhost:{deaf_port}", timeout=TIMEOUT, post_timeout=TIMEOUT
    ) as client:
        outcome = tried(client, "createCharacter")
    assert isinstance(outcome, TimedOut)
    assert not outcome.may_have_arrived
    assert time.monotonic() - started < SOON


def _resolve_to(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "localhost":
            return real(host, port, *args, **kwargs)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first address of a host refuses, the next one is tried."""
    _resolve_to(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    with HostileServer(good) as server, make_client(server) as client:
        assert is_right(client.list_characters())
    assert f"host: localhost:{server.port}".encode() in server.requests[0].head.lower()


def test_threads_share_a_client() -> None:
    """Many threads use one client, and each gets its own answer in its own time."""
    outcomes: dict[int, object] = {}

    def script(line: Line) -> None:
        while not line.request.path.endswith("/1"):
            line.send(whole(answer_to(line.request.path)))
            if not line.next_request():
                return
        line.stay_silent()

    three = ["listCharacters", "createCharacter", "pollCharacter"]

    def work(number: int) -> None:
        outcomes[number] = is_right(tried(client, three[number % 3]))

    def work_late() -> None:
        with pytest.raises(TimedOut):
            client.poll_character(1, timeout=TIMEOUT)
        outcomes[-1] = True

    with HostileServer(script) as server, make_client(server, KEY) as client:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(9)]
        threads.append(threading.Thread(target=work_late))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert sorted(outcomes) == list(range(-1, 9))
        assert all(outcomes.values())
        assert server.posts == 3
