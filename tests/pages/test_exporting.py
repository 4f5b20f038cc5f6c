"""Characters to take away: the CSV opens in a spreadsheet and runs nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import Character
from pages.components.exporting import COLUMNS, as_csv, as_json


def rows(*characters: Character) -> list[dict[str, str]]:
    """The rows of the CSV, as a spreadsheet reads them."""
    text = as_csv(characters).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_its_columns_and_values() -> None:
    """Each character is a row, with every documented field in a column of its name."""
    character = Character(id=7, display_name="Åsa 🇳🇴", age=30, description="a, b\nc")
    (row,) = rows(character)
    assert tuple(row) == COLUMNS
    assert row["id"] == "7"
    assert row["display_name"] == "Åsa 🇳🇴"
    assert row["age"] == "30"
    assert row["description"] == "a, b c"


def test_the_table_says_that_it_is_utf8() -> None:
    """The file starts with the mark by which spreadsheets know UTF-8."""
    assert as_csv([]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_is_harmless(start: str) -> None:
    """A name that a spreadsheet would run is kept as text."""
    (row,) = rows(Character(id=7, display_name=f"{start}cmd()"))
    assert row["display_name"] == f"'{start}cmd()"


@given(st.text(max_size=40))
def test_no_text_starts_a_formula(text: str) -> None:
    """Whatever a name holds, its cell starts with none of the signs of a formula."""
    (row,) = rows(Character.model_construct(id=7, display_name=text))
    assert not row["display_name"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_embedded_picture_is_left_out() -> None:
    """A picture that is no address would burst its cell: the column is empty then."""
    data, https = "data:image/png;base64,AAAA", "https://example.org/a.png"
    assert rows(Character(id=7, avatar_url=data))[0]["avatar_url"] == ""
    assert rows(Character(id=7, avatar_url=https))[0]["avatar_url"] == https


def test_json_holds_the_fields_as_they_came() -> None:
    """The JSON is a list of objects with the same fields, nothing changed."""
    character = Character(id=7, display_name="=cmd()", avatar_url="data:image/png;base64,AAAA")
    (record,) = json.loads(as_json([character]))
    assert record["display_name"] == "=cmd()"
    assert record["avatar_url"] == character.avatar_url
    assert tuple(record) == COLUMNS
