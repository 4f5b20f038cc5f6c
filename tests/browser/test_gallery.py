"""The gallery as somebody sees it who opens it and turns its pages."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.apis import Crowd, crowd
from tests.browser.pace import seconds_here
from tests.browser.test_accessibility import PHONE
from tests.dashboard import APP

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor, Serve
    from tests.browser.visitor import Visitor

LAST_PAGE = 12
_SIDES = """card => {
    const outer = card.getBoundingClientRect();
    return [...card.querySelectorAll("button, a")].map(one => one.getBoundingClientRect())
        .every(one => one.width >= 24 && one.left >= outer.left && one.right <= outer.right);
}"""


def is_at_page(visitor: Visitor, number: int) -> Visitor:
    """Wait until a page is shown, in the address, and with the top of its grid in view."""
    page = visitor.page
    expect(page.get_by_role("button", name=f"Page {number}", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    expect(page).to_have_url(re.compile(rf"[?&]page={number}\b" if number > 1 else r"/[^/]*$"))
    visitor.is_at_rest()
    expect(page.locator(".st-key-cards li").first).to_be_in_viewport()
    return visitor


def test_opens_with_pictures_and_keeps_to_itself(visit: NewVisitor, serve: Serve) -> None:
    """With no settings a dozen pictures are there in 5 s, nothing is asked of other machines."""
    url = serve(script=APP)
    began = time.monotonic()
    visitor = visit(url, locale="en-GB").sees_pictures(12)
    assert time.monotonic() - began < seconds_here(5)
    visitor.sees("Demo data").is_at_rest()
    assert len(visitor.names) == 24
    assert visitor.page.get_by_role("img", name="Elara Voss").count() == 1
    for name in ("Deploy", "Main menu"):
        expect(visitor.page.get_by_role("button", name=name)).to_have_count(0)
    visitor.check()


def test_pages_are_turned_in_every_way(visit: NewVisitor, demo: str) -> None:
    """Arrows above, buttons below, a number and the arrow keys turn pages, and all scroll up.

    In the search box an arrow key moves the cursor, and turns no page.
    """
    visitor = is_at_page(visit(demo).sees_pictures(12), 1)
    seen = {1: visitor.names}

    visitor.press("Next page")
    seen[2] = is_at_page(visitor, 2).names
    visitor.press("On to page 3")
    seen[3] = is_at_page(visitor, 3).names
    visitor.press("Back to page 2")
    assert is_at_page(visitor, 2).names == seen[2]
    jump = visitor.page.get_by_role("spinbutton", name="Go to page")
    jump.fill("7")
    jump.press("Enter")
    seen[7] = is_at_page(visitor, 7).names
    jump.blur()
    visitor.page.keyboard.press("ArrowRight")
    seen[8] = is_at_page(visitor, 8).names
    visitor.page.keyboard.press("ArrowLeft")
    assert is_at_page(visitor, 7).names == seen[7]

    search = visitor.page.get_by_role("searchbox", name="Search")
    search.focus()
    search.press("ArrowRight")
    search.blur()
    visitor.page.keyboard.press("ArrowRight")
    assert is_at_page(visitor, 8).names == seen[8], "an arrow in the search box turned a page"
    everyone = [name for names in seen.values() for name in names]
    assert len(everyone) == len(set(everyone)) == 24 * len(seen)


def test_the_end_and_what_is_past_it(visit: NewVisitor, demo: str) -> None:
    """The last page turns only back; a page past it and a nonsense one say so and lead back."""
    visitor = is_at_page(visit(demo, f"/?page={LAST_PAGE}"), LAST_PAGE)
    expect(visitor.button("Next page")).to_be_disabled()
    expect(visitor.button(f"On to page {LAST_PAGE + 1}")).to_have_count(0)
    assert 0 < len(visitor.names) < 24

    visitor.open("/?page=400").sees("There is no page 400").press("Go to the first page")
    is_at_page(visitor, 1).sees_name("Elara Voss")
    for nonsense in ("-3", "banana", "9" * 25):
        visitor.open(f"/?page={nonsense}").sees("named a page that cannot exist")
        is_at_page(visitor, 1)


def test_details_open_and_close(visit: NewVisitor, demo: str) -> None:
    """Details shows all of a character, closes by Escape, and leads to a page of its own."""
    visitor = visit(demo).sees_pictures(12).is_at_rest().press("Details")
    dialog = visitor.page.get_by_role("dialog", name="Character")
    for words in ("@elara_voss", "former bartender", "approved", "6790"):
        expect(dialog.get_by_text(words).first).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(visitor.button("Details")).to_be_focused()

    visitor.press("Details")
    link = dialog.get_by_role("link", name="Open on its own page")
    address = link.get_attribute("href")
    link.click()
    visitor.sees_name("Elara Voss")
    expect(visitor.page).to_have_url(re.compile(r"/lookup\?id=6790$"))
    visitor.page.go_back()
    expect(visitor.page.get_by_role("heading", level=1, name="Gallery")).to_be_visible()
    visitor.open_in_new_tab(f"/{address}").sees_name("Elara Voss")


def test_details_outlast_a_reading(visit: NewVisitor, serve: Serve) -> None:
    """While the list is still being read, details stay open with the focus in them, and close."""
    visitor = visit(serve(Crowd(crowd(2000), seconds=0.4)), "/?q=person").sees_name("Person 1")
    visitor.press("Details")
    dialog = visitor.page.get_by_role("dialog", name="Character")
    expect(dialog.get_by_text("@person_1").first).to_be_visible()
    visitor.page.keyboard.press("Tab")
    visitor.sees("2,000 searched").is_at_rest()
    expect(dialog).to_be_visible()
    assert dialog.evaluate("one => one.contains(document.activeElement)")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    visitor.waits_for(lambda: "details" not in visitor.query())
    assert "details" not in visitor.is_at_rest().query()
    expect(visitor.button("Details")).to_be_focused()


def test_a_link_to_details_opens_them(visit: NewVisitor, demo: str) -> None:
    """The address of an open dialog opens it in another browser, and a reload keeps it."""
    visitor = visit(demo, "/?page=3").sees_pictures(4).is_at_rest().press("Details")
    dialog = visitor.page.get_by_role("dialog", name="Character")
    expect(dialog.get_by_text("@").first).to_be_visible()
    handle = dialog.get_by_text("@").first.inner_text()
    visitor.page.reload()
    expect(dialog.get_by_text(handle).first).to_be_visible()
    address = visitor.page.url.removeprefix(demo)
    other = visit(demo, address, is_friend=True)
    expect(other.page.get_by_role("dialog").get_by_text(handle).first).to_be_visible()
    with other.page.expect_download() as started:
        other.page.get_by_role("dialog").get_by_role("button", name="Picture").click()
    assert started.value.suggested_filename.endswith(".svg")


def test_every_button_of_a_card_is_in_it(visit: NewVisitor, demo: str) -> None:
    """Whatever the width of the window, and with it of a card, its buttons are on it, and large."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    card = visitor.page.locator(".st-key-cards li").first
    for width in (320, 390, 768, 1280, 1366, 1536, 1920):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert card.evaluate(_SIDES)


