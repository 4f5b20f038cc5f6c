"""One visitor with a browser: how long until the cards are there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median, pstdev
from typing import TYPE_CHECKING, Any, Final

from tests.browser.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Playwright

    from tests.benchmarks.servers import Server

_NAMES: Final = """name => {
    const inner = [...document.querySelectorAll(".st-key-cards *")].map(one => one.shadowRoot);
    return [document, ...inner.filter(Boolean)]
        .flatMap(root => [...root.querySelectorAll("h2, h3")])
        .some(one => one.textContent.trim() === name && one.getBoundingClientRect().width > 0);
}"""
_PATIENCE: Final = 120_000
_NEXT: Final = "Next page"
PAGE_SIZE: Final = 24


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one thing that a visitor does: the median of some tries, and how they spread."""

    seconds: float
    spread: float
    tries: int


def timing(seconds: list[float]) -> Timing:
    """Sum up some tries."""
    return Timing(median(seconds), pstdev(seconds), len(seconds))


class Alone:
    """Measures one visitor at one server.

    Args:
        playwright: Drives the browser.
        executable: The browser.
        server: What is visited.
    """

    def __init__(self, playwright: Playwright, executable: str, server: Server) -> None:
        self._server = server
        self._browser: Browser = launch(playwright, executable)

    def close(self) -> None:
        """Close the browser."""
        self._browser.close()

    def visits(self, tries: int) -> dict[str, Timing]:
        """A first visit (nothing in the browser's cache), a warm one, flips, and Back."""
        found: dict[str, list[float]] = {
            "first visit": [],
            "warm visit": [],
            "flip": [],
            "back": [],
        }
        for _ in range(tries):
            with self._browser.new_context(viewport={"width": 1280, "height": 900}) as context:
                page = context.new_page()
                page.set_default_timeout(_PATIENCE)
                found["first visit"].append(self._opens(page))
                page.close()
                page = context.new_page()
                page.set_default_timeout(_PATIENCE)
                found["warm visit"].append(self._opens(page))
                page.wait_for_timeout(1500)
                for number in (2, 3):
                    button = page.get_by_role("button", name=_NEXT).first
                    found["flip"].append(self._timed(page, button.click, number))
                    page.wait_for_timeout(1500)
                if self._server.contestant.name == "app":
                    found["back"].append(self._timed(page, page.go_back, 2))
        return {name: timing(seconds) for name, seconds in found.items() if seconds}

    def keystroke(self, tries: int) -> Timing:
        """From a letter in the search of a list that was read, to those whom it finds."""
        with self._browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            page.set_default_timeout(_PATIENCE)
            page.goto(f"{self._server.url}/?q=person")
            page.wait_for_function("document.body.innerText.includes('found')")
            page.wait_for_timeout(15_000)
            box = page.get_by_role("searchbox").or_(page.get_by_label("Search")).first
            seconds = []
            for number in range(311, 311 + tries):
                began = time.perf_counter()
                box.fill(str(number))
                page.wait_for_function(_NAMES, arg=f"Person {number}", polling=10)
                seconds.append(time.perf_counter() - began)
                page.wait_for_timeout(500)
        return timing(seconds)

    def ticks(self, seconds: float) -> dict[str, float]:
        """What watching a creation costs: processor time of the server and bytes, each a tick."""
        with self._browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            page.set_default_timeout(_PATIENCE)
            received: list[int] = []
            page.on("websocket", lambda socket: socket.on("framereceived", _counter(received)))
            page.goto(f"{self._server.url}/create")
            page.get_by_label("Describe the character").fill("A beekeeper who writes letters.")
            page.get_by_role("button", name="Create character").click()
            page.get_by_text("so far").first.wait_for()
            page.wait_for_timeout(3000)
            received.clear()
            used = self._server.processor_seconds
            page.wait_for_timeout(seconds * 1000)
            used = self._server.processor_seconds - used
        ticks = max(1.0, seconds)  # one each second
        return {"processor_ms": 1000 * used / ticks, "kilobytes": sum(received) / 1000 / ticks}

    def _opens(self, page: Page) -> float:
        return self._timed(page, lambda: page.goto(self._server.url), 1)

    def _timed(self, page: Page, act: Callable[[], Any], number: int) -> float:
        began = time.perf_counter()
        act()
        name = f"Person {(number - 1) * PAGE_SIZE + 1}"
        page.wait_for_function(_NAMES, arg=name, polling=10)
        return time.perf_counter() - began


def _counter(received: list[int]) -> Callable[[Any], None]:
    return lambda frame: received.append(len(frame))
