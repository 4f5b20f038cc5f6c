"""A selection from the whole list: what a search finds, how it is paged, and what is said of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from eternal import Character, ConnectionFailed
from eternal.catalogue import Snapshot
from eternal.simulator import Fault
from pages.components.source import list_cache
from pages.model.search import SortOrder
from tests.pages.visit import knowing, knowing_all, listing

if TYPE_CHECKING:
    from eternal import CharacterPage
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

MANY = tuple(Character(id=id, display_name=f"Twin {id:03}", age=id % 90) for id in range(1, 101))


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of a hundred, read to its end."""
    knowing_all(monkeypatch, *MANY)


def first_and_last(opened: Visit) -> tuple[str, str, int]:
    """The first and the last name on the page, and how many there are."""
    return opened.names[0], opened.names[-1], len(opened.names)


@pytest.mark.parametrize("text", ["Elara", "6790", "elara_voss", "Elarra Vos", "  ELARA "])
def test_the_search_finds_her(visit: OpenPage, text: str) -> None:
    """A name, a username, an id and a typo all find Elara, from the field and best match first."""
    opened = visit().type("Search", text).run().read()
    assert opened.names[0] == "Elara Voss"
    assert "searched" in opened.words


@pytest.mark.usefixtures("twins")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"q": "twin"}, "**100** found · 100 searched"),
        ({"q": "042"}, "**1** found · 100 searched"),
        ({"q": "nobody"}, "**0** found · 100 searched"),
        ({"sort": "By name"}, "100 searched"),
    ],
)
def test_it_is_counted(visit: OpenPage, query: dict[str, Any], words: str) -> None:
    """The page says how many were found, and among how many."""
    opened = visit(**query)
    assert words in [one.value for one in opened.app.markdown]


@pytest.mark.usefixtures("twins")
def test_pages_of_a_selection(visit: OpenPage) -> None:
    """A selection is turned like the list, and its number of pages is known at once."""
    opened = visit(q="twin")
    assert opened.app.pagination[0].proto.num_pages == 5
    assert first_and_last(opened) == ("Twin 001", "Twin 024", 24)
    opened.press("On to page 2")
    assert first_and_last(opened) == ("Twin 025", "Twin 048", 24)
    assert opened.address("page") == ["2"]


@pytest.mark.usefixtures("twins")
def test_a_page_of_a_selection_has_an_address(visit: OpenPage) -> None:
    """An address with a search and a page opens that page, also the short last one."""
    assert first_and_last(visit(q="twin", page="2")) == ("Twin 025", "Twin 048", 24)
    last = visit(q="twin", page="5")
    assert first_and_last(last) == ("Twin 097", "Twin 100", 4)
    assert not last.has_button("On to page 6")
    assert last.has_button("Back to page 4")


@pytest.mark.usefixtures("twins")
@pytest.mark.parametrize(
    ("page", "first"), [("6", "Twin 097"), ("10000", "Twin 097"), ("x", "Twin 001")]
)
def test_past_the_end(visit: OpenPage, page: str, first: str) -> None:
    """A page past the end is the last one, and one that cannot exist the first."""
    opened = visit(q="twin", page=page)
    assert opened.names[0] == first
    assert opened.app.pagination[0].proto.num_pages == 5


@pytest.mark.usefixtures("twins")
def test_jump_by_number(visit: OpenPage) -> None:
    """A number typed turns to that page and leaves the field empty; one too large, to the last."""
    opened = visit(q="twin")
    opened.app.number_input(key="gallery.jump").set_value(3)
    assert opened.run().names[0] == "Twin 049"
    assert opened.app.number_input(key="gallery.jump").value is None
    opened.app.number_input(key="gallery.jump").set_value(99)
    assert opened.run().names[0] == "Twin 097"


def test_jump_in_the_list(visit: OpenPage) -> None:
    """Without a search, too, a number typed turns to that page, and scrolls to its top."""
    opened = visit()
    opened.app.number_input(key="gallery.jump").set_value(4)
    opened.run()
    assert opened.app.pagination[0].value == 4
    assert opened.has_button("Back to page 3")
    assert "<script>" in opened.html


@pytest.mark.usefixtures("twins")
def test_a_choice_begins_at_the_first_page(visit: OpenPage) -> None:
    """Another search, order, filter or view begins at the first page again."""
    opened = visit(sort="By name", page="3")
    opened.type("Search", "twin").run()
    assert opened.app.pagination[0].value == 1
    opened.press("On to page 2").app.selectbox(key="gallery.sort").set_value(SortOrder.NEWEST)
    assert opened.run().app.pagination[0].value == 1
    opened.press("On to page 2").open_filters().app.slider(key="gallery.age").set_range(0, 89)
    assert opened.run().app.pagination[0].value == 1
    opened.press("On to page 2").show("Table").show("Cards")
    assert opened.app.pagination[0].value == 1


@pytest.mark.usefixtures("twins")
def test_a_single_page_is_not_turned(visit: OpenPage) -> None:
    """A selection that fits one page has nothing to turn pages with, and no page in its address."""
    opened = visit(q="042", page="3")
    assert len(opened.names) == 1
    assert not opened.app.pagination
    assert opened.address("page") == []


