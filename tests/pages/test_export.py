"""Characters to take away: the CSV opens in a spreadsheet and runs nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from eternal import Character
from pages.model.export import COLUMNS, as_csv, as_json, without_formulas


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


FORMULAS = [
    "x;=1+1",
    "x, ;\t=1",
    "＝1+1",
    "﹢1",
    "\u200d=1",
    "\u3164=1",
    '"=1',
    "“ =1",
    ";;=1",
    "a|@x",
    "a\n=1",
    ",＋1",
]


@pytest.mark.row("X2")
@pytest.mark.parametrize("text", FORMULAS)
def test_a_hidden_formula_is_harmless(text: str) -> None:
    """A formula after blanks, unseen signs, quotes or separators has an apostrophe before it."""
    safe = without_formulas(text)
    assert safe.replace("'", "") == text
    assert "'" in safe


@pytest.mark.row("X2")
def test_names_stay_readable() -> None:
    """A name that only looks like a formula loses nothing, and other texts are as they were."""
    assert without_formulas("-") == "'-"
    assert without_formulas("+1") == "'+1"
    for text in ("a-b", "1+1=2", "me@x.org", "a, b; c", "", "'=1", "Jean-Luc"):
        assert without_formulas(text) == text


FIELDS = st.text(st.characters() | st.sampled_from('=+-@＝﹢;,|\t"\n \u200d'), max_size=30)


@pytest.mark.row("X2")
@given(FIELDS, FIELDS)
def test_no_cell_of_a_file_starts_a_formula(name: str, bio: str) -> None:
    """Whatever a file is split at, no cell starts a formula."""
    character = Character.model_construct(id=7, display_name=name, description=bio, avatar_url=name)
    text = as_csv([character]).decode("utf-8-sig")
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                seen = regex.sub(r'^[\s\p{Cf}\p{Default_Ignorable_Code_Point}"]+', "", cell)
                assert not seen.startswith(tuple("=+-@＝＋－＠﹦﹢﹣﹫"))


@pytest.mark.row("X2")
def test_every_text_is_quoted() -> None:
    """Only numbers are without quotes."""
    lines = as_csv([Character(id=7, display_name="Ada", age=30)]).decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"id","display_name"')
    assert lines[1] == '7,"Ada","",30,"","","","",""'


@pytest.mark.row("X2")
def test_an_address_still_leads_there() -> None:
    """In an address the sign is percent-encoded instead."""
    (row,) = rows(Character(id=7, avatar_url="https://example.org/a.png?b;=1&c,d=2"))
    assert row["avatar_url"] == "https://example.org/a.png?b;%3D1&c,d=2"


@pytest.mark.row("S8")
def test_new_signs_are_in_the_file() -> None:
    """What this Python does not know yet is exported."""
    (row,) = rows(Character(id=7, display_name="🩷🫨🪿\U00031350"))
    assert row["display_name"] == "🩷🫨🪿\U00031350"


@pytest.mark.row("S9")
def test_a_cell_fits_a_spreadsheet() -> None:
    """A cell has fewer UTF-16 units than a spreadsheet takes, and ends with a whole character."""
    (row,) = rows(Character(id=7, description="👩\u200d🚀" * 9000))
    assert row["description"] == "👩\u200d🚀" * 6400


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
