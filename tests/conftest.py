"""What holds for every test: no network, no settings from outside, one budget of examples."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests import markers
from tests.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLOW_IS_FINE = [HealthCheck.too_slow]
settings.register_profile("default", deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.register_profile(
    "ci", deadline=None, max_examples=400, print_blob=True, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
if "MUTANT_UNDER_TEST" in os.environ:
    settings.load_profile("mutation")
else:
    settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Remember what the tests name, also those that are not asked for this time.

    Raises:
        pytest.UsageError: A test is named by where a value stands in memory: on the next core it
            would have another name.
    """
    if unstable := [item.nodeid for item in items if " at 0x" in item.nodeid]:
        raise pytest.UsageError(f"these tests need ids: {unstable}")
    config.stash[markers.COLLECTED] = markers.Collected.of(items)


def pytest_collection_finish() -> None:
    """Exempt what is loaded by now from the garbage collection that follows each run of a page."""
    gc.collect()
    gc.freeze()


_NAMES_OF_REQUESTS = {
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("requests_ca_bundle", "curl_ca_bundle", "netrc"),
}


class NetworkUsed(BaseException):
    """A test reached for the network. No ``except Exception`` can hide it."""


@pytest.fixture
def clock() -> Clock:
    """Made-up time."""
    return Clock()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("ETERNALAI_") or name.lower() in _NAMES_OF_REQUESTS:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _data_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Gives what is kept on the disk, also by servers of the tests, a folder of its own."""
    folder = str(tmp_path_factory.mktemp("data"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let sockets reach this machine only."""
    used: list[object] = []

    def check(host: object) -> None:
        if not _is_here(host):
            used.append(host)
            raise NetworkUsed(f"a test reached for {host!r}")

    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(sock: socket.socket, address: Any) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6}:
            check(address[0])
        real_connect(sock, address)

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return real_lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    yield
    assert not used, "a test reached for the network"


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
