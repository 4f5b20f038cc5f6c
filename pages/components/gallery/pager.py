"""Pagination: numbers above the grid, back and on below it."""

from __future__ import annotations

import streamlit as st

from pages.components.gallery import state
from pages.components.gallery.address import change, correct
from pages.components.shell.list_controls import render_pages
from pages.components.shell.scrolling import note_turn
from pages.model.page_count import PageCount, pages_for
from pages.model.routes import LARGEST_PAGE_NUMBER

PAGES_SHOWN = 5


def page_count_of(source_and_size: tuple[str, int]) -> PageCount:
    """The page count of a source and page size, as far as known."""
    counts: dict[tuple[str, int], PageCount] = st.session_state.setdefault(state.PAGE_COUNTS, {})
    return counts.setdefault(source_and_size, PageCount())


def page_of_known(
    page: int | None, characters: int, size: int, *, is_growing: bool
) -> tuple[int, int]:
    """The page to show of a selection with a known length, and the number of its pages.

    Args:
        page: The page in the address; None if it cannot exist.
        characters: The length of the selection.
        size: The page size.
        is_growing: Whether more may come, so that a page beyond the end may exist later.
    """
    count = pages_for(characters, size)
    wanted = page or 1
    if is_growing:
        return min(wanted, count), max(wanted, count)
    if wanted > count:
        correct(page=count)
    return min(wanted, count), count


def render_impossible(page: int | None) -> None:
    """Render a notice if the page in the address cannot exist."""
    if page is None:
        st.warning(
            "The address named a page that cannot exist, so this is the first one.",
            icon=":material/explore_off:",
        )


def render_pagination(page: int, count: int) -> None:
    """Render the numbers of the pages, in a horizontal container, unless there is only one."""
    if count == 1:
        return
    st.number_input(
        "Go to page",
        1,
        LARGEST_PAGE_NUMBER,
        None,
        key=state.JUMP,
        placeholder="Page…",
        label_visibility="collapsed",
        width=86,
        on_change=_jump,
    )
    render_pages(page, count, key=state.PAGE, shown=PAGES_SHOWN, on_turn=turn_to)


def render_flip(page: int, count: int) -> None:
    """Render the buttons to the previous and the next page, below the grid."""
    with st.container(horizontal=True, horizontal_alignment="center", key="flip"):
        if page > 1:
            st.button(
                f"Back to page {page - 1}",
                on_click=turn_to,
                args=(page - 1,),
                icon=":material/arrow_back:",
                shortcut="Left",
            )
        if page < count:
            st.button(
                f"On to page {page + 1}",
                on_click=turn_to,
                args=(page + 1,),
                icon=":material/arrow_forward:",
                icon_position="right",
                shortcut="Right",
            )


def turn_to(page: int) -> None:
    """Turn to a page. For callbacks."""
    change(page=page)
    note_turn()


def _jump() -> None:
    page = st.session_state[state.JUMP]
    if page is not None:
        turn_to(page)
        st.session_state[state.JUMP] = None
