"""Proxies and certificates that cannot be used: nothing was sent, and the setting is named."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from eternal import ConfigurationError, ConnectionFailed, EternalClient, EternalError, deadline
from tests.contract.examples import PAGE, as_bytes
from tests.contract.hostile_server import HostileServer, sends, whole

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-0123456789abcdef"
SECRET = "hunter2secret"
ADDRESS = "https://api.example.com"

BAD_PROXIES = {
    "a scheme that is none": f"ftp://me:{SECRET}@proxy.example.com:1",
    "a word before it": f"proxy://{SECRET}.example.com",
    "no host": "http://",
    "only blanks": "  ",
    "half an address": f"http://[::1/{SECRET}",
    "no number for a port": f"http://proxy.example.com:{SECRET}",
    "too large a port": "http://proxy.example.com:99999",
    "SOCKS": f"socks5h://me:{SECRET}@127.0.0.1:1",
    "SOCKS 4": "socks4://127.0.0.1:1",
    "refused": f"http://me:{SECRET}@127.0.0.1:1",
    "refused, without a scheme": "127.0.0.1:1",
    "refused, by TLS": "https://127.0.0.1:1",
}


def failed_creation(address: str = ADDRESS, **options: Any) -> EternalError:
    """What comes of a creation that cannot work."""
    with (
        EternalClient(KEY, address, sleep=lambda _: None, **options) as client,
        pytest.raises(EternalError) as caught,
    ):
        client.create_character("Somebody")
    return caught.value


def said(error: EternalError) -> str:
    """All that a person reads, and all that a log could hold."""
    return f"{error} {error.advice} {error!r} {vars(error)}"


@pytest.mark.row("M12")
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("value", BAD_PROXIES.values(), ids=BAD_PROXIES)
def test_bad_proxy(value: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proxy that cannot be used nothing was sent; its setting is named, not its value."""
    monkeypatch.setenv(name, value)
    error = failed_creation()
    assert isinstance(error, (ConfigurationError, ConnectionFailed))
    assert not error.may_have_arrived
    assert name in said(error)
    assert SECRET not in said(error)
    assert error.__context__ is None


@pytest.mark.row("M12")
@pytest.mark.parametrize("value", ["[::1", "*/8", "192.0.2.0/99", ",,,", "::", "%", "a b", "\\"])
def test_odd_exceptions_from_the_proxy(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in NO_PROXY, only an error of ours comes of it, and nothing was sent."""
    monkeypatch.setenv("NO_PROXY", value)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert not failed_creation().may_have_arrived
    assert not failed_creation("https://192.0.2.1").may_have_arrived


@pytest.mark.row("M12")
def test_surroundings_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """If reading the environment breaks in a way nobody thought of, nothing was sent either."""

    def fail(*_: object, **__: object) -> None:
        raise TypeError(SECRET)

    session = requests.Session()
    monkeypatch.setattr(session, "merge_environment_settings", fail)
    error = failed_creation(session=session)
    assert isinstance(error, ConfigurationError)
    assert SECRET not in said(error)
    assert error.__context__ is None


@pytest.mark.row("M12")
@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize("content", [None, b"", b"no PEM", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_bad_certificates(
    content: bytes | None, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file with certificates that is none: nothing was sent, and the setting is named."""
    path = tmp_path / SECRET
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(name, str(path))
    error = failed_creation()
    assert isinstance(error, ConfigurationError)
    assert name in said(error)
    assert SECRET not in said(error)
    assert not error.may_have_arrived


@pytest.mark.row("M12")
@pytest.mark.parametrize("field", ["verify", "cert"])
def test_bad_certificates_of_a_session(field: str) -> None:
    """The same for certificates that a session brings."""
    session = requests.Session()
    setattr(session, field, "/nowhere/ca.pem")
    error = failed_creation(session=session)
    assert isinstance(error, ConfigurationError)
    assert f"'{field}'" in said(error)
    assert not error.may_have_arrived


@pytest.mark.row("M12")
def test_surroundings_that_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """On this machine no proxy and no bundle of the environment stands in the way."""
    monkeypatch.setenv("ALL_PROXY", "ftp://x")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    answer = sends(whole(as_bytes(PAGE)))
    with HostileServer(answer) as server, EternalClient(None, server.address) as client:
        assert len(client.list_characters().characters) == 1


@pytest.mark.row("S21")
def test_a_host_that_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody knows is said as such, with the setting that holds the address."""

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    error = failed_creation()
    assert "name of its host was not found" in str(error)
    assert "ETERNALAI_BASE_URL" in error.advice
    assert not error.may_have_arrived
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com")
    error = failed_creation()
    assert "name of the proxy's host was not found" in str(error)
    assert "HTTPS_PROXY" in error.advice


@pytest.mark.row("S21")
def test_a_refused_connection_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A creation whose connection is refused is tried once, and nothing was sent."""
    tries: list[Any] = []
    real = socket.socket.connect

    def connect(sock: socket.socket, address: Any) -> None:
        tries.append(address)
        real(sock, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    error = failed_creation(f"http://127.0.0.1:{port}")
    assert type(error) is ConnectionFailed
    assert not error.may_have_arrived
    assert not error.has_connected
    assert "refused the connection" in str(error)
    assert tries == [("127.0.0.1", port)]


@pytest.mark.row("M12")
def test_a_thread_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a thread for the deadline nothing is sent, and the error is one of ours."""

    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", fail)
    assert not failed_creation().may_have_arrived


@pytest.mark.row("M12")
@pytest.mark.parametrize("error", [KeyError("x"), TypeError("x"), AssertionError(), MemoryError()])
def test_the_unexpected_before_a_byte_has_left(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks on the way to the server, nothing was sent."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(deadline._WatchedConnection, "_new_conn", fail)
    failure = failed_creation("http://127.0.0.1:1")
    assert type(failure) is ConnectionFailed
    assert not failure.may_have_arrived


@pytest.mark.row("M12")
@pytest.mark.parametrize("error", [KeyError("x"), TypeError("x"), AssertionError(), MemoryError()])
def test_the_unexpected_after_a_byte_has_left(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks once the first byte may have left: it may have arrived."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(deadline._WatchedConnection, "getresponse", fail)
    with HostileServer(sends()) as server:
        failure = failed_creation(server.address)
    assert type(failure) is ConnectionFailed
    assert failure.may_have_arrived


@pytest.mark.row("M12")
@pytest.mark.parametrize("error", [KeyError("x"), RuntimeError("x")])
def test_the_unexpected_in_a_foreign_adapter(error: Exception) -> None:
    """An adapter that tells nothing of what it has sent is taken to have sent it."""

    class Own(HTTPAdapter):
        def send(self, *_: Any, **__: Any) -> Any:
            raise error

    session = requests.Session()
    session.mount("https://", Own())
    failure = failed_creation(session=session)
    assert failure.may_have_arrived
    session.adapters.clear()
    failure = failed_creation(session=session)
    assert isinstance(failure, ConfigurationError)
    assert not failure.may_have_arrived
