"""The dashboard on a phone, under a finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.test_accessibility import OUTSIDE, PHONE, SIDEWAYS

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor


def fits(visitor: Visitor) -> bool:
    """Whether nothing scrolls sideways, and no button is outside."""
    page = visitor.is_at_rest().page
    return [*page.evaluate(SIDEWAYS), *page.evaluate(OUTSIDE)] == []


def test_a_phone_does_it_all(visit: NewVisitor, demo: str) -> None:
    """On a phone the menu, a dialog and a lookup are within reach of a finger."""
    visitor = visit(demo, "/", viewport=PHONE, has_touch=True).sees_pictures(4).is_at_rest()
    assert fits(visitor)
    visitor.button("Details").tap()
    dialog = visitor.page.get_by_role("dialog", name="Character")
    dialog.get_by_text("6790").first.wait_for()
    assert fits(visitor)
    box = dialog.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    dialog.get_by_role("link", name="Open on its own page").tap()
    expect(visitor.page).to_have_url(re.compile("/lookup.id=6790"))
    visitor.sees_name("Elara Voss")
    assert fits(visitor)
