"""Texts and pictures of strangers, as a browser draws them."""

from __future__ import annotations

import csv
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.apis import HOSTILE, Crowd, crowd

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit

ARABIC = "عبد الرحمن بن محمد بن خلدون الحضرمي الإشبيلي التونسي"
PILE = "".join(letter + "\u0310" * 30 for letter in "Zalgo")


def colours_of(box: Any) -> Any:
    """The darkest and the lightest of each colour in a picture, without its rounded corners."""
    image = Image.open(BytesIO(box.screenshot())).convert("RGB")
    return image.crop((8, 8, image.width - 8, min(image.height, 200) - 8)).getextrema()


@pytest.mark.row("S16")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_broken_picture_is_the_plain_placeholder(visit: Visit, serve: Serve, scheme: str) -> None:
    """Nothing lies over the placeholder of a picture that does not load: no icon, no words."""
    none = {**HOSTILE, "id": 2, "avatar_url": "", "display_name": HOSTILE["display_name"]}
    visitor = visit(serve(Crowd([HOSTILE, none])), color_scheme=scheme)
    visitor.picture_host = "pictures.invalid"
    visitor.is_at_rest()
    boxes = visitor.page.locator("[class*='st-key-picture'] img")
    expect(boxes).to_have_count(2)
    assert boxes.nth(0).evaluate("image => image.complete && image.naturalWidth") == 0
    assert colours_of(boxes.nth(0)) == colours_of(boxes.nth(1))


@pytest.mark.row("S16")
def test_nothing_shows_through_a_cut_out(visit: Visit, serve: Serve) -> None:
    """Behind a picture that is transparent in places there is a plain ground, not another head."""
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 4'/>"
    picture = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    visitor = visit(serve(Crowd([{**HOSTILE, "avatar_url": picture}]))).sees_pictures(1)
    box = visitor.is_at_rest().page.locator("[class*='st-key-picture'] img")
    assert all(darkest == lightest for darkest, lightest in colours_of(box))


@pytest.mark.row("S11")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_arabic_name_shows_its_beginning(visit: Visit, serve: Serve, width: int) -> None:
    """A name that is too long for its card is cut at its end, whichever side that is."""
    one = {**HOSTILE, "avatar_url": "", "display_name": ARABIC, "gender": "أنثى"}
    visitor = visit(serve(Crowd([one])), viewport={"width": width, "height": 800}).is_at_rest()
    name = visitor.page.locator(".on-card h2")
    assert name.evaluate("e => getComputedStyle(e).direction") == "rtl"
    shown = name.evaluate(
        """e => { const range = document.createRange(), box = e.getBoundingClientRect();
        range.setStart(e.firstChild, 0); range.setEnd(e.firstChild, 3);
        const first = range.getBoundingClientRect();
        return first.right <= box.right + 1 && first.left >= box.left - 1 }"""
    )
    assert shown
    facts = visitor.page.locator(".on-card .facts")
    assert facts.evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.row("S10")
def test_a_pile_of_marks_stays_in_its_box(visit: Visit, serve: Serve) -> None:
    """Marks on a name are not painted over what stands above it."""
    one = {**HOSTILE, "avatar_url": "", "display_name": PILE, "description": PILE}
    visitor = visit(serve(Crowd([one]))).is_at_rest()
    for text in visitor.page.locator(".on-card h2, .on-card p").all():
        assert text.evaluate("e => getComputedStyle(e).overflow") in {"hidden", "clip"}


@pytest.mark.row("X1")
def test_the_download_of_the_table_is_harmless(visit: Visit, serve: Serve) -> None:
    """What the table's own button writes starts no formula."""
    visitor = visit(serve(Crowd([HOSTILE, *crowd(3)[1:]])), "/?view=Table")
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
