"""What shuts people out: what axe-core finds, cut labels, buttons outside, sideways scrolling."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import TimeoutError, expect  # noqa: A004 (Playwright's name)

from tests.browser.tabs import DESKTOP, SECONDS
from tests.clock import Clock

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.browser.conftest import NewVisitor, RenewApi
    from tests.browser.visitor import Scheme, Visitor

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
TABLET: Final[ViewportSize] = {"width": 768, "height": 1024}
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

EXCEPTED: Final = {
    ("aria-dialog-name", ".stToast"): "Streamlit gives a toast the role of a dialog, and no name",
}
"""What is not counted: rule and selector, with the reason."""

LISTS: Final = {
    "/?size=12": "Elara Voss",
    "/?q=the": "found",
    "/?view=Table": "searched",
    "/?q=zzzzqqqq": "Nobody fits",
    "/?view=Charts": "Median age",
    "/?view=Shortlist&shortlist=6790.6604&compare=true": "on your shortlist",
}
FORMS: Final = {
    "/?details=6790": "@elara_voss",
    "/create": "Describe somebody",
    "/lookup?id=6790": "Elara Voss",
    "/lookup?id=999999": "No character with this ID",
    "/lookup?how=Many": "Separated by",
    "/generate?character=6790": "Elara Voss",
    "/history?find=zzzzqqqq": "Nothing fits",
}

VIOLATIONS: Final = """async excepted => {
    const found = await axe.run({resultTypes: ["violations"], elementRef: true});
    const isExcepted = (rule, node) =>
        excepted.some(([name, selector]) => name === rule && node.element.matches(selector));
    return found.violations.flatMap(one => one.nodes.filter(node => !isExcepted(one.id, node))
        .map(node => `${one.id}: ${node.target.at(-1)}: ${node.failureSummary}`));
}"""
SIDEWAYS: Final = """() => [document.documentElement, document.querySelector(".stMain")]
    .filter(one => one.scrollWidth > one.clientWidth)
    .map(one => `${one.tagName} scrolls sideways`)"""
OUTSIDE: Final = """() => [...document.querySelectorAll(".stMain button")]
    .filter(one => one.offsetParent && one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.innerText} is outside`)"""
FITS: Final = f"() => ({SIDEWAYS})().length + ({OUTSIDE})().length === 0"
CUT: Final = """() => [...document.querySelectorAll(".stMain button p")]
    .filter(one => one.getClientRects().length && one.parentElement.clientWidth > 1)
    .filter(one => [one, one.parentElement].some(box => box.scrollWidth > box.clientWidth + 1))
    .map(one => `${one.innerText} is cut`)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds: the rule, where, and why; without what is excepted."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(VIOLATIONS, [list(one) for one in EXCEPTED])
    return found


def in_all_looks(visitor: Visitor) -> dict[str, list[str]]:
    """What axe-core finds in light and dark, wide and narrow."""
    found = {
        f"{scheme} {size['width']}": violations(visitor.looks(size, scheme).page)
        for scheme in SCHEMES
        for size in (DESKTOP, PHONE)
    }
    return {look: problems for look, problems in found.items() if problems}


def misfits(visitor: Visitor) -> dict[str, list[str]]:
    """What does not fit on a phone, and which labels are cut on any device."""
    found = {}
    for size in (DESKTOP, TABLET, PHONE):
        page = visitor.looks(size).page
        found[str(size["width"])] = page.evaluate(CUT)
    with suppress(TimeoutError):  # a table takes its new width a moment after the page
        page.wait_for_function(FITS, timeout=5 * SECONDS)
    found["390"] += [*page.evaluate(SIDEWAYS), *page.evaluate(OUTSIDE)]
    return {look: problems for look, problems in found.items() if problems}


@pytest.mark.parametrize("pages", [LISTS, FORMS], ids=["lists", "forms"])
def test_every_page_in_every_look(visit: NewVisitor, demo: str, pages: dict[str, str]) -> None:
    """axe-core finds nothing in light and dark, at 1280 and 390 px; all fits and can be read."""
    visitor = visit(demo, next(iter(pages)))
    found = {}
    for path, words in pages.items():
        visitor.open(path).sees(words).is_at_rest()
        found[path] = in_all_looks(visitor) | misfits(visitor)
    assert found == {path: {} for path in pages}


def test_axe_finds_nothing_in_a_creation(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """axe-core finds no violation while a character is made, nor when it is there."""
    clock = Clock()
    api(seconds=(60, 60), clock=clock)
    visitor = visit(live, "/create")
    visitor.page.get_by_role("textbox", name="Describe").fill("A glazier from Delft, 37.")
    visitor.press("Create character")
    expect(visitor.page.get_by_role("progressbar")).to_be_visible()
    assert in_all_looks(visitor) == {}
    clock.pass_by()
    visitor.sees("Done. Here is your character.").is_at_rest()
    assert in_all_looks(visitor) == {}
