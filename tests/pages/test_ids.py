"""Ids as people type and paste them: each once, and what is none of them set apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import InvalidInput
from eternal.models import LARGEST_ID
from pages.model.ids import MOST_IDS, read_id, read_ids


@pytest.mark.parametrize(
    "text",
    [
        "6790,6604,6593",
        "6790 6604 6593",
        "6790\n6604\n6593",
        "6790\r\n6604\r\n6593\r\n",
        "6790\t6604\t6593",
        "6790; 6604; 6593",
        "| 6790 | 6604 | 6593 |",
        " , 6790 ,, 6604\n\n ;6593, ",
        "#6790 #6604 #6593",
        "6790\u00a06604\u30006593",
    ],
)
def test_any_separator_will_do(text: str) -> None:
    """Commas, spaces, lines and the marks of a table separate ids, in the order they came."""
    assert read_ids(text) == ([6790, 6604, 6593], [])


def test_a_pasted_column_keeps_its_order() -> None:
    """A column of a spreadsheet is read from top to bottom, its heading named as no id."""
    assert read_ids("ID\r\n30\r\n10\r\n20\r\n") == ([30, 10, 20], ["ID"])


@pytest.mark.parametrize("text", ["5 5", "5 05 #5", "5,6,5"])
def test_each_id_is_asked_once(text: str) -> None:
    """An id that stands there twice, however it is written, is one."""
    assert read_ids(text)[0].count(5) == 1


@pytest.mark.parametrize("word", ["abc", "0", "-5", "1.5", "²", "٣", "1e3", "9" * 17, "5x", "##5"])
def test_what_is_no_id_is_named(word: str) -> None:
    """What cannot be an id is set apart, once, and spoils no other."""
    assert read_ids(f"7 {word} {word} 8") == ([7, 8], [word])


@pytest.mark.parametrize("text", ["", "  \n", ",;|"])
def test_nothing_is_nothing(text: str) -> None:
    """A text of nothing but separators holds neither an id nor nonsense."""
    assert read_ids(text) == ([], [])


def test_fifty_are_the_most() -> None:
    """Fifty ids are read; fifty-one are refused with both numbers in words."""
    ids = list(range(1, MOST_IDS + 2))
    assert read_ids(" ".join(map(str, ids[:-1]))) == (ids[:-1], [])
    with pytest.raises(InvalidInput) as refused:
        read_ids(" ".join(map(str, ids)))
    assert "51 IDs; at most 50" in refused.value.headline


def test_only_ids_count_for_the_bound() -> None:
    """Neither a repetition nor nonsense counts for the fifty."""
    text = " ".join(str(number % MOST_IDS + 1) for number in range(500)) + " x" * 500
    assert len(read_ids(text)[0]) == MOST_IDS


def test_the_largest_id() -> None:
    """The largest id is read, and the one after it is none."""
    assert read_id(str(LARGEST_ID)) == LARGEST_ID
    with pytest.raises(InvalidInput):
        read_id(str(LARGEST_ID + 1))


@given(st.text(max_size=60))
def test_any_text_is_ids_and_nonsense(text: str) -> None:
    """Whatever is pasted, ids are within their bounds and nonsense has no white space."""
    ids, nonsense = read_ids(text)
    assert all(1 <= id <= LARGEST_ID for id in ids)
    assert all(word and not any(map(str.isspace, word)) for word in nonsense)
