"""The dashboard without a mouse, and for those whom motion disturbs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import NewVisitor, RenewApi
    from tests.browser.visitor import Visitor

EVERYBODY = 269
HAS_FOCUS = "one => one === one.getRootNode().activeElement"
MOVING_RULES = """() => {
    const roots = [...document.querySelectorAll(".st-key-cards *, .st-key-copy-link *")]
        .map(one => one.shadowRoot).filter(Boolean);
    const inner = roots.flatMap(root => [...root.styleSheets, ...root.adoptedStyleSheets]);
    const outer = [...document.querySelectorAll(".stHtml style, style.stHtml")]
        .map(style => style.sheet);
    if (!inner.length) throw new Error("the components have styles of their own");
    const rules = [...outer, ...inner].flatMap(sheet => [...sheet.cssRules]);
    const moves = /(^|[ ;{])(animation|transition|scroll-behavior)[a-z-]*:/;
    const isAsked = rule => rule instanceof CSSMediaRule && /motion/.test(rule.conditionText);
    return [rules.length, rules.filter(rule => moves.test(rule.cssText) && !isAsked(rule))
        .map(rule => rule.cssText)];
}"""


def tab_to(visitor: Visitor, wanted: Locator, *, most: int = 60) -> Locator:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if wanted.count() and wanted.first.evaluate(HAS_FOCUS):
            return wanted.first
        visitor.page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not get there.")


def test_everything_is_done_with_the_keyboard(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """By keyboard alone somebody searches, opens and closes details, creates and looks up."""
    api(seconds=(0, 0))
    visitor = visit(live).sees_pictures(12).is_at_rest()
    page, keyboard = visitor.page, visitor.page.keyboard
    tab_to(visitor, page.get_by_role("searchbox", name="Search"))
    keyboard.type("Elara")
    visitor.sees(f"{EVERYBODY} searched").is_at_rest()
    opener = tab_to(visitor, visitor.button("Details"))
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Character")
    expect(dialog.get_by_text("@elara_voss")).to_be_visible()
    assert dialog.evaluate("one => one.contains(document.activeElement)")
    tab_to(visitor, dialog.get_by_role("button", name="Add to shortlist"), most=12)
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()

    page.evaluate("document.activeElement.blur()")
    tab_to(visitor, page.get_by_role("link", name="Create", exact=True))
    keyboard.press("Enter")
    tab_to(visitor, page.get_by_role("textbox", name="Describe the character"))
    keyboard.type("A cellist from Brno, 31.")
    tab_to(visitor, visitor.button("Create character"), most=3)
    keyboard.press("Enter")
    visitor.sees("Done. Here is your character.")

    tab_to(visitor, page.get_by_role("link", name="Open on its own page"))
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/lookup.id=6870"))
    visitor.sees("@")


def test_a_star_keeps_the_focus(visit: NewVisitor, demo: str) -> None:
    """A star that is pressed by keyboard keeps the focus, is filled by it, and emptied again."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    keyboard = visitor.page.keyboard
    star = tab_to(visitor, visitor.button("Add to shortlist"))
    expect(star.locator("svg")).to_have_css("fill", "none")
    keyboard.press("Enter")
    visitor.waits_for(lambda: visitor.query() == {"shortlist": ["6790"]}).is_at_rest()
    star = visitor.button("Remove from shortlist")
    assert star.evaluate(HAS_FOCUS)
    expect(star.locator("svg")).not_to_have_css("fill", "none")
    keyboard.press("Enter")
    visitor.waits_for(lambda: not visitor.query()).is_at_rest()
    star = visitor.button("Add to shortlist")
    assert star.evaluate(HAS_FOCUS)
    expect(star.locator("svg")).to_have_css("fill", "none")


def test_arrow_keys_move_between_cards(visit: NewVisitor, demo: str) -> None:
    """In the grid, arrow keys lead to the card beside, below and above, and turn no page."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    opens = visitor.page.locator(".st-key-cards .open")
    columns = visitor.page.locator(".st-key-cards ul").evaluate(
        "one => getComputedStyle(one).gridTemplateColumns.split(' ').length"
    )
    tab_to(visitor, opens.nth(0))
    for key, place in (
        ("ArrowRight", 1),
        ("ArrowDown", 1 + columns),
        ("ArrowLeft", columns),
        ("ArrowUp", 0),
        ("ArrowLeft", 0),
    ):
        visitor.page.keyboard.press(key)
        expect(opens.nth(place)).to_be_focused()
    assert visitor.is_at_rest().query() == {}


def test_nothing_of_ours_moves(visit: NewVisitor, demo: str) -> None:
    """The styles that the pages bring along animate nothing, unless motion was asked about."""
    visitor = visit(demo).sees_pictures(4).is_at_rest()
    count, moving = visitor.page.evaluate(MOVING_RULES)
    assert count > 10
    assert moving == []
