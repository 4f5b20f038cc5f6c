"""Addresses of every kind: each page shows something usable, and what the address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pages.model.settings import Source
from tests.pages.visit import listing, polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

PARAMETERS = {
    "gallery": [
        *("q", "sort", "view", "age", "gender", "category", "status", "size", "page"),
        *("compare", "ticked", "seed", "details", "shortlist", "source"),
    ],
    "create": ["creation", "sending-creation", "id", "sending", "shortlist", "details", "source"],
    "lookup": ["id", "how", "shortlist", "details"],
    "generate": ["character", "request", "sending-request", "sending", "way", "details"],
    "history": ["find", "made", "standing", "sheet", "shortlist", "details", "source"],
}
PICTURE = "https://pictures.example/liv.png"
VALUES: list[str | list[str]] = ["", "abc", "-1", "0", "9" * 400, "<b>x</b>", "\0", ["", "x"]]
BASE = {"ticked": {"view": "Table"}, "compare": {"view": "Shortlist"}}
BASE["seed"] = {"sort": "Surprise me"}


@pytest.mark.row("S13")
@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in PARAMETERS.items() for name in names]
)
def test_no_parameter_breaks_its_page(visit: OpenPage, page: str, name: str) -> None:
    """Whatever stands in a parameter, empty, wrong, repeated or huge, the page is usable."""
    opened = visit()
    for value in VALUES:
        query: dict[str, Any] = {**BASE.get(name, {}), name: value}
        opened = visit(page, again=opened, **query)
        assert not opened.app.exception, value
        assert opened.app.title, value
        if page == "gallery":
            assert opened.has_button("Refresh"), value


@pytest.mark.row("S13")
@pytest.mark.parametrize("key", ["gallery.size", "gallery.view"])
def test_a_control_that_is_cleared_is_as_usual(visit: OpenPage, key: str) -> None:
    """A choice of one that is taken away is the one before or the usual one."""
    opened = visit()
    opened.app.button_group(key=key).set_value(None)
    assert len(opened.run().names) == 24


@pytest.mark.row("S2")
def test_the_address_is_shown_after_each_turn(visit: OpenPage) -> None:
    """After turns by all buttons, each address of before shows its page again."""
    opened = visit()
    pages = {1: opened.names}
    for number in (2, 3, 4):
        pages[number] = opened.press(f"On to page {number}").names
        assert opened.address("page") == [str(number)]
    for number in (3, 2, 4):
        opened.app.query_params["page"] = str(number)
        assert opened.run().names == pages[number]
        assert opened.app.pagination[0].value == number
    del opened.app.query_params["page"]
    assert opened.run().names == pages[1]


@pytest.mark.row("S3")
def test_the_bar_brings_back_what_was_left(visit: OpenPage) -> None:
    """A link that chooses nothing finds filters, size and page as they were left."""
    left = {"q": ["the"], "gender": ["female"], "size": ["12"], "page": ["2"]}
    opened = visit(q="the", gender="female", size="12", page="2").read()
    names = opened.names
    opened.go("create").go("gallery").read()
    assert {name: opened.address(name) for name in left} == left
    assert opened.names == names


CHANGES: list[tuple[str, Any]] = [
    ("gender", lambda app: app.multiselect(key="gallery.gender").set_value(["male"])),
    ("category", lambda app: app.multiselect(key="gallery.category").set_value(["default"])),
    ("status", lambda app: app.multiselect(key="gallery.status").set_value(["approved"])),
    ("age", lambda app: app.slider(key="gallery.age").set_range(20, 90)),
    ("q", lambda app: app.text_input(key="gallery.q").set_value("a")),
    ("size", lambda app: app.button_group(key="gallery.size").set_value(12)),
]


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_each_change_leads_to_the_first_page(visit: OpenPage, name: str, change: Any) -> None:
    """A filter, a search and another size begin at the first page."""
    opened = visit(page="2", gender="female").read().open_filters()
    change(opened.app)
    opened.run().read()
    assert opened.address(name)
    assert not opened.address("page")


def test_clear_filters_leads_to_the_first_page(visit: OpenPage) -> None:
    """Without its filters the list begins at its first page."""
    opened = visit(gender="female", page="2").read().press("Clear filters")
    assert not opened.app.query_params
    assert opened.names[0] == "Elara Voss"


@pytest.mark.row("S13")
def test_past_the_end_leads_to_the_last_known_page(visit: OpenPage) -> None:
    """A page that is not there offers the first one, and the last one that is known."""
    opened = visit(page="12")
    opened.app.query_params["page"] = "999"
    opened.run()
    assert opened.has_button("Go to the first page")
    opened.press("Go to page 12, the last one known")
    assert opened.address("page") == ["12"]
    assert opened.names


@pytest.mark.row("S25")
@pytest.mark.parametrize(("page", "name"), [("gallery", "details"), ("lookup", "id")])
def test_each_source_has_its_own(visit: OpenPage, page: str, name: str) -> None:
    """The same id is somebody of its own in each source, also after going to and fro."""
    query: dict[str, Any] = {name: "6790"}
    liv = {"id": 6790, "display_name": "Liv", "description": "Sings.", "avatar_url": PICTURE}
    faults = [listing({"id": 5}), polling(liv)]
    opened = visit(page, faults=faults, source="live", **query)
    for source in (Source.LIVE, Source.DEMO, Source.LIVE, Source.DEMO):
        opened.app.button_group(key="source.switch").set_value(source)
        is_live = source is Source.LIVE
        assert ("Liv" in opened.run().names) == is_live
        assert ("@elara_voss" in opened.html) != is_live


def test_a_dialog_after_another_and_after_a_link(visit: OpenPage) -> None:
    """A dialog that follows another, or a link, shows the last one that was opened."""
    opened = visit(details="6784")
    assert opened.app.code[-1].value == "6784"
    opened.act("opened", 6790)
    assert opened.app.code[-1].value == "6790"
    opened.app.query_params["details"] = "6784"
    assert opened.run().app.code[-1].value == "6784"
