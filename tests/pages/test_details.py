"""The details of a character in a dialog, which the address keeps open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st

from eternal.simulator import Fault
from eternal.validation import LONGEST_PROMPT
from tests.pages.visit import listing, polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

ADA = {"id": 5, "display_name": "Ada", "description": "Counts.", "avatar_url": ""}


def dialogs(opened: Visit) -> list[Any]:
    """The dialogs that are open."""
    return list(opened.app.get("dialog"))


def test_it_stays_open(visit: OpenPage) -> None:
    """A run of the page that nobody asked for leaves the dialog open."""
    opened = visit(faults=[listing(ADA)])
    assert not dialogs(opened)
    opened.open_details()
    assert len(dialogs(opened)) == 1
    assert opened.address("details") == ["5"]
    assert len(dialogs(opened.run())) == 1
    assert not opened.sent("POST")


def test_it_asks_for_nothing_known(visit: OpenPage) -> None:
    """A character that is on the page opens without a request."""
    opened = visit(faults=[listing(ADA)])
    asked = len(opened.polls)
    opened.open_details().run()
    assert len(opened.polls) == asked == 0


def test_an_address_opens_it(visit: OpenPage) -> None:
    """A link to details opens them, also of one who is not on the page, asked for once."""
    opened = visit(details="5", faults=[listing(), polling(ADA)])
    assert opened.names == ["Ada"]
    opened.run()
    assert len(opened.polls) == 1


@pytest.mark.parametrize("text", ["", "x", "0", "-5", "9" * 40, "<b>"])
def test_nonsense_opens_nothing(visit: OpenPage, text: str) -> None:
    """What is no id opens no dialog, and leaves the address."""
    opened = visit(details=text, faults=[listing(ADA)])
    assert not dialogs(opened)
    assert opened.address("details") == []


def test_of_nobody(visit: OpenPage) -> None:
    """An id of nobody says so in the dialog, and the page behind it is whole."""
    opened = visit(details="99", faults=[listing(ADA)])
    assert len(dialogs(opened)) == 1
    assert opened.names == ["Ada"]
    assert opened.has_button("Try again")


def test_of_one_under_way(visit: OpenPage) -> None:
    """A character that is not made yet says so."""
    fault = Fault("poll", status=200, body=b'{"status": "processing"}', times=None)
    opened = visit(details="99", faults=[listing(), fault])
    assert "still being created" in opened.words


def test_it_ends_with_its_page(visit: OpenPage) -> None:
    """Whoever turns to another page and back finds no dialog."""
    opened = visit(faults=[listing(ADA)]).open_details().go("create").go("gallery")
    assert not dialogs(opened)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("data:image/png;base64,AAAA", "character-5.png"),
        ("data:image/svg+xml,%3Csvg/%3E", "character-5.svg"),
    ],
)
def test_an_embedded_picture_is_taken_away(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, address: str, name: str
) -> None:
    """A picture that came with its data is offered as a file, whole, of the right kind."""
    offered: dict[str, bytes] = {}

    def offer(_label: str, data: bytes, *, file_name: str, **_: Any) -> bool:
        offered[file_name] = data
        return False

    monkeypatch.setattr(st, "download_button", offer)
    visit(details="5", faults=[listing(), polling(ADA | {"avatar_url": address})])
    assert offered == {name: b"\0\0\0" if name.endswith("png") else b"<svg/>"}


def test_a_picture_elsewhere_is_opened_by_the_browser(visit: OpenPage) -> None:
    """A picture on the web is a link: the server never fetches what strangers name."""
    address = "https://pictures.example/ada.png"
    opened = visit(details="5", faults=[listing(), polling(ADA | {"avatar_url": address})])
    assert [one.proto.url for one in opened.app.get("link_button")] == [address]


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "javascript:alert(1)"])
def test_no_picture_is_not_taken_away(visit: OpenPage, address: str) -> None:
    """Without a picture that a browser may load there is nothing to take away."""
    opened = visit(details="5", faults=[listing(), polling(ADA | {"avatar_url": address})])
    assert opened.names == ["Ada"]
    assert not opened.app.get("link_button")
    assert "Picture" not in [one.proto.label for one in opened.app.get("download_button")]


BIO = "\n\n".join(f"Paragraph {number}: {'x' * 90}\nand <b>more</b>" for number in range(50))


@pytest.mark.row("S18")
@pytest.mark.parametrize("page", ["gallery", "lookup"])
def test_a_long_bio_is_whole(visit: OpenPage, page: str) -> None:
    """A bio of 5,000 characters stands in the details whole, with its paragraphs and lines."""
    assert len(BIO) > 5000
    faults = [listing(), polling(ADA | {"description": BIO})]
    if page == "lookup":
        opened = visit(page, faults=faults, id="5")
    else:
        opened = visit(page, faults=faults, details="5")
    assert opened.html.count('<p class="bio" dir="auto">Paragraph') == 50
    assert f"{'x' * 90}<br>and &lt;b&gt;more&lt;/b&gt;</p>" in opened.html
    assert "…" not in opened.html


@pytest.mark.row("S9")
def test_more_like_this_fits_the_field(visit: OpenPage) -> None:
    """A bio of long characters becomes a description that may be sent, cut between two of them."""
    bio = "👩\u200d🚀" * 3000
    opened = visit("lookup", id="5", faults=[listing(), polling(ADA | {"description": bio})])
    opened.press("More like this").go("create")
    prompt = str(opened.app.text_area[0].value)
    assert 0 < len(prompt) <= LONGEST_PROMPT
    assert prompt.endswith("👩\u200d🚀")


@pytest.mark.row("S11")
def test_each_text_has_its_own_direction(visit: OpenPage) -> None:
    """Name, bio, user name and fields each read from the side their own script begins at."""
    opened = visit(details="5", faults=[listing(ADA | {"gender": "أنثى", "age": 38}), polling(ADA)])
    assert [(card["age"], card["gender"]) for card in opened.cards] == [("38 years", "أنثى")]
    for tag in ("h2", "p", "dd"):
        for found in re.findall(rf"<{tag}\b[^>]*>", opened.html):
            assert 'dir="auto"' in found or found == '<p class="facts">', found
