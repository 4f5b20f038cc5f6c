"""The controls above a list: its search and its pagination, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.shell.navigation import set_control
from pages.model.search import LONGEST_SEARCH

if TYPE_CHECKING:
    from collections.abc import Callable


def render_search(
    label: str, text: str, *, key: str, placeholder: str, on_change: Callable[[str], None]
) -> None:
    """Render a search field that searches while somebody types.

    Args:
        label: What it is for, for screen readers.
        text: The search in the address.
        key: Its key in the session.
        placeholder: What can be searched for.
        on_change: Is told the new search.
    """
    set_control(key, text)
    st.text_input(
        label,
        text,
        key=key,
        type="search",
        icon=":material/search:",
        placeholder=placeholder,
        label_visibility="collapsed",
        max_chars=LONGEST_SEARCH,
        live=True,
        on_change=lambda: on_change(st.session_state[key] or ""),
    )


def render_pages(
    page: int, count: int, *, key: str, shown: int, on_turn: Callable[[int], None]
) -> None:
    """Render the numbers of the pages, with the page in front marked.

    Args:
        page: The page in front, from 1.
        count: How many pages there are.
        key: Its key in the session.
        shown: For how many numbers there is room.
        on_turn: Is told the page to turn to.
    """
    # In a container of its own: on a shared line it would measure too little room.
    with st.container(width=shown * 36 + 76, key=f"{key}-box"):
        set_control(key, page)
        st.pagination(
            count,
            default=page,
            key=key,
            max_visible_pages=shown,
            on_change=lambda: on_turn(st.session_state[key] or 1),
        )
