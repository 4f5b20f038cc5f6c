"""The chosen character of the Generate page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.character.picture import render_picture, shown_name

if TYPE_CHECKING:
    from eternal import Character


def render_chosen(character: Character) -> None:
    """Render the chosen character."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=90):
            render_picture(character, "chosen")
        age = "age unknown" if character.age is None else f"{character.age} years"
        name = escape(shown_name(character))
        st.html(
            f'<div class="character"><h2 dir="auto">{name}</h2><p class="facts">{age}</p></div>'
        )
    if not character.picture:
        st.caption("This character has no picture to show here. That does no harm: its ID is sent.")
