"""The same selection as a table, as charts and side by side; what can be taken away and shared."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st

from eternal import Character
from eternal.catalogue import Snapshot
from pages.components.character.picture import PLACEHOLDER
from pages.components.gallery.views import MOST_BARS, MOST_COMPARED, MOST_ROWS
from pages.model.search import SortOrder
from tests.pages.visit import knowing, knowing_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

PICTURE = "https://example.org/a.png"
ADA = Character(
    id=5,
    display_name="Ada",
    username="ada",
    description="counts",
    age=30,
    gender="female",
    category="default",
    status="approved",
    avatar_url=PICTURE,
)
BO = Character(id=6, username="bo_b", age=40, gender="male", category="internal")
CEM = Character(id=7, display_name="Cem", age=95, gender="male", avatar_url="file:///etc/passwd")
DEE = Character(id=8, display_name="Dee", age=-3, gender="other", avatar_url="javascript:x")
EVE = Character(id=9, display_name="Eve", age=2**53, avatar_url="../app.py")
SELECTION: dict[str, Any] = {"gender": ["male", "other"], "sort": "Oldest first"}
"""Selects Cem, Bo and Dee, in this order."""


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of five, read to its end."""
    knowing_all(monkeypatch, ADA, BO, CEM, DEE, EVE)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """The downloads that are offered, by their file names."""
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(_label: str, data: Callable[[], bytes], *, file_name: str, **_: Any) -> bool:
        offered[file_name] = data
        return False

    monkeypatch.setattr(st, "download_button", offer)
    return offered


