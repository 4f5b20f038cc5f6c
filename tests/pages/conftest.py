"""A simulator on loopback, a short pause between polls, and no cache kept between tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test

from eternal import EternalClient, waiting
from eternal.simulator import Fault, Shape, Simulator
from pages.components.source import api, list_cache, pools
from pages.model import ledger
from tests.limits import NO_LIMITS
from tests.pages.timers import TimedRunner
from tests.pages.visit import APP, KEY, Visit
from tests.pages.visitors import BROWSER, visit_from
from tests.relay import shared_relay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.types import ASGIApp


class OpenPage:
    """Opens pages on a simulator of the test's own, each in a new visit.

    Args:
        monkeypatch: Sets the environment of the pages.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._relay, self._base_url = shared_relay()
        self._skipped = 0.0

    def __call__(
        self,
        name: str = "gallery",
        /,
        *,
        faults: Iterable[Fault] = (),
        key: str = KEY,
        seconds: float = 0.0,
        shape: Shape = Shape.DOCUMENTED,
        again: Visit | None = None,
        behind: Callable[[ASGIApp], ASGIApp] = lambda api: api,
        **query: str | list[str],
    ) -> Visit:
        """Open a page.

        Args:
            name: Which page.
            faults: How the server misbehaves.
            key: The key in the environment, or "".
            seconds: How long a creation takes.
            shape: How the server answers, where it is not as documented.
            again: An earlier visit, whose server is used once more.
            behind: Puts something before the server.
            query: What the address holds.
        """
        if again is None:
            simulator = Simulator(
                creation_seconds=(seconds, seconds),
                generation_seconds=(0.3, 0.3),
                clock=lambda: time.monotonic() + self._skipped,
                faults=faults,
                shape=shape,
                record=True,
            )
            self._relay.api = behind(simulator)
            self._monkeypatch.setenv("ETERNALAI_BASE_URL", self._base_url)
            self._monkeypatch.setenv("ETERNALAI_API_KEY", key)
        else:
            simulator = again.api
        page = AppTest.from_file(str(APP), default_timeout=20)
        return Visit(page, simulator, self._skip).go(name, **query)

    def _skip(self, seconds: float) -> None:
        self._skipped += seconds


@pytest.fixture(scope="session", autouse=True)
def _no_search_for_components() -> Iterator[None]:
    # For each test Streamlit would read about every installed package, to find none of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session", autouse=True)
def _timers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_test, "LocalScriptRunner", TimedRunner)
        yield


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    clients: list[EternalClient] = []

    class Closed(EternalClient):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            clients.append(self)

    monkeypatch.setattr(api, "EternalClient", Closed)
    monkeypatch.setattr(waiting, "FIRST_INTERVAL_SECONDS", 0.02)
    monkeypatch.setenv("ETERNALAI_DATABASE", "off")  # tests/journal has the databases
    for name, limit in NO_LIMITS.items():
        monkeypatch.setenv(name, limit)
    monkeypatch.setattr(ledger, "CREATION_PAUSE_SECONDS", 0.0)
    visit_from(monkeypatch, BROWSER)
    yield
    used = (
        *(pools.loaders, pools.senders, pools.pollers, pools.lookers, pools.refreshers),
        list_cache.crawlers,
    )
    for pool in used:
        pool().shutdown()
    for client in clients:
        client.close()
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open pages on a simulator of the test's own."""
    return OpenPage(monkeypatch)
