"""The list as the API pages it: one page at a time, its end unknown until it is seen."""

from __future__ import annotations

from concurrent.futures import wait
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError
from pages.components.messages import show_error
from pages.components.paging import page_to_show, pages_of, show_flip, show_pagination, turn_to
from pages.components.source import is_end, load_ahead, load_page
from pages.components.views import show_cards

if TYPE_CHECKING:
    from eternal import CharacterPage
    from pages.components.paging import Pages

AHEAD_SECONDS: Final = 0.5
"""How long a complete page waits to learn whether another one follows."""


def browse(base_url: str, size: int) -> None:
    """Draws one page of the list, and what turns it."""
    catalogue = (base_url, size)
    pages = pages_of(catalogue)
    page, notice = page_to_show(catalogue)
    show_pagination(pages.count(page))
    if notice:
        st.warning(notice, icon=":material/explore_off:")
    try:
        with st.skeleton(height=700):
            shown = load_page(base_url, page, size)
    except EternalError as error:
        show_error(error, key="gallery")
        return
    if not shown.received:
        _show_end(pages, page)
        return
    ahead = load_ahead(base_url, page + 1, size)
    show_cards(shown.characters)
    _show_unreadable(shown)
    show_flip(page, pages.count(page))
    wait([ahead], AHEAD_SECONDS)
    if ahead.done() and not ahead.exception():
        offered = pages.count(page)
        pages.learn(page, is_last=is_end(shown, ahead.result()))
        if pages.count(page) != offered:
            st.rerun()


def _show_end(pages: Pages, page: int) -> None:
    offered = pages.count(page)
    pages.learn_empty(page)
    if pages.count(page) != offered:
        st.rerun()
    if page == 1:
        st.info("There are no characters here yet.", icon=":material/person_off:")
        return
    st.info(f"There is no page {page}: the list ends before it.", icon=":material/last_page:")
    st.button("Go to the first page", on_click=turn_to, args=(1,), icon=":material/first_page:")


def _show_unreadable(shown: CharacterPage) -> None:
    if shown.unreadable:
        st.warning(
            f"{shown.unreadable} of the {shown.received} characters here could not be read.",
            icon=":material/report:",
        )
