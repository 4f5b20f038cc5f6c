"""The controls of the History: search, filters and pages. Each is in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.history import state
from pages.components.history.address import change
from pages.components.shell.list_controls import render_pages, render_search
from pages.components.shell.navigation import set_control
from pages.components.shell.scrolling import note_turn
from pages.model.job_store import Standing
from pages.model.job_words import STANDINGS
from pages.model.routes import Made

if TYPE_CHECKING:
    from pages.model.history_address import HistoryAddress

CLEAR: Final = "Clear search and filters"

_MADE: Final = {
    Made.EVERYTHING: "Everything",
    Made.CHARACTERS: "Characters",
    Made.PICTURES: "Pictures",
    Made.VIDEOS: "Videos",
}
_ANY_STATE: Final = "Any state"
_STANDINGS: Final = {_ANY_STATE: None} | {STANDINGS[one]: one for one in Standing}
_PAGES_SHOWN: Final = 5


def render_controls(address: HistoryAddress) -> None:
    """Render search and filters. Call it in a horizontal container."""
    render_search(
        "Search your history",
        address.text,
        key=state.FIND,
        placeholder="Your words, a name, or ID",
        on_change=lambda text: change(text=text),
    )
    set_control(state.MADE, address.made)
    st.selectbox(
        "Kind",
        list(Made),
        list(Made).index(address.made),
        key=state.MADE,
        format_func=_MADE.__getitem__,
        label_visibility="collapsed",
        width=150,
        on_change=lambda: change(made=st.session_state[state.MADE] or Made.EVERYTHING),
    )
    standing = STANDINGS[address.standing] if address.standing else _ANY_STATE
    set_control(state.STANDING, standing)
    st.selectbox(
        "State",
        list(_STANDINGS),
        list(_STANDINGS).index(standing),
        key=state.STANDING,
        label_visibility="collapsed",
        width=192,
        on_change=lambda: change(standing=_STANDINGS.get(st.session_state[state.STANDING])),
    )


def render_clear() -> None:
    """Render the button that clears search and filters."""
    st.button(CLEAR, icon=":material/filter_alt_off:", type="tertiary", on_click=clear)


def clear() -> None:
    """Clear search and filters. For callbacks."""
    change(text="", made=Made.EVERYTHING, standing=None)


def render_pagination(sheet: int, count: int) -> None:
    """Render the pagination. Call it in a horizontal container."""
    if count == 1:
        return
    shown = max(4, min(count, _PAGES_SHOWN))
    render_pages(sheet, count, key=state.SHEET, shown=shown, on_turn=turn_to)


def render_flip(sheet: int, count: int) -> None:
    """Render the buttons to the newer and the older page, below the list."""
    with st.container(horizontal=True, horizontal_alignment="center", key="flip"):
        if sheet > 1:
            st.button("Newer", icon=":material/arrow_back:", on_click=turn_to, args=(sheet - 1,))
        if sheet < count:
            st.button(
                "Older",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=turn_to,
                args=(sheet + 1,),
            )


def turn_to(sheet: int) -> None:
    """Turn to a page. For callbacks."""
    change(sheet=sheet)
    note_turn()