def exported(taken: dict[str, Callable[[], bytes]]) -> list[int]:
    """The ids in the CSV, which are those in the JSON."""
    text = taken["characters.csv"]().decode("utf-8-sig")
    ids = [int(row["id"]) for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert ids == [one["id"] for one in json.loads(taken["characters.json"]())]
    return ids


def table(opened: Visit) -> dict[str, list[Any]]:
    """The columns of the table, each with its cells."""
    shown: dict[str, list[Any]] = opened.app.dataframe[0].value.to_dict("list")
    return shown


@pytest.mark.usefixtures("five")
def test_the_table_has_its_columns(visit: OpenPage) -> None:
    """The table has a row for each, with all that a card tells and the id."""
    shown = table(visit(view="Table"))
    columns = ["Picture", "Name", "Age", "Gender", "Category", "Status", "Bio", "ID"]
    assert list(shown) == columns
    assert shown["ID"] == [5, 6, 7, 8, 9]
    assert shown["Name"] == ["Ada", "bo_b", "Cem", "Dee", "Eve"]
    assert shown["Age"] == [30, 40, 95, -3, 2**53]
    ada = [shown[name][0] for name in columns[3:7]]
    assert ada == ["female", "default", "approved", "counts"]


@pytest.mark.usefixtures("five")
def test_the_pictures_of_the_table_are_safe(visit: OpenPage) -> None:
    """Only an address that a browser may load is in the picture column."""
    assert table(visit(view="Table"))["Picture"] == [PICTURE, *[PLACEHOLDER] * 4]


@pytest.mark.usefixtures("five")
def test_the_table_holds_the_selection(visit: OpenPage) -> None:
    """Search, filters and order count for the table, too."""
    shown = table(visit(view="Table", **SELECTION))
    assert shown["Name"] == ["Cem", "bo_b", "Dee"]


def test_the_table_is_bounded(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table has a thousand rows at most, and says so."""
    knowing_all(monkeypatch, *(Character(id=id) for id in range(1, MOST_ROWS + 2)))
    opened = visit(view="Table")
    assert len(table(opened)["ID"]) == MOST_ROWS
    assert "The first 1,000 of 1,001." in opened.words


def test_the_table_of_the_ageless(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character without an age has an empty cell."""
    knowing_all(monkeypatch, ADA, Character(id=1))
    ages = visit(view="Table").app.dataframe[0].value["Age"]
    assert list(ages.isna()) == [False, True]


@pytest.mark.usefixtures("five")
def test_one_row_opens(visit: OpenPage) -> None:
    """One row ticked shows that character in full, with the way to its own page."""
    opened = visit(view="Table")
    assert "Tick a row to open it" in opened.words
    opened.tick(2)
    assert "Cem" in opened.html
    assert opened.app.code[-1].value == "7"
    assert "Open on its own page" in [one.proto.label for one in opened.app.get("page_link")]
    assert "Tick a row" not in opened.words


@pytest.mark.usefixtures("five")
def test_several_rows_are_compared(visit: OpenPage) -> None:
    """Two rows ticked stand side by side, in full, and no others."""
    opened = visit(view="Table").tick(0, 3)
    assert [one.value for one in opened.app.code] == ["5", "8"]
    assert [one.alt for one in opened.pictures] == ["Ada", "Dee"]
    assert "Comparing the first" not in opened.words


@pytest.mark.usefixtures("five")
def test_four_are_the_most_compared(visit: OpenPage) -> None:
    """Of five rows ticked the first four are compared, and the page says so."""
    opened = visit(view="Table").tick(0, 1, 2, 3, 4)
    assert len(opened.pictures) == MOST_COMPARED
    assert "Comparing the first 4 of 5." in opened.words


@pytest.mark.usefixtures("five")
def test_a_ticked_row_that_is_gone(visit: OpenPage) -> None:
    """A row ticked of a longer selection opens nobody in a shorter one, and leaves the address."""
    opened = visit(view="Table").tick(4).type("Search", "Ada").run()
    assert "Tick a row" in opened.words
    assert opened.run().address("ticked") == []


@pytest.mark.usefixtures("five")
def test_ticks_are_in_the_address(visit: OpenPage) -> None:
    """Who opens the link to a table sees the same rows ticked, and may take the ticks away."""
    first = visit(view="Table").tick(2, 0)
    assert first.address("ticked") == ["7.5"]
    later = visit(view="Table", ticked="7.5", again=first)
    assert sorted(one.alt for one in later.pictures) == ["Ada", "Cem"]
    later.tick()
    assert "Tick a row" in later.words
    assert later.address("ticked") == []


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("ticked", ["", ".", "99", "x.y", "-1", "<b>", "5" * 5000])
def test_nonsense_in_the_address_ticks_nothing(visit: OpenPage, ticked: str) -> None:
    """Ids of nobody, and what is no id, tick no row and leave the address."""
    opened = visit(view="Table", ticked=ticked)
    assert "Tick a row" in opened.words
    assert opened.address("ticked") == []


def test_ticks_wait_for_their_rows(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the list is still being read, a row of the address that has not come yet is kept."""
    knowing(monkeypatch, Snapshot((ADA,), 1, 2))
    opened = visit(view="Table", ticked="9.5")
    assert opened.address("ticked") == ["5.9"]
    knowing_all(monkeypatch, ADA, BO, EVE)
    assert sorted(one.alt for one in opened.run().pictures) == ["Ada", "Eve"]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("view", ["Cards", "Charts", "Shortlist"])
def test_what_belongs_to_a_view_leaves_with_it(visit: OpenPage, view: str) -> None:
    """Ticked rows stay in the address with the table only, a page with the cards only."""
    opened = visit(view="Table", ticked="5", page="2", sort="By name")
    assert opened.address("page") == []
    assert opened.show(view).address("ticked") == []


@pytest.mark.usefixtures("five")
def test_the_charts_count(visit: OpenPage) -> None:
    """The charts count ages by decade, genders, categories and statuses, with the unknown."""
    opened = visit(view="Charts")
    ages, genders, categories, statuses = opened.charts
    assert list(ages)[:2] == ["0–9", "10–19"]
    counted = {age: count for age, count in ages.items() if count}
    assert counted == {"0–9": 1, "30–39": 1, "40–49": 1, "90 and over": 2}
    assert genders == {"male": 2, "female": 1, "other": 1, "unknown": 1}
    assert categories == {"unknown": 3, "default": 1, "internal": 1}
    assert statuses == {"unknown": 4, "approved": 1}
    metrics = {one.label: one.value for one in opened.app.metric}
    assert metrics == {"Characters": "5", "Median age": "40", "Without a picture": "4"}


@pytest.mark.usefixtures("five")
def test_the_charts_hold_the_selection(visit: OpenPage) -> None:
    """Filters count for the charts, too."""
    opened = visit(view="Charts", gender="male")
    assert opened.app.metric[0].value == "2"
    assert opened.charts[1] == {"male": 2}


def test_the_charts_of_strangers(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody has an age there is no median; of many values the most frequent are drawn."""
    knowing_all(monkeypatch, *(Character(id=id, gender=f"g{id}") for id in range(1, 41)))
    opened = visit(view="Charts")
    assert opened.app.metric[1].value == "–"
    assert len(opened.charts[1]) == MOST_BARS
    assert not any(opened.charts[0].values())


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("view", ["Cards", "Table", "Charts"])
def test_the_export_holds_the_selection(
    visit: OpenPage, taken: dict[str, Callable[[], bytes]], view: str
) -> None:
    """CSV and JSON hold the selection, in its order, and nobody else."""
    opened = visit(view=view, **SELECTION)
    assert exported(taken) == [7, 6, 8]
    assert "3 characters" in opened.words


def test_the_export_is_not_one_page(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, taken: dict[str, Callable[[], bytes]]
) -> None:
    """All pages of a selection are exported, not only the one that is shown."""
    knowing_all(monkeypatch, *(Character(id=id) for id in range(1, 101)))
    opened = visit(sort="Newest first", page="2")
    assert len(opened.names) == 24
    assert len(exported(taken)) == 100


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("text", ["Ada & Bo = 50%", "søren #1?", "</code>`x`", "a+b&page=9"])
def test_the_address_holds_every_choice(visit: OpenPage, text: str) -> None:
    """The address holds each choice once, whatever signs are in it."""
    query: dict[str, Any] = {
        "q": text,
        "gender": ["male", "other"],
        "sort": "Surprise me",
        "seed": "3",
        "view": "Table",
        "shortlist": "5.7",
    }
    opened = visit(**query).run()
    kept = {name: opened.address(name) for name in opened.app.query_params}
    assert kept == {
        name: value if isinstance(value, list) else [value] for name, value in query.items()
    }


@pytest.mark.usefixtures("five")
def test_ticks_belong_to_their_rows(visit: OpenPage) -> None:
    """A row that is ticked stays so when the order changes, and no other is."""
    opened = visit(view="Table").tick(0)
    assert [one.alt for one in opened.pictures] == ["Ada"]
    opened.app.selectbox(key="gallery.sort").set_value(SortOrder.NEWEST)
    assert [one.alt for one in opened.run().pictures] == ["Ada"]


@pytest.mark.row("X1")
def test_the_table_holds_no_formula(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the table's own download writes, as it is, starts no formula; nor do the charts."""
    bad = "=1+1;=2"
    texts = dict.fromkeys(("display_name", "description", "gender", "category", "status"), bad)
    knowing_all(
        monkeypatch, Character.model_validate({"id": 1, "avatar_url": f"{PICTURE}?a;=1"} | texts)
    )
    shown = table(visit(view="Table"))
    for column in ("Name", "Bio", "Gender", "Category", "Status"):
        assert shown[column] == ["'=1+1;'=2"]
    assert shown["Picture"] == [f"{PICTURE}?a;%3D1"]
    assert visit(view="Charts").charts[1:] == [{"'=1+1;'=2": 1}] * 3


def test_the_export_of_a_filtered_shortlist(
    visit: OpenPage, taken: dict[str, Callable[[], bytes]]
) -> None:
    """The files of a shortlist hold those of its characters who fit the filters, and no others."""
    opened = visit(view="Shortlist", shortlist="6790.6604.6593")
    assert exported(taken) == [6790, 6604, 6593]
    name = json.loads(taken["characters.json"]())[1]["display_name"]
    opened.type("Search", name).run()
    assert exported(taken) == [6604]
    assert "1 characters" in opened.words
