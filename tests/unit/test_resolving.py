"""The look-up of a host's name: bounded in time, shared, and never too many at once."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from eternal import ConnectionFailed, EternalClient, TimedOut, resolving
from eternal.resolving import MOST_LOOKUPS, Resolver, TooManyLookups

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.row("X6"), pytest.mark.row("B15")]
PATIENCE = 10


class Hanging:
    """A resolver of the system that does not answer until it is released."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.released = threading.Event()
        self.addresses = ["127.0.0.1"]

    def __call__(self, host: str, port: int | None, **_: Any) -> list[Any]:
        """Hangs, then has the addresses."""
        self.asked.append(host)
        assert self.released.wait(PATIENCE)
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, (address, port)) for address in self.addresses]


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    """Let look-ups hang, in a resolver of this test's own."""
    system, own = Hanging(), Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", system)
    monkeypatch.setattr("eternal.deadline.resolver", own)
    yield system
    system.released.set()
    end = time.monotonic() + PATIENCE
    while own._under_way and time.monotonic() < end:
        time.sleep(0.001)


@pytest.mark.usefixtures("hanging")
@pytest.mark.parametrize("call", ["list", "create"])
def test_a_look_up_that_hangs_is_bounded(call: str) -> None:
    """A look-up that hangs ends at the deadline, and nothing was sent by then."""
    client = EternalClient(
        "sk-0123456789", "https://api.example.com", timeout=0.2, post_timeout=0.2
    )
    started = time.monotonic()
    with client, pytest.raises(TimedOut) as caught:
        client.list_characters() if call == "list" else client.create_character("Somebody")
    assert time.monotonic() - started < PATIENCE
    assert not caught.value.may_have_arrived


def test_callers_share_a_look_up(hanging: Hanging) -> None:
    """Several callers for one host wait for one look-up, and all have its addresses."""
    own = Resolver()
    hanging.addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.1"]
    with ThreadPoolExecutor(5) as pool:
        found = [pool.submit(own.addresses, "api.example.com", 443, PATIENCE) for _ in range(5)]
        while not hanging.asked or pool._work_queue.qsize():
            time.sleep(0.001)
        time.sleep(0.05)
        hanging.released.set()
        assert [one.result() for one in found] == [["192.0.2.1", "192.0.2.2"]] * 5
    assert hanging.asked == ["api.example.com"]
    own.addresses("api.example.com", 443, PATIENCE)
    assert len(hanging.asked) == 2  # an answer is not kept: addresses change


def test_one_that_hangs_does_not_hold_up_the_next(
    hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a look-up has hung for a while, another for the same host is tried beside it."""
    own = Resolver()
    with pytest.raises(TimeoutError):
        own.addresses("api.example.com", 443, 0.01)
    monkeypatch.setattr(resolving, "SHARED_SECONDS", 0.0)
    with pytest.raises(TimeoutError):
        own.addresses("api.example.com", 443, 0.01)
    assert len(hanging.asked) == 2


def test_what_hangs_is_bounded(hanging: Hanging) -> None:
    """No more than so many look-ups hang at once; the next is refused at once, until one ends."""
    own = Resolver()
    for number in range(MOST_LOOKUPS):
        with pytest.raises(TimeoutError):
            own.addresses(f"{number}.example.com", 443, 0.01)
    with pytest.raises(TooManyLookups):
        own.addresses("more.example.com", 443, PATIENCE)
    assert len(hanging.asked) == MOST_LOOKUPS
    hanging.released.set()
    while own._under_way:
        time.sleep(0.001)
    assert own.addresses("more.example.com", 443, PATIENCE) == ["127.0.0.1"]


@pytest.mark.usefixtures("hanging")
def test_too_many_look_ups_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A creation that cannot even look its host up was not sent, and says so at once."""
    monkeypatch.setattr(resolving, "MOST_LOOKUPS", 0)
    with (
        EternalClient("sk-0123456789", "https://api.example.com") as client,
        pytest.raises(ConnectionFailed, match="could not be reached") as caught,
    ):
        client.create_character("Somebody")
    assert type(caught.value) is ConnectionFailed
    assert not caught.value.may_have_arrived


@pytest.mark.parametrize("error", [socket.gaierror(-2, "no"), UnicodeError("label too long")])
def test_a_host_without_addresses(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says about a name reaches whoever asked."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(type(error)):
        Resolver().addresses("api.example.com", 443, PATIENCE)
