"""Texts and pictures of strangers, as a browser draws them."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from eternal.simulator import SimulatorServer
from tests.browser.apis import HOSTILE, Crowd, crowd
from tests.browser.pace import FAST_APP
from tests.browser.tabs import DESKTOP
from tests.browser.test_accessibility import PHONE, SCHEMES
from tests.dashboard import Dashboard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

ARABIC = "عبد الرحمن بن محمد بن خلدون الحضرمي الإشبيلي التونسي"
PILE = "".join(letter + "\u0310" * 30 for letter in "Zalgo")
STRANGERS = (
    HOSTILE,
    {**HOSTILE, "id": 2, "avatar_url": ""},
    {**HOSTILE, "id": 3, "avatar_url": "", "display_name": ARABIC, "gender": "أنثى"},
    {**HOSTILE, "id": 4, "avatar_url": "", "display_name": PILE, "description": PILE},
)
PICTURES = ".st-key-cards .picture"


@pytest.fixture(scope="module")
def strangers(browser: Browser) -> Iterator[str]:
    """Where a dashboard runs that lists people with odd names, and others."""
    assert browser.is_connected()
    with (
        SimulatorServer(Crowd([*STRANGERS, *crowd(30)[4:]])) as server,
        Dashboard({"ETERNALAI_BASE_URL": server.base_url}, script=FAST_APP) as dashboard,
    ):
        yield dashboard.url


def among(visit: NewVisitor, strangers: str, path: str = "/") -> Visitor:
    """Open the dashboard on the strangers, of whom one has a picture that does not load."""
    visitor = visit(strangers, path)
    visitor.picture_host = "pictures.invalid"
    return visitor.is_at_rest()


def colours_of(box: Any) -> object:
    """The darkest and the lightest of each colour in a picture, without its rounded corners."""
    image = Image.open(BytesIO(box.screenshot())).convert("RGB")
    return image.crop((8, 8, image.width - 8, min(image.height, 200) - 8)).getextrema()


@pytest.mark.row("S16")
def test_a_broken_picture_is_the_plain_placeholder(visit: NewVisitor, strangers: str) -> None:
    """A picture that does not load is the placeholder and nothing else, as large as the others."""
    visitor = among(visit, strangers)
    boxes = visitor.page.locator(PICTURES)
    expect(boxes).to_have_count(24)
    broken, whole = boxes.nth(0), boxes.nth(1)
    for box in (broken, whole):
        expect(box).to_have_css("background-image", re.compile("^url.*data:image/svg"))
    first, second = broken.bounding_box(), whole.bounding_box()
    assert first
    assert second
    assert first["width"] > 100
    assert all(abs(first[side] - second[side]) < 1 for side in ("width", "height"))
    for scheme in SCHEMES:
        visitor.looks(DESKTOP, scheme)
        assert colours_of(broken) == colours_of(whole)
    assert visitor.page.title() != "owned"


@pytest.mark.row("S11")
def test_a_long_arabic_name_shows_its_beginning(visit: NewVisitor, strangers: str) -> None:
    """A name that is too long for its card is cut at its end, whichever side that is."""
    visitor = among(visit, strangers)
    card = visitor.page.locator(".st-key-cards li").nth(2)
    name = card.locator("h2")
    for size in (DESKTOP, PHONE):
        visitor.looks(size)
        assert name.evaluate("e => getComputedStyle(e).direction") == "rtl"
        shown = name.evaluate(
            """e => { const range = document.createRange(), box = e.getBoundingClientRect();
            range.setStart(e.firstChild, 0); range.setEnd(e.firstChild, 3);
            const first = range.getBoundingClientRect();
            return first.right <= box.right + 1 && first.left >= box.left - 1 }"""
        )
        assert shown
        facts = card.locator(".facts")
        assert facts.evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.row("S10")
def test_a_pile_of_marks_stays_in_its_box(visit: NewVisitor, strangers: str) -> None:
    """Marks on a name are not painted over what stands above it."""
    card = among(visit, strangers).page.locator(".st-key-cards li").nth(3)
    expect(card.locator("h2, p")).to_have_count(3)
    texts = card.locator("h2, p").all()
    for text in texts:
        assert text.evaluate("e => getComputedStyle(e).overflow") in {"hidden", "clip"}


@pytest.mark.row("X1")
def test_the_download_of_the_table_is_harmless(visit: NewVisitor, strangers: str) -> None:
    """What the table's own button writes starts no formula."""
    visitor = visit(strangers, is_apart=True)
    visitor.picture_host = "pictures.invalid"
    # Without a dialog of the system, Streamlit saves the same bytes as a download.
    visitor.page.add_init_script("delete window.showSaveFilePicker")
    visitor.open("/?view=Table").is_at_rest()
    visitor.page.get_by_test_id("stDataFrame").hover()
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("button", name="Download as CSV").click()
    text = Path(started.value.path()).read_text("utf-8-sig")
    assert "HYPERLINK" in text
    for delimiter in ",;\t":
        cells = [cell for row in csv.reader(text.splitlines(), delimiter=delimiter) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