def test_the_whole_card_opens(visit: NewVisitor, demo: str) -> None:
    """A click on the picture, or on the words, opens the details of that character."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    dialog = visitor.page.get_by_role("dialog", name="Character")
    for part in (".picture", ".bio"):
        box = visitor.page.locator(".st-key-cards li").nth(1).locator(part).bounding_box()
        assert box
        visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(dialog.get_by_role("heading", name="Kwabena Asante")).to_be_visible()
        visitor.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_a_card_leads_to_its_pictures(visit: NewVisitor, demo: str) -> None:
    """The wand of a card opens Generate with that character, in the same visit."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    visitor.page.get_by_role("link", name="Pictures and videos").nth(1).click()
    expect(visitor.page.get_by_role("heading", level=1, name="Generate")).to_be_visible()
    visitor.sees_name("Kwabena Asante")


def test_pictures_are_fetched_when_they_come_near(visit: NewVisitor, demo: str) -> None:
    """Of 48 pictures of a page those near the view are fetched, and the others on scrolling."""
    visitor = visit(demo, "/?size=48", viewport=PHONE).sees_pictures(4).is_at_rest()
    first = sum("/portraits/" in url for url in visitor.asked)
    assert 4 <= first < 48
    visitor.page.locator(".st-key-cards li").last.scroll_into_view_if_needed()
    visitor.waits_for(lambda: sum("/portraits/" in url for url in visitor.asked) > first)


def test_copy_link_copies_at_once(visit: NewVisitor, demo: str) -> None:
    """Copy link puts the address of the view into the clipboard, and says where it works."""
    may_copy = ["clipboard-read", "clipboard-write"]
    visitor = visit(demo, "/?q=elara", permissions=may_copy).sees("found").is_at_rest()
    visitor.press("Copy link").sees("It works on this computer only")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == visitor.page.url == f"{demo}/?q=elara"
