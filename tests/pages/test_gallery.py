"""The gallery: a page of cards at a time, and what it says when there are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Fault
from tests.pages.visit import listing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pages.conftest import OpenPage

FIRST = 24


def shown(visit: OpenPage, **fields: object) -> tuple[str, str, list[str]]:
    """The words, the texts of the card and the addresses of the pictures for one such character."""
    record = {"id": 5, "display_name": "Ada", "description": "A bio.", **fields}
    opened = visit(faults=[listing(record)])
    texts = json.dumps(opened.cards, ensure_ascii=False)
    return opened.words, texts, [picture.url for picture in opened.pictures]


def test_cards(visit: OpenPage) -> None:
    """Each of the 24 characters has a picture named after it."""
    opened = visit()
    assert opened.pictures[0].alt == "Elara Voss"
    assert len(opened.pictures) == FIRST


def test_no_key(visit: OpenPage) -> None:
    """The gallery never sends the key."""
    opened = visit().press("On to page 2")
    assert len(opened.sent("GET")) >= 3
    assert all("x-api-key" not in one.headers for one in opened.api.requests)


def test_flip_by_number(visit: OpenPage) -> None:
    """A turn shows other characters."""
    opened = visit()
    opened.app.pagination[0].set_value(2)
    opened.run()
    assert opened.pictures[0].alt != "Elara Voss"
    assert opened.has_button("Back to page 1")


def test_pages_are_learned(visit: OpenPage) -> None:
    """Another page is offered with each turn, as the total is unknown."""
    opened = visit()
    assert opened.app.pagination[0].proto.num_pages == 2
    opened.press("On to page 2")
    assert opened.app.pagination[0].proto.num_pages == 3


def test_last_page(visit: OpenPage) -> None:
    """On the last page nothing further is offered."""
    opened = visit(size="48", page="6")
    assert opened.pictures
    assert opened.app.pagination[0].proto.num_pages == 6
    assert not opened.has_button("On to page 7")


@pytest.mark.parametrize("page", ["99", "10000"])
def test_past_the_end(visit: OpenPage, page: str) -> None:
    """A page past the end is said to be none, and there is a way back."""
    opened = visit(page=page)
    assert f"There is no page {page}" in opened.words
    assert opened.app.pagination[0].proto.num_pages == int(page)
    opened.press("Go to the first page")
    assert opened.pictures[0].alt == "Elara Voss"
    assert "There is no page" not in opened.words


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1e3", "٣", "10001", "9" * 400, "1.5"])
def test_nonsense_page(visit: OpenPage, page: str) -> None:
    """A page that cannot exist becomes the first, in words, until the visitor turns."""
    opened = visit(page=page)
    assert "a page that cannot exist" in opened.words
    assert opened.pictures[0].alt == "Elara Voss"
    assert "cannot exist" not in opened.press("On to page 2").words


@pytest.mark.row("S13")
def test_an_empty_page_is_the_first_without_a_word(visit: OpenPage) -> None:
    """A parameter without a value says nothing that could be wrong."""
    opened = visit(page="")
    assert len(opened.names) == 24
    assert "cannot exist" not in opened.words


def test_nothing_there(visit: OpenPage) -> None:
    """An empty list is said to be empty, and leads to where it can be filled."""
    opened = visit(faults=[listing()])
    assert "There are no characters here yet" in opened.words
    assert opened.press("Create the first one").app.title[0].value == "Create"


def test_failure(visit: OpenPage) -> None:
    """A failure is an alert with the server's text as text; the next try may work."""
    faults = [Fault("list", status=400, body=b'{"error": "**no** <b>"}', times=1)]
    opened = visit(faults=faults)
    assert opened.app.error[0].proto.title == "The service refused the request (status 400)."
    assert opened.app.text[0].value == "The service says: **no** <b>"
    opened.press("Try again")
    assert len(opened.pictures) == FIRST
    assert not opened.app.error


def test_failure_is_not_kept(visit: OpenPage) -> None:
    """An answer that cannot be read takes nothing else with it: the tools stay on the page."""
    opened = visit(faults=[Fault("list", status=200, body=b"<html>", times=None)])
    assert "cannot be read" in opened.app.error[0].proto.title
    assert opened.has_button("Refresh")


