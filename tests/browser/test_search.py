"""Finding, comparing, keeping and taking away characters, as somebody does it."""

from __future__ import annotations

import csv
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.apis import HOSTILE, Crowd, crowd
from tests.browser.pace import seconds_here

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor, Serve
    from tests.browser.visitor import Visitor

COLUMNS = "id,display_name,username,age,gender,category,status,description,avatar_url"


def search_for(visitor: Visitor, text: str) -> Visitor:
    """Type a search."""
    visitor.page.get_by_role("searchbox", name="Search").fill(text)
    return visitor


def mark(visitor: Visitor, name: str) -> Visitor:
    """Press the star on the card of that name."""
    heading = visitor.page.get_by_role("heading", name=name, exact=True)
    star = visitor.page.get_by_role("button", name=re.compile("^Add to shortlist"))
    before = visitor.page.get_by_role("button", name=re.compile("^Remove from shortlist")).count()
    card = visitor.page.locator(".st-key-cards li").filter(has=heading).filter(has=star)
    card.last.get_by_role("button", name=re.compile("^Add to shortlist")).click()
    marked = visitor.page.get_by_role("button", name=re.compile("^Remove from shortlist"))
    expect(marked).to_have_count(before + 1)
    return visitor.is_at_rest()


def download(visitor: Visitor, name: str) -> tuple[str, bytes]:
    """Take something away; return the name of the file and what is in it."""
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("button", name=name).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def test_a_search_forgives_and_can_be_shared(visit: NewVisitor, demo: str) -> None:
    """A name, an id and a typo find; filters are in the address and hold in another browser."""
    visitor = visit(demo).is_at_rest()
    for text in ("Elara", "6790", "Elarra Vos"):
        search_for(visitor, text).sees("searched")
        expect(visitor.page.locator(".st-key-cards li").first).to_contain_text("Elara Voss")
        expect(visitor.page).to_have_url(re.compile("[?&]q=" + text.split(maxsplit=1)[0]))
    search_for(visitor, "the")
    expect(visitor.page).to_have_url(re.compile("[?&]q=the"))
    visitor.is_at_rest().press("Filters")
    visitor.page.get_by_role("combobox", name="Gender").click()
    visitor.page.get_by_role("option", name="non-binary").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page).to_have_url(re.compile("gender=non-binary"))
    others = visitor.page.locator(".st-key-cards .facts").filter(has_not_text="non-binary")
    expect(others).to_have_count(0)
    chosen = visitor.is_at_rest().names
    assert 0 < len(chosen) < 24

    address = visitor.page.url.removeprefix(demo)
    other = visit(demo, address, is_friend=True).sees("found").is_at_rest()
    assert other.names == chosen

    search_for(visitor, "zzzzqqqq").sees("Nobody fits").press("Clear filters")
    expect(visitor.page.locator(".st-key-cards li")).to_have_count(24)
    assert not {"q", "gender"} & visitor.query().keys()


def test_many_are_searched_at_once_and_truly_counted(visit: NewVisitor, serve: Serve) -> None:
    """Among 5,000 the first matches are there in 2 s, and the bar ends with all of them."""
    people = crowd(5000)
    people[10]["display_name"] = people[4999]["display_name"] = "Zebedee Quill"
    visitor = visit(serve(Crowd(people, seconds=0.05))).is_at_rest()
    search_for(visitor, "zebedee")
    began = time.monotonic()
    visitor.sees_name("Zebedee Quill")
    assert time.monotonic() - began < seconds_here(2)
    visitor.sees("5,000 searched")
    assert visitor.names == ["Zebedee Quill"] * 2
    expect(visitor.page.get_by_role("progressbar")).to_have_count(0)


def test_the_same_selection_as_table_and_charts(visit: NewVisitor, demo: str) -> None:
    """A selection stays the same as a table, whose row opens, and as charts; Back goes home."""
    visitor = visit(demo, "/?q=elara").sees_name("Elara Voss").choose("Table")
    table = visitor.page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    expect(visitor.page).to_have_url(re.compile("view=Table"))
    visitor.is_at_rest()
    table.click(position={"x": 15, "y": 65})
    visitor.sees_name("Elara Voss")
    expect(visitor.page.get_by_role("link", name="Open on its own page")).to_be_visible()

    visitor.choose("Charts").sees("Median age")
    for title in ("Age", "Gender", "Category", "Status"):
        visitor.sees_name(title)
    expect(visitor.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_have_count(4)


def test_a_table_is_as_tall_as_its_rows(visit: NewVisitor, demo: str) -> None:
    """Few rows have no empty ones below them, as if something were missing; many are scrolled."""
    visitor = visit(demo, "/?q=6790&view=Table").sees("1 found")
    table = visitor.page.get_by_test_id("stDataFrame")

    def is_tall(least: int, most: int) -> bool:
        box = table.last.bounding_box()
        return box is not None and least <= box["height"] <= most

    visitor.waits_for(lambda: is_tall(64, 128))
    visitor.press("Clear filters")
    expect(visitor.page).not_to_have_url(re.compile("q="))
    expect(table).to_have_count(1)
    visitor.is_at_rest().waits_for(lambda: is_tall(500, 700))


def test_a_shortlist_stays_and_is_shared(visit: NewVisitor, demo: str) -> None:
    """Marked characters survive a reload, open from a shared link, are compared and let go."""
    visitor = visit(demo).sees_pictures(12).is_at_rest()
    two = visitor.names[:2]
    for name in two:
        mark(visitor, name)
    visitor.choose("Shortlist").sees("on your shortlist")
    visitor.page.reload()
    visitor.sees("on your shortlist").is_at_rest()
    assert visitor.names == two

    address = visitor.page.url.removeprefix(demo)
    other = visit(demo, address, is_friend=True).sees("on your shortlist").is_at_rest()
    assert other.names == two
    other.page.get_by_text("Compare", exact=True).click()
    expect(other.page.locator(".st-key-cards li")).to_have_count(0)
    expect(other.page.get_by_text("Category", exact=True)).to_have_count(2)
    for name in two:
        other.sees_name(name)
    visitor.press("Empty the shortlist").sees("Your shortlist is empty")
    assert "shortlist" not in visitor.query()


def test_what_is_taken_away_is_complete_and_harmless(visit: NewVisitor, serve: Serve) -> None:
    """CSV and JSON hold the selection; a hostile name is no formula, and no markup on the page."""
    url = serve(Crowd([HOSTILE, *crowd(3)]))
    visitor = visit(url, "/?sort=Newest+first")
    visitor.picture_host = "pictures.invalid"
    visitor.is_at_rest().press("Export")
    name, content = download(visitor, "Table for a spreadsheet (CSV)")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert name == "characters.csv"
    assert ",".join(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == ["31337", "3", "2", "1"]
    cells = [cell for row in rows[1:] for cell in row]
    assert f"'{HOSTILE['display_name']}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    name, content = download(visitor, "Data for a program (JSON)")
    assert name == "characters.json"
    assert json.loads(content)[0]["display_name"] == HOSTILE["display_name"]
    visitor.page.keyboard.press("Escape")
    visitor.sees_name(str(HOSTILE["display_name"])).sees("<script>document.title='owned'</script>")
    expect(visitor.page.locator("a[href*='evil.invalid'], .stMain strong")).to_have_count(0)
    assert visitor.page.title() != "owned"
