"""The bounds hold over TLS, too, which is how the API is really reached, and through a proxy."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import requests
import trustme

from eternal import ConnectionFailed, EternalClient, EternalError, TimedOut
from tests.contract import hostile_server
from tests.contract.api_calls import PATIENCE, SOON, TIMEOUT, is_right, tried
from tests.contract.hostile_server import HostileServer, Line, good, head, sends

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "sk-0123456789abcdef"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the certificates of this module."""
    return trustme.CA()


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def session(authority: trustme.CA, tmp_path: Path) -> requests.Session:
    """A session that trusts the authority."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    session = requests.Session()
    session.verify = str(tmp_path / "ca.pem")
    return session


def make_client(
    address: str, session: requests.Session, timeout: float = PATIENCE
) -> EternalClient:
    """A client that does not pause between tries."""
    return EternalClient(
        KEY,
        address,
        timeout=timeout,
        post_timeout=timeout,
        session=session,
        sleep=lambda _: None,
    )


def test_good_answers(tls: ssl.SSLContext, session: requests.Session) -> None:
    """The calls work over one connection with TLS."""
    with HostileServer(good, tls=tls) as server, make_client(server.address, session) as client:
        for call in ["listCharacters", "createCharacter", "pollCharacter"]:
            assert is_right(tried(client, call))
        assert server.connections == 1


def _drip_headers(line: Line) -> None:
    line.drip(hostile_server.endless(b"HTTP/1.1 100 Continue\r\n\r\n"))


def _drip_body(line: Line) -> None:
    line.send(head("200 OK", "Content-Length: 999"))
    line.drip(hostile_server.endless(b" "))


@pytest.mark.bad_answer("any-slow")
@pytest.mark.parametrize("script", [Line.stay_silent, _drip_headers, _drip_body])
def test_deadline(
    script: Callable[[Line], None], tls: ssl.SSLContext, session: requests.Session
) -> None:
    """A slow server runs into the deadline, also once TLS has wrapped the socket."""
    with HostileServer(script, tls=tls) as server:
        with make_client(server.address, session, TIMEOUT) as client:
            started = time.monotonic()
            outcome = tried(client, "createCharacter")
            assert time.monotonic() - started < SOON
        assert isinstance(outcome, TimedOut)
        assert server.posts == 1


def test_deadline_in_the_handshake(session: requests.Session) -> None:
    """A server that never gets TLS done runs into the deadline."""
    with HostileServer(Line.stay_silent) as server:
        address = server.address.replace("http:", "https:")
        with make_client(address, session, TIMEOUT) as client:
            started = time.monotonic()
            outcome = tried(client, "createCharacter")
            assert time.monotonic() - started < SOON
            assert isinstance(outcome, TimedOut)
            assert not outcome.may_have_arrived


def test_truncated(tls: ssl.SSLContext, session: requests.Session) -> None:
    """A connection that breaks in the body fails, and a creation may have arrived."""
    script = sends(head("200 OK", "Content-Length: 99"), b"{")
    with HostileServer(script, tls=tls) as server, make_client(server.address, session) as client:
        outcome = tried(client, "createCharacter")
        assert type(outcome) is ConnectionFailed
        assert outcome.may_have_arrived
        assert server.posts == 1


def test_unknown_authority(tls: ssl.SSLContext) -> None:
    """Nothing is sent to a server that cannot prove who it is, so nothing can have arrived."""
    with HostileServer(good, tls=tls) as server:
        with make_client(server.address, requests.Session()) as client:
            outcome = tried(client, "createCharacter")
        assert type(outcome) is ConnectionFailed
        assert not outcome.may_have_arrived
        assert server.requests == []


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (sends(b"HTTP/1.1 403 No\r\n\r\n"), ConnectionFailed),
        (sends(), ConnectionFailed),
        (Line.stay_silent, TimedOut),
    ],
)
def test_bad_proxy(
    script: Callable[[Line], None],
    error: type[EternalError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy that opens no tunnel sees neither key nor prompt, and takes no longer than it may."""
    with HostileServer(script) as proxy:
        monkeypatch.setenv("https_proxy", proxy.address)
        timeout = TIMEOUT if error is TimedOut else PATIENCE
        with make_client("https://api.example.com", requests.Session(), timeout) as client:
            started = time.monotonic()
            outcome = tried(client, "createCharacter")
            assert time.monotonic() - started < (SOON if timeout == TIMEOUT else 2 * PATIENCE)
        assert type(outcome) is error
        assert not outcome.may_have_arrived
        assert [request.method for request in proxy.requests] == ["CONNECT"]
        assert KEY.encode() not in proxy.requests[0].head + proxy.requests[0].body


