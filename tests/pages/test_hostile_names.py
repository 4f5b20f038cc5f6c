"""Texts by strangers in each view: shown as they are, without what cannot be seen, and cut."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING

import pytest

from eternal import Character
from eternal.text import plain_text
from pages.components.character.picture import LONGEST_NAME
from pages.components.lookup import bulk as many
from tests.pages.visit import knowing_all, listing, polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

NAMES = [
    "**bold** [link](https://example.com) $x^2$",
    ":material/home: :red[x] :smile:",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</h2></div><style>*{display:none}</style>",
    "Ada\u202egnp\u2066x\x07",
    "M" * 10**6,
]
SHOWN = [plain_text(name, LONGEST_NAME) for name in NAMES]
PEOPLE = [
    {
        "id": 11 + place,
        "username": name[:999],
        "display_name": name,
        "description": name,
        "gender": name[:999],
        "category": name[:999],
        "status": name[:999],
    }
    for place, name in enumerate(NAMES)
]
IDS = [str(one["id"]) for one in PEOPLE]
MARKS = ("**bold**", ":material/home:", "<script>alert", "display:none", "\u202e", "MMMM")


def safe(opened: Visit) -> Visit:
    """The page, after a look at it: nothing of a name is in Markdown, or is HTML, or is long."""
    texts = opened.words.replace("Your **", "")
    assert not [mark for mark in MARKS if mark in texts]
    for raw in ("<script>alert", "<img src", "</h2></div><style>", "\u202e", "\u2066", "\x07"):
        assert raw not in opened.html
    labels = [one.label for one in opened.app.button]
    assert not [mark for mark in MARKS if mark in "".join(labels)]
    assert len(opened.html) < 60_000
    return opened


def headings(opened: Visit) -> list[str]:
    """The names on the page."""
    return sorted(opened.names)


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of these people, read to its end."""
    knowing_all(monkeypatch, *map(Character.model_validate, PEOPLE))


def test_shown_names_are_cut_and_visible() -> None:
    """Of a megabyte eighty signs are left, and what cannot be seen is gone."""
    assert max(map(len, SHOWN)) == LONGEST_NAME
    assert SHOWN[4] == "Adagnpx"


def test_in_cards(visit: OpenPage) -> None:
    """Found by a search, names stand on their cards as they are."""
    opened = safe(visit(sort="Newest first", faults=[listing(*PEOPLE)]).read())
    assert headings(opened) == sorted(SHOWN)
    assert [one.alt for one in opened.pictures] == SHOWN[::-1]


@pytest.mark.usefixtures("strangers")
def test_in_the_table(visit: OpenPage) -> None:
    """In the table names, kinds and bios are plain and short, and no cell runs anything."""
    opened = safe(visit(view="Table"))
    shown = opened.app.dataframe[0].value
    assert list(shown["Name"]) == SHOWN
    assert list(shown["Gender"]) == [plain_text(name, 40) for name in NAMES]
    assert max(map(len, shown["Bio"])) <= 300


@pytest.mark.usefixtures("strangers")
@pytest.mark.parametrize("rows", [(2,), (0, 1, 2, 3)])
def test_opened_from_the_table(visit: OpenPage, rows: tuple[int, ...]) -> None:
    """Opened alone or side by side, names stand there as they are."""
    opened = safe(visit(view="Table").tick(*rows))
    for row in rows:
        assert f">{escape(SHOWN[row])}</h2>" in opened.html


@pytest.mark.usefixtures("strangers")
def test_in_charts(visit: OpenPage) -> None:
    """In charts, the bars are named by short plain texts."""
    opened = safe(visit(view="Charts"))
    assert set(opened.charts[1]) == {plain_text(name, 40) for name in NAMES}


@pytest.mark.parametrize("compare", [False, True])
def test_in_the_shortlist(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, *, compare: bool
) -> None:
    """Marked, as cards and side by side, names stand there as they are."""
    one_by_one = ThreadPoolExecutor(1)
    monkeypatch.setattr(many, "lookers", lambda: one_by_one)
    faults = [polling(one, times=1) for one in PEOPLE[:4]]
    opened = visit(view="Shortlist", shortlist=".".join(IDS[:4]), faults=faults)
    opened.app.toggle(key="gallery.compare").set_value(compare)
    safe(opened.run())
    assert set(SHOWN[:4]) <= set(opened.names)


def test_among_many(visit: OpenPage) -> None:
    """Looked up one of many, a name stands on its card as it is."""
    opened = visit("lookup", how="Many", faults=[polling(PEOPLE[2])])
    safe(opened.type("Character IDs", IDS[2]).press("Look up all"))
    assert opened.names == [SHOWN[2]]


@pytest.mark.usefixtures("strangers")
def test_in_the_filters(visit: OpenPage) -> None:
    """What can be chosen is short and visible, and can be chosen."""
    opened = visit(sort="By name").open_filters()
    control = opened.app.multiselect(key="gallery.gender")
    assert set(control.options) == {plain_text(name, 40) for name in NAMES}
    control.set_value([plain_text(NAMES[2], 40)])
    assert opened.run().names == [SHOWN[2]]


@pytest.mark.usefixtures("strangers")
def test_in_a_search(visit: OpenPage) -> None:
    """A search for markup finds by its words, and shows none of it."""
    opened = visit(q="<script>alert(1)</script>")
    assert SHOWN[2] in opened.names
    assert "<script>alert" not in opened.words + opened.html
