"""Back and Forward: what is shown is what the address says, at each step of a journey."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocketRoute

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

_SHOWN = """() => [...document.querySelectorAll(".st-key-cards *")].map(one => one.shadowRoot)
    .filter(Boolean).flatMap(root => [...root.querySelectorAll("h2")])
    .map(one => one.innerText).join("|")"""
_CONNECTION = "data-test-connection-state"
_IS_SHOWN = f"""([names, query]) => ({_SHOWN})() === names && location.search === query
    && document.querySelector('.stApp').dataset.testScriptState === 'notRunning'"""


@dataclass
class Journey:
    """Somebody who goes on and back, and compares what is shown with what was shown there before.

    Attributes:
        visitor: Who travels.
        stops: For each entry of the history its query and the names on its cards.
        place: Which entry is open.
    """

    visitor: Visitor
    stops: list[tuple[str, str]] = field(default_factory=list)
    place: int = -1

    def arrive(self) -> Journey:
        """Take note of a new entry of the history."""
        self.place += 1
        self.stops[self.place :] = [self._here()]
        return self

    def stay(self) -> Journey:
        """Take note of what has replaced the entry that is open."""
        self.stops[self.place] = self._here()
        return self

    def go(self, steps: int) -> Journey:
        """Go back or on, one entry after the other; each must show what it showed before."""
        page = self.visitor.page
        for _ in range(abs(steps)):
            page.go_back() if steps < 0 else page.go_forward()
            self.place += -1 if steps < 0 else 1
            self.shows()
        return self

    def shows(self) -> Journey:
        """Wait until the entry that is open shows what it showed before."""
        query, names = self.stops[self.place]
        page = self.visitor.page
        try:
            page.wait_for_function(_IS_SHOWN, arg=[names, query])
        except PlaywrightTimeoutError:
            shown = (page.evaluate("location.search"), page.evaluate(_SHOWN))
            assert shown == (query, names), "the address or who is shown is another one"
            raise
        return self

    def reload(self) -> Journey:
        """Load the address anew: it shows the same."""
        self.visitor.page.reload()
        return self.shows()

    def _here(self) -> tuple[str, str]:
        page = self.visitor.is_at_rest().page
        return page.evaluate("location.search"), page.evaluate(_SHOWN)


class Line:
    """What a page reaches its server by, from its next load on; it can be cut for a while."""

    def __init__(self, page: Page) -> None:
        self._is_cut = False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket("**/_stcore/stream", self._connect)

    def cut(self) -> None:
        """End the connection, and let no other begin."""
        self._is_cut = True
        self._sockets[-1].close()

    def mend(self) -> None:
        """Let the page connect again."""
        self._is_cut = False

    def _connect(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close()
            return
        socket.connect_to_server()
        self._sockets.append(socket)


def is_at(visitor: Visitor, **query: str) -> Visitor:
    """Wait until the address says so, and all of it is drawn."""
    expected = {name: [text] for name, text in query.items()}
    visitor.waits_for(lambda: visitor.query() == expected).is_at_rest()
    expect(visitor.page.get_by_role("progressbar")).to_have_count(0)
    return visitor.is_at_rest()


def is_marked_page(visitor: Visitor, number: int) -> None:
    """Wait until the pager names a page."""
    page = visitor.page.get_by_role("button", name=f"Page {number}", exact=True)
    expect(page).to_have_attribute("aria-current", "page")


@pytest.mark.row("S2")
def test_pages_and_size(visit: NewVisitor, demo: str) -> None:
    """Back and Forward over turned pages show the people of the address; the size replaces."""
    visitor = visit(demo).sees_pictures(12)
    journey = Journey(visitor).arrive()
    for number, button in ((2, "Next page"), (3, "On to page 3"), (4, "Next page")):
        visitor.press(button)
        is_at(visitor, page=str(number))
        journey.arrive()
    assert len({names for _, names in journey.stops}) == 4
    for number in (3, 2, 1):
        is_marked_page(journey.go(-1).visitor, number)
    journey.go(2).reload().go(1).go(-2)

    visitor.choose("12")
    is_at(visitor, size="12")
    expect(visitor.page.locator(".st-key-cards li")).to_have_count(12)
    journey.stay().go(-1).go(1).go(2)


@pytest.mark.row("S2")
def test_searches_filters_and_views(visit: NewVisitor, demo: str) -> None:
    """A search is one entry however it is typed; a filter and a view are one each."""
    visitor = visit(demo, "/?page=2").sees_pictures(12)
    journey = Journey(visitor).arrive()
    search = visitor.page.get_by_role("searchbox", name="Search")
    search.press_sequentially("the", delay=80)
    is_at(visitor, q="the")
    journey.arrive()
    search.fill("sigrun")
    is_at(visitor, q="sigrun").sees_name("Sigrún Halldórsdóttir")
    journey.arrive().go(-1)
    expect(search).to_have_value("the")
    visitor.press("Next page")
    is_at(visitor, q="the", page="2")
    journey.arrive()

    visitor.press("Filters")
    visitor.page.get_by_role("combobox", name="Gender").click()
    visitor.page.get_by_role("option", name="male", exact=True).click()
    visitor.page.keyboard.press("Escape")
    is_at(visitor, q="the", gender="male")
    others = visitor.page.locator(".st-key-cards .facts").filter(has_not_text="· male")
    expect(others).to_have_count(0)
    visitor.page.keyboard.press("Escape")
    journey.arrive()
    visitor.choose("Table")
    is_at(visitor, q="the", gender="male", view="Table")
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
    journey.arrive().go(-1).reload().go(-3)
    expect(search).to_have_value("")
    journey.go(4)
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(search).to_have_value("the")


@pytest.mark.row("S3")
def test_other_pages_and_back(visit: NewVisitor, demo: str) -> None:
    """Back from another page finds the gallery as it was left, and so does the bar."""
    visitor = visit(demo, "/?q=the&gender=female&size=12").sees_pictures(4)
    journey = Journey(visitor).arrive()
    assert len(journey.stops[0][1].split("|")) == 12
    visitor.menu("Create").is_at_rest()
    visitor.page.go_back()
    journey.shows()
    visitor.press("Next page")
    visitor.waits_for(lambda: visitor.query().get("page") == ["2"])
    journey.arrive()
    visitor.menu("Generate").menu("Gallery")
    journey.shows()
    visitor.page.go_back()
    expect(visitor.page.get_by_role("heading", level=1, name="Generate")).to_be_visible()
    visitor.page.go_back()
    journey.shows().go(-1)


@pytest.mark.row("S2")
@pytest.mark.row("S3")
def test_dialogs_and_their_own_pages(visit: NewVisitor, demo: str) -> None:
    """A dialog is an entry: Back closes it, Forward opens it, also from a page of its own."""
    visitor = visit(demo, "/?page=3").sees_pictures(4)
    dialog = visitor.page.get_by_role("dialog", name="Character")
    journey = Journey(visitor).arrive()
    first, second = journey.stops[0][1].split("|")[:2]
    details = visitor.page.get_by_role("button", name="Details")
    details.nth(0).click()
    expect(dialog.get_by_role("heading", name=first)).to_be_visible()
    journey.arrive().go(-1)
    expect(dialog).to_have_count(0)
    details.nth(1).click()
    expect(dialog.get_by_role("heading", name=second)).to_be_visible()
    journey.arrive()
    dialog.get_by_role("link", name="Open on its own page").click()
    visitor.sees_name(second)
    expect(visitor.page.get_by_role("heading", level=1, name="Look up")).to_be_visible()
    visitor.page.go_back()
    journey.shows()
    expect(dialog.get_by_role("heading", name=second)).to_be_visible()
    journey.reload()
    expect(dialog.get_by_role("heading", name=second)).to_be_visible()
    journey.go(-1)
    expect(dialog).to_have_count(0)


@pytest.mark.row("S2")
def test_look_ups(visit: NewVisitor, demo: str) -> None:
    """Back over two looked-up ids shows the first, and then the empty field."""
    visitor = visit(demo, "/lookup")
    id = visitor.page.get_by_role("textbox", name="Character ID")
    for text, handle in (("6790", "@elara_voss"), ("6784", "@")):
        id.fill(text)
        id.press("Enter")
        is_at(visitor, id=text).sees(handle)
    name = visitor.page.locator(".character h2").first.inner_text()
    visitor.page.go_back()
    is_at(visitor, id="6790").sees_name("Elara Voss")
    expect(id).to_have_value("6790")
    visitor.page.go_back()
    expect(id).to_have_value("")
    expect(visitor.page.locator(".character h2")).to_have_count(0)
    visitor.page.go_forward()
    visitor.sees_name("Elara Voss").page.go_forward()
    visitor.sees_name(name)
    visitor.choose("Many")
    is_at(visitor, id="6784", how="Many").page.go_back()
    visitor.sees_name(name)


@pytest.mark.row("S2")
def test_filters_of_a_link_stay_and_go(visit: NewVisitor, demo: str) -> None:
    """Filters of a link are there when they are opened later, and once cleared stay away."""
    visitor = visit(demo, "/?gender=male&age=25&age=35&size=12").sees_pictures(4)
    visitor.press("Next page")
    visitor.waits_for(lambda: visitor.query().get("page") == ["2"]).is_at_rest()
    visitor.press("Filters")
    chosen = visitor.page.get_by_test_id("stMultiSelect").first
    expect(chosen.get_by_text("male", exact=True)).to_be_visible()
    visitor.page.keyboard.press("Escape")
    visitor.choose("24")
    visitor.waits_for(lambda: visitor.query() == {"gender": ["male"], "age": ["25", "35"]})
    others = visitor.page.locator(".st-key-cards .facts").filter(has_not_text="· male")
    expect(others).to_have_count(0)
    visitor.is_at_rest().press("Clear filters").sees_name("Elara Voss").press("Next page")
    is_at(visitor, page="2")
    assert others.count() > 0


@pytest.mark.row("S2")
@pytest.mark.row("S3")
def test_back_while_the_connection_is_down(visit: NewVisitor, demo: str) -> None:
    """Back while there is no connection shows what the address says once there is one again."""
    visitor = visit(demo, "/lookup?how=Many", is_apart=True)
    page = visitor.page
    line = Line(page)
    visitor.open("/lookup?how=Many").menu("Generate").is_at_rest()
    line.cut()
    expect(page.get_by_test_id("stApp")).not_to_have_attribute(_CONNECTION, "CONNECTED")
    page.go_back()
    page.wait_for_url("**/lookup?how=Many")
    line.mend()
    expect(page.get_by_role("heading", level=1, name="Look up")).to_be_visible()
    expect(page.get_by_role("radio", name="Many", exact=True)).to_be_checked()
    visitor.is_at_rest()
    page.go_forward()
    expect(page.get_by_role("heading", level=1, name="Generate")).to_be_visible()


@pytest.mark.row("S3")
def test_generate_is_left_in_one_step(visit: NewVisitor, demo: str) -> None:
    """Back from another page finds Generate as it was left, and the next Back what was before."""
    visitor = visit(demo, "/lookup?id=6790").sees_name("Elara Voss")
    heading = visitor.page.get_by_role("heading", level=1)
    visitor.page.get_by_role("link", name="Pictures and videos").click()
    visitor.choose("Custom")
    is_at(visitor, character="6790", way="Custom").menu("Create").is_at_rest()
    visitor.page.go_back()
    expect(heading).to_have_text("Generate")
    is_at(visitor, character="6790", way="Custom").sees_name("Elara Voss")
    expect(visitor.page.get_by_role("textbox", name="Describe the change")).to_be_visible()
    visitor.page.go_back()
    is_at(visitor, character="6790")
    expect(visitor.page.get_by_role("textbox", name="Effect ID")).to_be_visible()
    visitor.page.go_back()
    expect(heading).to_have_text("Look up")
    is_at(visitor, id="6790").page.go_forward()
    is_at(visitor, character="6790").page.go_forward()
    is_at(visitor, character="6790", way="Custom").page.go_forward()
    expect(heading).to_have_text("Create")


@pytest.mark.row("S3")
def test_the_source_is_an_entry(visit: NewVisitor, demo: str) -> None:
    """Back and Forward over a switch of the source show the source of the address."""
    visitor = visit(demo, "/create")
    for name in ("Live", "Demo"):
        visitor.choose(name).is_at_rest()
        expect(visitor.page.get_by_role("radio", name=name, exact=True)).to_be_checked()
    is_at(visitor).page.go_back()
    is_at(visitor, source="Live").sees("Live: open.eternalai.org")
    visitor.menu("Look up")
    is_at(visitor, source="Live").sees("Live: open.eternalai.org").page.go_back()
    is_at(visitor, source="Live").page.go_back()
    is_at(visitor).sees("Demo data")
    visitor.page.go_forward()
    is_at(visitor, source="Live").sees("Live: open.eternalai.org")


@pytest.mark.row("S2")
def test_characters_of_generate(visit: NewVisitor, demo: str) -> None:
    """Each character that is chosen by its ID is an entry; Back shows the one before."""
    visitor = visit(demo, "/generate")
    id = visitor.page.get_by_role("textbox", name="Character ID")
    name = visitor.page.locator(".character h2")
    names = []
    for text in ("6790", "6784"):
        id.fill(text)
        id.press("Enter")
        is_at(visitor, character=text)
        expect(name).to_have_count(1)
        names.append(name.inner_text())
    visitor.page.go_back()
    expect(name).to_have_text(names[0])
    expect(id).to_have_value("6790")
    visitor.page.go_back()
    is_at(visitor)
    expect(id).to_have_value("")
    visitor.page.go_forward()
    expect(name).to_have_text(names[0])
