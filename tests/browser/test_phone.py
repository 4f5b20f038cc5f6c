"""The dashboard on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from tests.browser.conftest import Visit

PHONE: ViewportSize = {"width": 390, "height": 844}
SIDEWAYS = """() => [document.documentElement, document.querySelector("[data-testid='stMain']")]
    .map(element => element.scrollWidth - element.clientWidth)"""
CUT = """() => [...document.querySelectorAll("[data-testid='stMain'] button p")]
    .filter(one => one.getClientRects().length && one.parentElement.clientWidth > 1)
    .filter(one => [one, one.parentElement].some(box => box.scrollWidth > box.clientWidth + 1))
    .map(one => one.innerText)"""
OUTSIDE = """() => [...document.querySelectorAll("[data-testid='stMain'] button")]
    .filter(one => one.offsetParent && one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.innerText)"""


PAGES = {
    "/": "Elara Voss",
    "/?q=the": "found",
    "/?view=Table": "searched",
    "/?view=Charts": "Median age",
    "/?view=Shortlist&shortlist=6790.6604&compare=true": "on your shortlist",
    "/create": "Describe somebody",
    "/lookup?id=6790": "Elara Voss",
    "/lookup?how=Many": "Separated by",
    "/generate?character=6790": "Elara Voss",
}


def test_nothing_scrolls_sideways(visit: Visit, demo: str) -> None:
    """At 390 px neither a page nor its main section scrolls sideways, and no button is outside."""
    visitor = visit(demo, viewport=PHONE, has_touch=True)
    found = {}
    for path, words in PAGES.items():
        visitor.open(path).sees(words).is_at_rest()
        found[path] = [*visitor.page.evaluate(SIDEWAYS), *visitor.page.evaluate(OUTSIDE)]
    assert found == {path: [0, 0] for path in PAGES}


@pytest.mark.parametrize("size", [PHONE, {"width": 768, "height": 1024}, DESKTOP])
def test_no_label_is_cut(visit: Visit, demo: str, size: ViewportSize) -> None:
    """What stands on a button of the gallery can be read whole, on a phone, a tablet, a desktop."""
    visitor = visit(demo, viewport=size).sees_pictures(4).is_at_rest()
    assert visitor.page.evaluate(CUT) == []


def test_a_phone_does_it_all(visit: Visit, demo: str) -> None:
    """On a phone the menu, a dialog and a lookup are within reach of a finger."""
    visitor = visit(demo, "/", viewport=PHONE, has_touch=True).sees_pictures(4).is_at_rest()
    visitor.button("Details").tap()
    dialog = visitor.page.get_by_role("dialog", name="Character")
    dialog.get_by_text("6790").first.wait_for()
    assert visitor.page.evaluate(SIDEWAYS) == [0, 0]
    box = dialog.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    dialog.get_by_role("link", name="Open on its own page").tap()
    expect(visitor.page).to_have_url(re.compile("/lookup.id=6790"))
    visitor.sees_name("Elara Voss")
