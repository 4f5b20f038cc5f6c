"""The History in a browser: kept through a reload, found, taken away, used again and deleted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from eternal.simulator import Fault
from tests.browser.test_accessibility import in_all_looks, misfits
from tests.browser.test_keyboard import tab_to

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor, RenewApi
    from tests.browser.visitor import Visitor

BAKER = "A night-shift baker in Osaka, 34."
DIVER = "A diver from Crete, 28, who sings to octopuses. " * 6
REFUSED = Fault("create", status=402)


def create(visitor: Visitor, words: str) -> Visitor:
    """Send a description."""
    visitor.page.get_by_role("textbox", name="Describe").fill(words)
    return visitor.press("Create character")


def downloaded(visitor: Visitor, label: str) -> str:
    """The file that a button of the export gives."""
    with visitor.page.expect_download() as started:
        visitor.press(label)
    return Path(started.value.path()).read_text("utf-8-sig")


def test_a_history_from_the_first_click_to_its_deletion(
    visit: NewVisitor, live: str, api: RenewApi
) -> None:
    """Somebody finds, reads, exports, uses again and deletes by keyboard or mouse; axe is clean."""
    server = api(faults=[REFUSED])
    visitor = create(visit(live, "/create", locale="en-GB", timezone_id="Asia/Tokyo"), DIVER)
    visitor.sees("Send it again")
    create(visitor, BAKER).sees("Done. Here is your character.").is_at_rest()
    page, keyboard = visitor.page, visitor.page.keyboard

    visitor.menu("History").sees("2 entries").sees(BAKER).is_at_rest()
    page.reload()
    visitor.sees("2 entries").sees("Failed").sees("Today").is_at_rest()
    assert in_all_looks(visitor) | misfits(visitor) == {}
    visitor.looks({"width": 1280, "height": 800})

    words = page.locator("details", has_text="octopuses")
    folded = words.evaluate("one => one.offsetHeight")
    tab_to(visitor, words.locator("summary"))
    keyboard.press("Enter")
    visitor.waits_for(lambda: words.evaluate("one => one.offsetHeight") > folded)

    tab_to(visitor, page.get_by_role("searchbox", name="Search your history"))
    keyboard.type("octopuses")
    visitor.sees("1 entry").is_at_rest()
    assert visitor.query()["find"] == ["octopuses"]
    expect(page.get_by_text(BAKER)).to_have_count(0)

    visitor.press("Export")
    (row,) = csv.DictReader(io.StringIO(downloaded(visitor, "Table for a spreadsheet")))
    assert (row["State"], row["Time zone"]) == ("Failed", "Asia/Tokyo")
    (record,) = json.loads(downloaded(visitor, "Data for a program"))
    assert record["asked_for"] == DIVER.strip()
    keyboard.press("Escape")

    visitor.press("Create again")
    expect(page.get_by_role("textbox", name="Describe")).to_have_value(DIVER.strip())
    page.go_back()
    visitor.sees("1 entry").is_at_rest()
    expect(page.get_by_role("searchbox", name="Search your history")).to_have_value("octopuses")

    tab_to(visitor, visitor.button("Delete all"))
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("2 entries go from your history.")).to_be_visible()
    tab_to(visitor, dialog.get_by_role("button", name="Delete"), most=12)
    keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    visitor.press("Clear search and filters").sees("Nothing here yet")
    assert len([one for one in server.requests if one.method == "POST"]) == 2