def test_bounds_of_a_socks_proxy_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connections through a SOCKS proxy stay what they are: replaced, they would bypass it."""
    from eternal.deadline import WatchedAdapter

    class Manager:
        pool_classes_by_scheme = "its own"

    monkeypatch.setattr("requests.adapters.SOCKSProxyManager", lambda *_, **__: Manager())
    manager = WatchedAdapter().proxy_manager_for("socks5://localhost:1080")
    assert manager.pool_classes_by_scheme == "its own"


@pytest.fixture
def expired(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of TLS with a certificate of long ago."""
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    return _server_side(
        authority.issue_cert("localhost", not_before=long_ago, not_after=long_ago + timedelta(1))
    )


def _server_side(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _why(tls: ssl.SSLContext, session: requests.Session) -> str:
    with HostileServer(good, tls=tls) as server, make_client(server.address, session) as client:
        outcome = tried(client, "createCharacter")
        assert server.requests == []
    assert type(outcome) is ConnectionFailed
    assert not outcome.may_have_arrived
    return f"{outcome} {outcome.advice}"


@pytest.mark.row("S21")
def test_an_unknown_authority_names_the_setting(
    tls: ssl.SSLContext, session: requests.Session
) -> None:
    """Who signs with an authority of their own is told which setting names its certificate."""
    said = _why(tls, requests.Session())
    assert "authority that is not known" in said
    assert "REQUESTS_CA_BUNDLE" in said
    trustme.CA().cert_pem.write_to_path(str(session.verify))
    said = _why(tls, session)
    assert "authority that is not known" in said
    assert "'verify'" in said


@pytest.mark.row("S21")
def test_an_expired_certificate_is_said(expired: ssl.SSLContext, session: requests.Session) -> None:
    """A certificate out of its time asks to look at the clock of this machine."""
    said = _why(expired, session)
    assert "expired" in said
    assert "date and time of this machine" in said


@pytest.mark.row("S21")
def test_a_certificate_of_another_host_is_said(
    authority: trustme.CA, session: requests.Session
) -> None:
    """A certificate of somebody else asks to look at the address."""
    said = _why(_server_side(authority.issue_cert("other.example")), session)
    assert "belongs to another host" in said
    assert "ETERNALAI_BASE_URL" in said


@pytest.mark.row("S21")
def test_no_tls_at_all_is_said(session: requests.Session) -> None:
    """A server that speaks no TLS is said as such."""

    def answer() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(1)
            line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer, daemon=True).start()
        address = f"https://localhost:{listener.getsockname()[1]}"
        with make_client(address, session) as client:
            outcome = tried(client, "createCharacter")
    assert isinstance(outcome, ConnectionFailed)
    assert "secure connection" in str(outcome)
    assert not outcome.may_have_arrived


@pytest.mark.row("S21")
@pytest.mark.parametrize(
    ("status", "user", "sentence"),
    [
        ("407 No", "", "asks for a user name"),
        ("407 No", "me:hunter2@", "does not accept the user name and password"),
        ("403 No", "me:hunter2@", "opens no way"),
    ],
)
def test_a_proxy_that_refuses_is_named(
    status: str, user: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that refuses says why, with the setting to look at, and no word of its value."""
    with HostileServer(sends(f"HTTP/1.1 {status}\r\n\r\n".encode())) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", f"//{user}"))
        with make_client("https://api.example.com", requests.Session()) as client:
            outcome = tried(client, "createCharacter")
    assert isinstance(outcome, ConnectionFailed)
    said = f"{outcome} {outcome.advice}"
    assert sentence in said
    assert status[:3] in said
    assert "HTTPS_PROXY" in said
    assert "hunter2" not in said


@pytest.mark.row("S21")
def test_a_proxy_that_hangs_may_be_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no way was opened in time, the proxy is named beside the service."""
    with HostileServer(Line.stay_silent) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", "//me:hunter2@"))
        with make_client("https://api.example.com", requests.Session(), TIMEOUT) as client:
            outcome = tried(client, "createCharacter")
    assert isinstance(outcome, TimedOut)
    assert "HTTPS_PROXY" in outcome.advice
    assert not outcome.may_have_arrived