@pytest.mark.usefixtures("twins")
def test_nothing_found(visit: OpenPage) -> None:
    """Where nobody fits, the page says so and offers to clear, which brings everybody back."""
    opened = visit(q="zzzzzz", sort="By name")
    assert "Nobody fits" in opened.words
    assert not opened.names
    opened.press("Clear filters")
    assert first_and_last(opened) == ("Twin 001", "Twin 024", 24)
    assert opened.app.text_input(key="gallery.q").value == ""


@pytest.mark.parametrize(
    ("pages", "progress", "words"),
    [(None, 0, "100 characters read"), (8, 25, "100 characters read · page 2 of 8")],
)
def test_a_partial_reading(
    visit: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    pages: int | None,
    progress: int,
    words: str,
) -> None:
    """While the list is read, its progress is true and what was found so far is shown."""
    knowing(monkeypatch, Snapshot(MANY, pages_read=2, pages=pages))
    opened = visit(q="042")
    assert opened.progress == [progress]
    assert opened.words.endswith(f"Reading the whole list · {words}")
    assert opened.names == ["Twin 042"]


def test_a_partial_reading_finds_nobody_yet(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the list has been read nobody is said to be missing."""
    knowing(monkeypatch, Snapshot(MANY, pages_read=2, pages=8))
    assert "Nobody fits" not in visit(q="zzzzzz").words


def test_a_page_not_read_yet(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the address that is not read yet is kept, until it is there."""
    knowing(monkeypatch, Snapshot(MANY, pages_read=2, pages=8))
    opened = visit(q="twin", page="6")
    assert opened.app.pagination[0].value == 6
    more = tuple(Character(id=id, display_name=f"Twin {id}") for id in range(1, 151))
    knowing(monkeypatch, Snapshot(more, pages_read=3, pages=3, is_complete=True))
    assert opened.run().names[0] == "Twin 121"


def test_first_matches_before_the_end(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a slow list the first matches are there before it has been read."""
    may_go_on, load = threading.Event(), list_cache.load

    def load_slowly(base_url: str, number: int) -> CharacterPage:
        assert number == 1 or may_go_on.wait(5)
        return load(base_url, number)

    monkeypatch.setattr(list_cache, "load", load_slowly)
    opened = visit(q="Elara Voss").wait(lambda now: bool(now.names))
    assert opened.names == ["Elara Voss"]
    assert opened.words.endswith("50 characters read")
    may_go_on.set()
    assert not opened.read().progress


def test_a_failed_reading(visit: OpenPage) -> None:
    """A list that cannot be read is an alert with the server's text as text; Try again reads it."""
    fault = Fault("list", status=400, body=b'{"error": "**no** <b>"}')
    opened = visit(q="Elara Voss", faults=[fault]).read()
    assert opened.app.error[0].proto.title == "The service refused the request (status 400)."
    assert opened.app.text[0].value == "The service says: **no** <b>"
    assert "found" not in opened.words
    opened.press("Try again").read()
    assert opened.names == ["Elara Voss"]
    assert not opened.app.error


def test_a_failed_page(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that cannot be read is counted, and what the others hold is found."""
    load = list_cache.load

    def load_all_but_one(base_url: str, number: int) -> CharacterPage:
        if number == 2:
            raise ConnectionFailed("gone")
        return load(base_url, number)

    monkeypatch.setattr(list_cache, "load", load_all_but_one)
    opened = visit(q="Elara Voss").read()
    assert "1 page could not be read" in opened.words
    assert opened.names == ["Elara Voss"]


def test_failed_pages_are_counted(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed pages, unreadable records and the bound are all said."""
    known = Snapshot(MANY, 2, 4, unreadable=7, failed_pages=2, is_complete=True, is_bounded=True)
    knowing(monkeypatch, known)
    expected = "100 searched · the list may go on · 2 pages could not be read · 7 could not be read"
    assert expected in visit(sort="By name").words


@pytest.mark.row("S5")
def test_a_list_that_changed_is_said(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the list changed so fast that some may be missing, the page says so."""
    knowing(monkeypatch, Snapshot(MANY, 2, 2, is_complete=True, is_changing=True))
    assert "100 searched · the list changed while it was read" in visit(sort="By name").words


def test_an_unreadable_record(visit: OpenPage) -> None:
    """A record that cannot be read takes no other with it."""
    opened = visit(sort="By name", faults=[listing({"id": 5, "display_name": "Ada"}, {"id": "x"})])
    opened.read()
    assert opened.names == ["Ada"]
    assert "could not be read" in opened.words


def test_a_refresh_that_failed_is_not_shown(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the reading is shown alone, without a count of nobody."""
    knowing(monkeypatch, Snapshot(is_complete=True, error=ConnectionFailed("gone")))
    opened = visit(q="twin")
    assert len(opened.app.error) == 1
    assert opened.has_button("Try again")
    assert "Nobody fits" not in opened.words
