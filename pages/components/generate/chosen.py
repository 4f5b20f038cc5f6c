"""The chosen character of the Generate page: its id in the address, and how it is shown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.character.picture import render_picture, shown_name
from pages.components.generate import state
from pages.components.shell import navigation
from pages.model import routes

if TYPE_CHECKING:
    from eternal import Character


def render_id() -> str:
    """Render the field of the character's id, and return the id of the address, or ""."""
    id = _restored_id()
    navigation.set_control(state.CHARACTER, id)
    st.text_input(
        "Character ID",
        id,
        key=state.CHARACTER,
        placeholder="6790",
        width=280,
        max_chars=routes.LONGEST_CHARACTER,
        on_change=_choose,
    )
    return id.strip()


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


def _choose() -> None:
    """Write the typed id to the address. A callback."""
    if not navigation.is_back_or_forward():
        st.session_state[state.REPLACED] = navigation.read(routes.CHARACTER)
        navigation.write(routes.CHARACTER, st.session_state[state.CHARACTER].strip())


def _restored_id() -> str:
    """The id in the address; the typed one if a click sends an older address."""
    id = navigation.read(routes.CHARACTER)
    # A widget's value: Streamlit drops it when the page is left.
    typed: str | None = st.session_state.get(state.CHARACTER)
    if typed is None or navigation.is_back_or_forward():
        return id
    if id in {"", st.session_state.get(state.REPLACED, "")}:
        id = typed.strip()
        navigation.write(routes.CHARACTER, id)
    return id
