"""A visitor with a browser: opens pages, finds things by what people see, keeps what is logged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.tabs import PATIENCE, SECONDS
from tests.dashboard import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from playwright.sync_api import (
        BrowserContext,
        ConsoleMessage,
        Locator,
        Page,
        Request,
        ViewportSize,
    )
    from playwright.sync_api import Error as PlaywrightError

    from tests.browser.tabs import Tabs

    Scheme = Literal["light", "dark"]

_IS_OF_STREAMLIT = re.compile(
    r"404 .*/\w+/_stcore/(health|host-config)$|^Cannot send rerun backMessage when disconnected"
)
"""What Streamlit logs on any deep link, as it looks for its server below the page, then above it;
and of Back while the connection is down."""

_SKELETON = re.compile("^stSkeleton(Element)?$")

expect.set_options(timeout=PATIENCE * SECONDS)

ALL_IMAGES: Final = """() => {
    const cards = [...document.querySelectorAll(".st-key-cards *")].map(one => one.shadowRoot);
    return [document, ...cards.filter(Boolean)].flatMap(root => [...root.querySelectorAll("img")]);
}"""
"""All pictures of a page. Those on cards stand in a shadow root, and are fetched near the view."""

_LOADED = f"""count => ({ALL_IMAGES})()
    .filter(one => one.complete && one.naturalWidth > 0).length >= count"""


# Each tick of a timer fades what it may replace, so opacity is never at rest beside a bar.
_LOOKS_SO = """([width, scheme]) => innerWidth === width
    && getComputedStyle(document.querySelector(".stApp")).colorScheme === scheme
    && document.getAnimations().every(one => one.transitionProperty === "opacity"
        || one.effect.getComputedTiming().endTime === Infinity
        || one.effect.target.closest("[role=progressbar]"))"""


_IS_OF_NO_SERVER = re.compile(
    r"ERR_CONNECTION_REFUSED|No response received|not responding|Failed to fetch"
)


class Visitor:
    """One page, in a browser of its own or beside others.

    Args:
        tabs: Lends what the pages are opened in.
        url: Where the dashboard runs.

    Attributes:
        page: The page in front.
        picture_host: A host outside that pictures may be asked of; the browser gets none.
        console: What was written to the console.
        asked: The addresses that were asked for.
        is_cut_off: Whether the test has killed the dashboard: it refuses connections then.
    """

    def __init__(self, tabs: Tabs, url: str) -> None:
        self._tabs = tabs
        self.url = url
        self.picture_host = ""
        self.console: list[str] = []
        self.asked: list[str] = []
        self.is_cut_off = False
        self._errors: list[str] = []
        self._pages: list[Page] = []
        self.page = self._new_page()

    def open(self, path: str = "/") -> Visitor:
        """Open an address of the dashboard."""
        self.page.goto(self.url + path)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def open_in_new_tab(self, path: str) -> Visitor:
        """Open an address in another tab, as a new session of the same browser, in front."""
        self.page = self._new_page()
        return self.open(path)

    def menu(self, title: str) -> Visitor:
        """Turn to another page by the navigation."""
        self.page.get_by_role("link", name=title, exact=True).click()
        heading = self.page.get_by_role("heading", level=1, name=title)
        expect(heading).to_be_visible()
        return self

    def button(self, name: str) -> Locator:
        """The first button whose name begins so; a shortcut follows in some."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}\b")).first

    def press(self, name: str) -> Visitor:
        """Click the first button of that name."""
        self.button(name).click()
        return self

    def choose(self, name: str) -> Visitor:
        """Click one choice of several."""
        self.page.get_by_role("radio", name=name, exact=True).click()
        return self

    def sees(self, words: str, *, within: float = PATIENCE) -> Visitor:
        """Wait until words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=within * SECONDS)
        return self

    def sees_name(self, name: str, *, within: float = PATIENCE) -> Visitor:
        """Wait until a character of that name is on the page."""
        heading = self.page.get_by_role("heading", name=name, exact=True).first
        expect(heading).to_be_visible(timeout=within * SECONDS)
        return self

    def sees_pictures(self, count: int, *, within: float = PATIENCE) -> Visitor:
        """Wait until so many pictures are loaded."""
        self.page.wait_for_function(_LOADED, arg=count, timeout=within * SECONDS)
        return self

    def waits_for(self, is_so: Callable[[], bool], *, within: float = PATIENCE) -> Visitor:
        """Wait until something is so that the page does not show."""
        for _ in range(int(within * 20)):
            if is_so():
                return self
            self.page.wait_for_timeout(50)
        raise AssertionError("It did not come to be so in time.")

    def is_at_rest(self) -> Visitor:
        """Wait until the page is drawn and no script runs."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.get_by_test_id(_SKELETON)).to_have_count(0)
        return self

    def looks(self, size: ViewportSize, scheme: Scheme = "light") -> Visitor:
        """Give the page a size and a colour scheme, and wait until it is drawn in them."""
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.wait_for_function(_LOOKS_SO, arg=[size["width"], scheme])
        return self.is_at_rest()

    @property
    def context(self) -> BrowserContext:
        """The browser, as far as it shares cookies and storage."""
        return self._tabs.context

    @property
    def names(self) -> list[str]:
        """The names on the cards, in their order."""
        return self.page.locator(".st-key-cards").get_by_role("heading").all_inner_texts()

    def query(self) -> dict[str, list[str]]:
        """What stands in the address."""
        return parse_qs(urlsplit(self.page.url).query)

    def leave(self) -> None:
        """Leave the pages, and hear no more of them."""
        while self._pages:
            page = self._pages.pop()
            page.remove_listener("request", self._note_request)
            page.remove_listener("console", self._note)
            page.remove_listener("pageerror", self._note_error)
            self._tabs.take_back(page)

    def check(self) -> None:
        """What holds for every visit: nothing is asked of others, and nothing breaks."""
        hosts = {urlsplit(url).hostname for url in self.asked if url.startswith(("http", "ws"))}
        assert hosts <= {LOOPBACK, self.picture_host}, "the browser reached for another host"
        problems = [one for one in self._errors if not self._is_expected(one)]
        assert not problems, f"the console tells of errors: {problems}"

    def _new_page(self) -> Page:
        page = self._tabs.lend()
        page.on("request", self._note_request)
        page.on("console", self._note)
        page.on("pageerror", self._note_error)
        self._pages.append(page)
        return page

    def _note_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _note_error(self, error: PlaywrightError) -> None:
        self._errors.append(str(error))

    def _note(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)
        if message.type == "error":
            self._errors.append(f"{message.text} {message.location['url']}")

    def _is_expected(self, error: str) -> bool:
        is_picture = bool(self.picture_host) and self.picture_host in error
        is_cut_off = self.is_cut_off and bool(_IS_OF_NO_SERVER.search(error))
        return is_picture or is_cut_off or bool(_IS_OF_STREAMLIT.search(error))
