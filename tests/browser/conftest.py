"""A browser, the dashboard as a process, and visitors who leave no trace outside this machine."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from eternal.simulator import Fault, Simulator, SimulatorServer
from tests.browser.chromium import find_browser, launch
from tests.browser.pace import FAST_APP
from tests.browser.tabs import DESKTOP, Tabs
from tests.browser.visitor import Visitor
from tests.dashboard import Dashboard
from tests.missing import skip_or_fail
from tests.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Browser
    from starlette.types import ASGIApp

KEY = "a-key-of-the-deployment"
FAST = (0.4, 0.8)

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as driving a browser."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)


class NewVisitor:
    """Opens the dashboard as somebody new.

    Args:
        browser: Opens a context for visitors who ask for options of their own.
        tabs: For visitors without options, and for their friends.
    """

    def __init__(self, browser: Browser, tabs: tuple[Tabs, Tabs]) -> None:
        self._browser = browser
        self._tabs = tabs
        self._opened = ExitStack()
        self._visitors: list[Visitor] = []

    def __call__(
        self,
        url: str,
        path: str = "/",
        *,
        is_friend: bool = False,
        is_apart: bool = False,
        **options: Any,
    ) -> Visitor:
        """Open an address.

        Args:
            url: Where the dashboard runs.
            path: What to open there.
            is_friend: Whether in another browser than the other visits, as for a shared link.
            is_apart: Whether in a browser of their own: for tests that listen to a page or change
                its scripts or sockets, which lasts as long as its tab.
            options: Of a browser of their own: its width, whether it is touched and so on.
        """
        tabs = self._tabs[is_friend]
        if is_apart or options:
            options = {"viewport": DESKTOP, **options}
            tabs = Tabs(self._opened.enter_context(self._browser.new_context(**options)))
        self._visitors.append(Visitor(tabs, url))
        return self._visitors[-1].open(path)

    def leave(self) -> None:
        """End all visits, then check what holds for every one of them."""
        with self._opened:
            for visitor in self._visitors:
                visitor.leave()
        for visitor in self._visitors:
            visitor.check()


class Serve:
    """Starts dashboards of the test's own, on APIs of the test's own.

    Args:
        stack: Ends them.
    """

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def __call__(self, api: ASGIApp | None = None, *, key: str = "", script: str = FAST_APP) -> str:
        """Return where a new dashboard runs; without an API it has no settings at all."""
        settings = {}
        if api is not None:
            server = self._stack.enter_context(SimulatorServer(api))
            settings = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": key}
        return self._stack.enter_context(Dashboard(settings, script=script)).url


class RenewApi:
    """Gives the shared live dashboard a fresh API.

    Args:
        relay: Stands before the API.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def __call__(
        self,
        *,
        faults: Iterable[Fault] = (),
        seconds: tuple[float, float] = FAST,
        clock: Callable[[], float] = time.monotonic,
        around: Callable[[ASGIApp], ASGIApp] = lambda api: api,
    ) -> Simulator:
        """Return the simulator that answers from now on, and record each request.

        Args:
            faults: How it misbehaves.
            seconds: The shortest and the longest time that a creation or a generation takes.
            clock: By which time.
            around: Wraps it, for what the simulator's own faults do not reach.
        """
        simulator = Simulator(
            creation_seconds=seconds,
            generation_seconds=seconds,
            faults=faults,
            clock=clock,
            record=True,
        )
        self._relay.api = around(simulator)
        return simulator


# The fixtures end with this package: Playwright keeps an event loop running in the thread of the
# tests, and others want to start theirs.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    executable = find_browser()
    if executable is None:
        reason = "no browser: put Chromium or Chrome on the PATH, or name it in ETERNAL_BROWSER"
        skip_or_fail(reason)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(browser: Browser) -> Iterator[str]:
    """Where a dashboard with no settings runs, for all tests that leave it as it is."""
    assert browser.is_connected()
    with Dashboard(script=FAST_APP) as dashboard:
        yield dashboard.url


@pytest.fixture(scope="package")
def _shared(browser: Browser) -> Iterator[tuple[Relay, str]]:
    assert browser.is_connected()
    relay = Relay()
    with SimulatorServer(relay) as server:
        settings = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": KEY}
        with Dashboard(settings, script=FAST_APP) as dashboard:
            yield relay, dashboard.url


@pytest.fixture
def live(_shared: tuple[Relay, str]) -> str:
    """Where a dashboard with a key runs. Its list is cached: for creating and looking up only."""
    return _shared[1]


@pytest.fixture
def api(_shared: tuple[Relay, str]) -> RenewApi:
    """Give ``live`` another API."""
    return RenewApi(_shared[0])


@pytest.fixture
def serve(browser: Browser) -> Iterator[Serve]:
    """Start dashboards of the test's own."""
    assert browser.is_connected()
    with ExitStack() as stack:
        yield Serve(stack)


@pytest.fixture(scope="package")
def _tabs(browser: Browser) -> Iterator[tuple[Tabs, Tabs]]:
    """For visits that want nothing special, and for their friends: scripts are loaded once."""
    with (
        browser.new_context(viewport=DESKTOP) as context,
        browser.new_context(viewport=DESKTOP, locale="en-GB") as friend,
    ):
        yield Tabs(context), Tabs(friend)


@pytest.fixture
def visit(browser: Browser, serve: Serve, _tabs: tuple[Tabs, Tabs]) -> Iterator[NewVisitor]:
    """Open visits, and check afterwards what holds for every one of them."""
    assert serve, "what is served ends after the visits, or these would report its end"
    for tabs in _tabs:
        tabs.context.clear_cookies()  # or this visitor would have the history of the last one
    new_visitor = NewVisitor(browser, _tabs)
    yield new_visitor
    new_visitor.leave()
