"""Views of a selection: table, charts, side by side."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from eternal.text import plain_text
from pages.components.character.cards import CARD_WIDTH
from pages.components.character.details import render_character, render_details
from pages.components.character.picture import PLACEHOLDER, render_picture, shown_name
from pages.components.gallery.address import correct
from pages.model.export import (
    address_without_formulas,
    without_formulas,
)
from pages.model.routes import MOST_TICKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character

MOST_COMPARED: Final = 4
MOST_BARS: Final = 12
MOST_ROWS: Final = 1000
"""The most rows of the table: it is sent with its pictures."""

# In pixels, with the border.
_HEAD_HEIGHT = 38
_ROW_HEIGHT = 64
_TALLEST_TABLE = 620
_AGES = [*range(0, 100, 10)]


def render_table(
    characters: Sequence[Character], named: Sequence[str], *, is_growing: bool = False
) -> None:
    """Render a sortable table; one ticked row opens, two to four are compared.

    Args:
        characters: The rows.
        named: The ids of the ticked rows in the address.
        is_growing: Whether more may come, so that a ticked row may still be missing.
    """
    rows = characters[:MOST_ROWS]
    if len(characters) > len(rows):
        st.caption(f"The first {len(rows):,} of {len(characters):,}. Filter to see the others.")
    place_of = {str(one.id): place for place, one in enumerate(rows)}
    state: Any = st.dataframe(
        [_row(one) for one in rows],
        key=_table_key(
            rows
        ),  # ticks are row numbers: other rows, or another order, start without ticks
        hide_index=True,
        row_height=_ROW_HEIGHT,
        height=min(_HEAD_HEIGHT + len(rows) * _ROW_HEIGHT, _TALLEST_TABLE),  # no empty rows
        placeholder="–",
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [place_of[id] for id in named if id in place_of]}},
        column_config={
            "Picture": st.column_config.ImageColumn(width=64),
            "ID": st.column_config.NumberColumn(format="%d", width="small"),
            "Bio": st.column_config.TextColumn(width="large"),
        },
        alt="The selected characters, a row each",
    )
    ticked = [rows[place] for place in state["selection"]["rows"] if place < len(rows)]
    awaited = [id for id in named if id not in place_of] if is_growing else []
    correct(ticked=(*(str(one.id) for one in ticked), *awaited)[:MOST_TICKED])
    if len(ticked) == 1:
        render_character(ticked[0], f"row-{ticked[0].id}", lookup_link=True)
    elif ticked:
        render_side_by_side(ticked)
    else:
        st.caption("Tick a row to open it, or two to four to compare them.")


def render_charts(characters: Sequence[Character]) -> None:
    """Render the number of characters, and their distribution by field."""
    ages = [one.age for one in characters if one.age is not None]
    first, second, third = st.columns(3)
    first.metric("Characters", f"{len(characters):,}", border=True)
    second.metric("Median age", f"{median(ages):.0f}" if ages else "–", border=True)
    third.metric("Without a picture", sum(one.picture is None for one in characters), border=True)
    grid = st.grid("auto", min_column_width=300, border=True)
    with grid.cell():
        st.header("Age")
        counts = Counter(min(max(age, 0) // 10 * 10, 90) for age in ages)
        labels = [f"{age}–{age + 9}" if age < 90 else "90 and over" for age in _AGES]
        table = {"Age": labels, "Characters": [counts[age] for age in _AGES]}
        st.bar_chart(table, x="Age", y="Characters", sort=False)
    for field, title in (("gender", "Gender"), ("category", "Category"), ("status", "Status")):
        with grid.cell():
            st.header(title)
            words = [_cell(getattr(one, field), 40) or "unknown" for one in characters]
            values = dict(Counter(words).most_common(MOST_BARS))
            table = {title: list(values), "Characters": list(values.values())}
            st.bar_chart(table, x=title, y="Characters", horizontal=True, sort="-Characters")


def render_side_by_side(characters: Sequence[Character]) -> None:
    """Render two to four characters side by side."""
    if len(characters) > MOST_COMPARED:
        st.caption(f"Comparing the first {MOST_COMPARED} of {len(characters)}.")
    compared = characters[:MOST_COMPARED]
    grid = st.grid(len(compared), min_column_width=CARD_WIDTH, border=True)
    for character in compared:
        with grid.cell():
            render_picture(character, f"side-{character.id}")
            render_details(character, f"side-{character.id}")


def _table_key(rows: Sequence[Character]) -> str:
    ids = ",".join(str(one.id) for one in rows)
    return f"table-{sha256(ids.encode()).hexdigest()[:16]}"


def _row(character: Character) -> dict[str, object]:
    return {
        "Picture": address_without_formulas(character.picture or PLACEHOLDER),
        "Name": without_formulas(shown_name(character)),
        "Age": character.age,
        "Gender": _cell(character.gender, 40),
        "Category": _cell(character.category, 40),
        "Status": _cell(character.status, 40),
        "Bio": _cell(character.description, 300),
        "ID": character.id,
    }


def _cell(text: str, limit: int) -> str:
    """Plain text without formulas, for the CSV that Streamlit offers for tables and charts."""
    return without_formulas(plain_text(text, limit))
