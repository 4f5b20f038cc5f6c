"""The shortlist: marks that stand in the address, on every page, and a view of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Fault
from pages.components.character.shortlist import MOST
from tests.pages.visit import listing

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

MARK = "Add to shortlist"
UNMARK = "Remove from shortlist"
EMPTY = "Your shortlist is empty"


def marks(opened: Visit) -> int:
    """How many cards of the page are marked."""
    return sum(card["marked"] for card in opened.cards)


def marked(opened: Visit, *ids: int) -> Visit:
    """The page after these were marked on their cards."""
    for id in ids:
        opened.act("marked", id)
    return opened


def test_mark_and_unmark(visit: OpenPage) -> None:
    """The star marks a character and takes the mark away, there and in the address."""
    opened = marked(visit(), 6790)
    assert [card["id"] for card in opened.cards if card["marked"]] == [6790]
    assert opened.address("shortlist") == ["6790"]
    marked(opened, 6790)
    assert marks(opened) == 0
    assert not opened.address("shortlist")


def test_in_the_order_of_marking(visit: OpenPage) -> None:
    """The address and the view hold the marks in the order in which they were made."""
    opened = marked(visit(), 6784, 6790)
    assert opened.address("shortlist") == ["6784.6790"]
    assert opened.show("Shortlist").names[-1] == "Elara Voss"


def test_survives_on_other_pages(visit: OpenPage) -> None:
    """Marks stay on every page, and are written into each page's address."""
    opened = marked(visit(), 6790)
    for page in ("create", "lookup", "gallery"):
        assert opened.go(page).address("shortlist") == ["6790"]
    assert marks(opened) == 1


def test_marked_on_the_look_up_page(visit: OpenPage) -> None:
    """A character can be marked where it is looked up, and is then in the gallery's shortlist."""
    opened = visit("lookup", id="6790").press(MARK)
    assert opened.address("shortlist") == ["6790"]
    assert opened.go("gallery", view="Shortlist").names == ["Elara Voss"]


def test_from_an_address(visit: OpenPage) -> None:
    """An address with marks opens them as a view, in order, and asks for each once."""
    opened = visit(shortlist="6784.6790", view="Shortlist")
    assert opened.names[1] == "Elara Voss"
    assert len(opened.names) == 2
    assert "**2** on your shortlist" in opened.words
    opened.run()
    assert len(opened.polls) == 2


def test_what_was_seen_is_not_asked_for(visit: OpenPage) -> None:
    """Characters marked on a card are shown without being asked for again."""
    opened = marked(visit(), 6790).show("Shortlist")
    assert opened.names == ["Elara Voss"]
    assert len(opened.polls) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", []),
        ("abc.0.-1..<b>.6790.1e3.²", ["6790"]),
        ("6790.6790.06790", ["6790"]),
        ("6790,6784", []),
        ("9" * 5000, []),
        (".", []),
    ],
)
def test_nonsense_is_ignored(visit: OpenPage, text: str, expected: list[str]) -> None:
    """What cannot be an id is left out of the marks and of the address."""
    opened = visit(shortlist=text)
    assert opened.address("shortlist") == expected
    assert marks(opened) == len(expected)


def test_bound(visit: OpenPage) -> None:
    """An address marks fifty at most; then no other can be marked, and one can be unmarked."""
    ids = [6790, *range(1, MOST + 20)]
    opened = visit(shortlist=".".join(map(str, ids)))
    assert opened.address("shortlist") == [".".join(map(str, ids[:MOST]))]
    assert opened.marks_are_full
    marked(opened, 6790)
    assert not opened.marks_are_full
    assert len(opened.address("shortlist")[0].split(".")) == MOST - 1


def test_a_marked_id_that_does_not_exist(visit: OpenPage) -> None:
    """A mark of nobody is named, and the others are shown."""
    opened = visit(shortlist="5.6790", view="Shortlist")
    assert "Could not be found: 5." in opened.words
    assert opened.names == ["Elara Voss"]
    assert "**1** on your shortlist" in opened.words


def test_empty(visit: OpenPage) -> None:
    """An empty shortlist says how to fill it."""
    opened = visit(view="Shortlist")
    assert EMPTY in opened.words
    assert not opened.has_button("Empty the shortlist")


def test_empty_it(visit: OpenPage) -> None:
    """Emptying takes all marks away, of those who exist and of those who do not."""
    opened = visit(shortlist="5.6790", view="Shortlist").press("Empty the shortlist")
    assert EMPTY in opened.words
    assert not opened.address("shortlist")


def test_unmark_in_the_view(visit: OpenPage) -> None:
    """Whoever is unmarked in the shortlist leaves it at once."""
    opened = marked(visit(shortlist="6784.6790", view="Shortlist"), 6784)
    assert opened.names == ["Elara Voss"]
    assert opened.address("shortlist") == ["6790"]


def test_filters_count(visit: OpenPage) -> None:
    """Search and order count for the shortlist, too, and the page says how many fit."""
    opened = visit(shortlist="6784.6790", view="Shortlist", sort="Newest first")
    assert opened.names[0] == "Elara Voss"
    opened.type("Search", "Elara").run()
    assert opened.names == ["Elara Voss"]
    assert "**2** on your shortlist · **1** fit" in opened.words


def test_compare(visit: OpenPage) -> None:
    """Compare puts the marked side by side, in full; one alone cannot be compared."""
    opened = visit(shortlist="6784.6790", view="Shortlist")
    opened.app.toggle(key="gallery.compare").set_value(True)
    opened.run()
    assert [one.value for one in opened.app.code] == ["6784", "6790"]
    assert not marks(opened)
    alone = visit(again=opened, shortlist="6790", view="Shortlist")
    assert alone.app.toggle(key="gallery.compare").disabled


@pytest.mark.parametrize(("search", "left"), [("zzzzzz", []), ("Elara", ["Elara Voss"])])
def test_compare_and_then_search(visit: OpenPage, search: str, left: list[str]) -> None:
    """A search that leaves nobody to compare takes the page back to cards."""
    opened = visit(shortlist="6784.6790", view="Shortlist")
    opened.app.toggle(key="gallery.compare").set_value(True)
    assert not marks(opened.run())
    assert opened.type("Search", search).run().names == left
    assert marks(opened) == len(left)


def test_of_a_list_only(visit: OpenPage) -> None:
    """A marked id that cannot be polled is found in the list."""
    faults = [
        listing({"id": 7, "display_name": "Cem"}),
        Fault("poll", status=404, body=b'{"error": "no"}', times=None),
    ]
    assert visit(shortlist="7.8", view="Shortlist", faults=faults).names == ["Cem"]


def test_a_failure_is_not_an_absence(visit: OpenPage) -> None:
    """An id that could not be looked up just now is told apart, and asked again when wanted."""
    opened = visit(view="Shortlist", shortlist="6790", faults=[Fault("poll", status=400)])
    assert "1 could not be looked up just now" in opened.words
    assert "Could not be found" not in opened.words
    asked = len(opened.api.requests)
    opened.run()
    assert len(opened.api.requests) == asked
    opened.press("Try again")
    assert opened.names == ["Elara Voss"]


def test_nobody_of_the_shortlist_fits(visit: OpenPage) -> None:
    """A search that fits nobody of the shortlist says so, and how to clear it."""
    opened = visit(view="Shortlist", shortlist="6790", q="xyzzyx")
    assert "Nobody fits" in opened.words
    assert opened.has_button("Clear filters")
