"""A character on a card, or in one line. All text from the API is shown as plain text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.text import plain_text
from pages.components.character.details import (
    open_details,
    render_generate_link,
    render_lookup_link,
)
from pages.components.character.picture import render_picture, shown_name
from pages.components.character.shortlist import mark_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character

CARD_WIDTH: Final = 165

_CARD_HEIGHT = 435
_LONGEST_BIO = 240


def render_cards(characters: Sequence[Character]) -> None:
    """Render a grid of cards of equal height."""
    with st.container(key="cards"):
        grid = st.grid("auto", min_column_width=CARD_WIDTH, border=True)
        for character in characters:
            with grid.cell():
                _render_card(character, key=str(character.id))


def render_empty_cards(count: int) -> None:
    """Render the outlines of cards that are being loaded."""
    grid = st.grid("auto", min_column_width=CARD_WIDTH)
    for _ in range(count):
        with grid.cell():
            st.skeleton(height=_CARD_HEIGHT)


def render_name_row(character: Character) -> None:
    """Render a character in one line: name, id, and the link to its own page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="character"><h2 dir="auto">{escape(shown_name(character))}</h2></div>')
        render_lookup_link(character, label=f"Open {character.id}")


def _render_card(character: Character, key: str) -> None:
    render_picture(character, key)
    bio = plain_text(character.description, _LONGEST_BIO) or "No bio yet."
    st.html(
        f'<div class="character on-card"><h2 dir="auto">{escape(shown_name(character))}</h2>'
        f'<p class="facts">{_facts(character)}</p>'
        f'<p class="bio" dir="auto">{escape(bio)}</p></div>'
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.button(
            "Details",
            key=f"details-{key}",
            width="stretch",
            on_click=open_details,
            args=(character,),
        )
        with st.container(key=f"make-{key}", width="content"):
            render_generate_link(character)
        mark_button(character, key)


def _facts(character: Character) -> str:
    """Age and gender as HTML; a right-to-left gender does not reorder the line."""
    age = "Age unknown" if character.age is None else f"{character.age} years"
    gender = plain_text(character.gender, 40)
    return f"{age} · <bdi>{escape(gender)}</bdi>" if gender else age