def test_unreadable_record(visit: OpenPage) -> None:
    """A record that cannot be read is counted; the others are shown."""
    opened = visit(faults=[listing({"id": "x"}, {"id": 5, "display_name": "Ada"})])
    assert "Left out, as they could not be read: 1 of the 2 characters here." in opened.words
    assert [picture.alt for picture in opened.pictures] == ["Ada"]


def test_answers_are_kept(visit: OpenPage) -> None:
    """A second visitor costs the server nothing; Refresh asks it anew."""
    first = visit()
    first_page = "page=1&limit=24"
    second = visit(again=first)
    asked = [one.query for one in first.sent("GET")]
    assert asked.count(first_page) == 1
    second.press("Refresh")
    assert [one.query for one in first.sent("GET")].count(first_page) == 2


def test_page_size(visit: OpenPage) -> None:
    """Another number of cards a page begins at the first page again."""
    opened = visit(page="3")
    opened.app.button_group(key="gallery.size").set_value(12)
    opened.run()
    assert len(opened.pictures) == 12
    assert opened.app.pagination[0].value == 1


def test_coming_back(visit: OpenPage) -> None:
    """Whoever comes back from another page finds the page that was left."""
    opened = visit().press("On to page 2").press("On to page 3")
    third = opened.pictures[0].alt
    opened.go("create").go("gallery")
    assert opened.app.pagination[0].value == 3
    assert opened.pictures[0].alt == third


def test_scrolls_on_each_turn(visit: OpenPage) -> None:
    """Each turn brings a script that the browser has not run yet; opening brings none."""
    opened = visit()
    assert "<script>" not in opened.html
    scripts = {opened.press(f"On to page {page}").html.split("<script>")[1] for page in (2, 3, 4)}
    assert len(scripts) == 3
    assert "<script>" not in opened.run().html


@pytest.mark.parametrize(
    "text",
    [
        "**bold** [link](https://example.com) $x^2$ :material/home: :red[x]",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</h2></div><style>*{display:none}</style>",
        '" onmouseover="alert(1)',
    ],
)
def test_markup_is_text(visit: OpenPage, text: str) -> None:
    """Markup in a name or a bio is shown as text, wherever it stands."""
    record = {"id": 5, "display_name": text, "description": text, "gender": text[:30]}
    opened = visit(faults=[listing(record)])
    assert text not in opened.words + opened.html
    assert opened.cards[0]["name"] == opened.cards[0]["bio"] == text


def test_invisible_signs(visit: OpenPage) -> None:
    """Overrides of direction and control characters are dropped."""
    _, texts, _ = shown(visit, display_name="Ada\u202egnp\x07", description="a\u2066b")
    assert "Adagnp" in texts
    assert not set("\u202e\u2066\x07") & set(texts)


def test_megabyte(visit: OpenPage) -> None:
    """A megabyte of text is cut to what a card holds."""
    _, texts, _ = shown(visit, display_name="N" * 10**6, description="B" * 10**6)
    assert len(texts) < 20_000


def test_nothing_known(visit: OpenPage) -> None:
    """A character with nothing but an id is shown in words, with the placeholder."""
    _, texts, pictures = shown(visit, display_name="", description="", age=None)
    assert "Unnamed" in texts
    assert "Age unknown" in texts
    assert "No bio yet." in texts
    assert pictures == [""]


@pytest.mark.parametrize(
    "address",
    ["", "//host/a.png", "javascript:alert(1)", "file:///etc/hostname", "../app.py", "x" * 9999],
)
def test_no_picture(visit: OpenPage, address: str) -> None:
    """An address that a browser must not load is replaced by the placeholder."""
    assert shown(visit, avatar_url=address)[2] == [""]


def test_server_files_stay_closed(visit: OpenPage, tmp_path: Path) -> None:
    """A picture that names a file of the server is never opened."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert shown(visit, avatar_url=str(secret))[2] == [""]


def test_details(visit: OpenPage) -> None:
    """Details show all fields, and the id to copy."""
    opened = visit().open_details()
    assert opened.app.code[-1].value == "6790"
    assert "@elara_voss" in opened.html
    assert "approved" in opened.html
