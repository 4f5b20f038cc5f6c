"""Looking up one character, and many at once."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from eternal.simulator.api import creation_store
from tests.clock import Clock

if TYPE_CHECKING:
    import pytest

    from tests.browser.conftest import NewVisitor, RenewApi
    from tests.browser.visitor import Visitor

UNSEEN_ID = 7870
"""No other test has it looked up: the dashboard they share would remember the answer."""


def look_up(visitor: Visitor, text: str) -> Visitor:
    """Type an id and press Enter."""
    field = visitor.page.get_by_role("textbox", name="Character ID")
    field.fill(text)
    field.press("Enter")
    return visitor


def test_one_is_looked_up_in_every_way(visit: NewVisitor, demo: str) -> None:
    """Enter, the button, the address and a recent id show a character with all its fields."""
    visitor = look_up(visit(demo, "/lookup"), "6790").sees_name("Elara Voss")
    expect(visitor.page).to_have_url(re.compile(r"/lookup\?id=6790$"))
    for words in ("@elara_voss", "25", "female", "default", "6790"):
        visitor.sees(words)
    visitor.page.get_by_role("textbox", name="Character ID").fill("6604")
    visitor.press("Look up").sees_name("Julia Nowak")
    visitor.page.get_by_role("button", name="6790", exact=True).click()
    visitor.sees_name("Elara Voss").is_at_rest()
    visitor.page.get_by_text("Show data").click()
    with visitor.page.expect_download() as started:
        visitor.press("Download as JSON")
    assert started.value.suggested_filename == "character-6790.json"
    assert json.loads(started.value.path().read_text("utf-8"))["result"]["id"] == 6790
    visitor.menu("Gallery").menu("Look up").sees_name("Elara Voss")
    visitor.open_in_new_tab("/lookup?id=6593").sees_name("Flavie Koepp")


def test_what_cannot_be_found_is_told_in_words(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """An unknown id is said to be unknown; what is no id is refused before anything is sent."""
    server = api()
    visitor = look_up(visit(live, "/lookup"), "999999").sees("No character with this ID")
    expect(visitor.button("Try again")).to_be_visible()
    asked = len(server.requests)
    for nonsense in ("Elara", "0", "-5", "9" * 25, "12.5"):
        look_up(visitor, nonsense)
        alert = visitor.page.get_by_role("alert")
        expect(alert.filter(has_text=re.compile("whole number|An ID"))).to_have_count(1)
        expect(alert).to_have_count(1)  # the one of before goes once the new one is drawn
    assert len(server.requests) == asked
    visitor.open("/lookup?id=banana").sees("whole number")


def test_a_pending_one_appears_by_itself(
    visit: NewVisitor, live: str, api: RenewApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A character under creation is said to be so, and appears as soon as it is ready."""
    monkeypatch.setattr(creation_store, "_FIRST_CREATED_ID", UNSEEN_ID)
    clock = Clock()
    api(seconds=(60, 60), clock=clock)
    creator = visit(live, "/create")
    creator.page.get_by_role("textbox", name="Describe").fill("A ferryman from Gdansk, 52.")
    creator.press("Create character")
    expect(creator.page).to_have_url(re.compile(f"creation={UNSEEN_ID}"))
    visitor = visit(live, f"/lookup?id={UNSEEN_ID}").sees("still being created")
    clock.pass_by()
    visitor.sees("@")
    expect(visitor.page.get_by_text("still being created")).to_have_count(0)


def test_many_at_once_are_told_apart(visit: NewVisitor, demo: str) -> None:
    """A pasted column shows who was found, who was not, and what is no id."""
    visitor = visit(demo, "/lookup").choose("Many")
    field = visitor.page.get_by_role("textbox", name="Character IDs")
    field.fill("6790, 6604\n6593; 999999 banana")
    visitor.press("Look up all").sees("Not an ID").sees("No character with these IDs")
    for name in ("Elara Voss", "Julia Nowak", "Flavie Koepp"):
        visitor.sees_name(name)
    visitor.sees("999999").sees("banana").press("Export").sees("3 characters")
