"""What axe-core and a keyboard find, on each page, in light and dark, wide and narrow."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.apis import Clock

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.browser.conftest import Api, Visit
    from tests.browser.visitor import Visitor

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1280, "height": 800},
    {"width": 390, "height": 844},
)

EXCEPTED: Final = {
    ("aria-dialog-name", ".stToast"): "Streamlit gives a toast the role of a dialog, and no name",
}
"""What is not counted: rule and selector, with the reason."""

PAGES: Final = {
    "gallery": ("/?size=12", "Elara Voss"),
    "table": ("/?view=Table", "searched"),
    "nobody": ("/?q=zzzzqqqq", "Nobody fits"),
    "charts": ("/?view=Charts", "Median age"),
    "compare": ("/?view=Shortlist&shortlist=6790.6604&compare=true", "on your shortlist"),
    "create": ("/create", "Describe somebody"),
    "lookup": ("/lookup?id=6790", "Elara Voss"),
    "unknown": ("/lookup?id=999999", "No character with this ID"),
    "many": ("/lookup?how=Many", "Separated by"),
    "generate": ("/generate?character=6790", "Elara Voss"),
}


LOOK: Final = """async excepted => {
    const found = await axe.run({resultTypes: ["violations"], elementRef: true});
    const isExcepted = (rule, node) =>
        excepted.some(([name, selector]) => name === rule && node.element.matches(selector));
    return found.violations.flatMap(one => one.nodes.filter(node => !isExcepted(one.id, node))
        .map(node => `${one.id}: ${node.target.at(-1)}: ${node.failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """What axe-core finds: the rule, where, and why; without what is excepted."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(LOOK, [list(one) for one in EXCEPTED])
    return found


def in_all_looks(visitor: Visitor) -> dict[str, list[str]]:
    """What axe-core finds in light and dark, wide and narrow."""
    found = {}
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in SIZES:
            visitor.page.set_viewport_size(size)
            visitor.page.wait_for_timeout(200)
            found[f"{scheme} {size['width']}"] = violations(visitor.page)
    return {look: problems for look, problems in found.items() if problems}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, demo: str, name: str) -> None:
    """axe-core finds no violation on the page, in light and dark, at 1280 and 390 px."""
    path, words = PAGES[name]
    visitor = visit(demo, path, reduced_motion="reduce").sees(words).is_at_rest()
    assert in_all_looks(visitor) == {}


def test_axe_finds_nothing_in_the_dialog(visit: Visit, demo: str) -> None:
    """axe-core finds no violation while the details dialog is open."""
    visitor = visit(demo, reduced_motion="reduce").sees_pictures(4).press("Details")
    dialog = visitor.page.get_by_role("dialog", name="Character")
    expect(dialog.get_by_text("@elara_voss")).to_be_visible()
    assert in_all_looks(visitor.is_at_rest()) == {}


def test_axe_finds_nothing_in_a_creation(visit: Visit, live: str, api: Api) -> None:
    """axe-core finds no violation while a character is made, nor when it is there."""
    clock = Clock()
    api(seconds=(60, 60), clock=clock)
    visitor = visit(live, "/create", reduced_motion="reduce")
    visitor.page.get_by_role("textbox", name="Describe").fill("A glazier from Delft, 37.")
    visitor.press("Create character")
    expect(visitor.page.get_by_role("progressbar")).to_be_visible()
    assert in_all_looks(visitor) == {}
    clock.pass_by()
    visitor.sees("Done. Here is your character.", within=20).is_at_rest()
    assert in_all_looks(visitor) == {}
