"""Turning pages of a list whose length nobody tells."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st
from streamlit.errors import StreamlitAPIException

LARGEST_PAGE_NUMBER = 10_000
PAGES_SHOWN = 5

_JUMP = "jump"
_TURNS = "turns"
_SCROLLED = "scrolled_turns"
_LEFT_AT = "left_gallery_at"
_SCROLL = "document.querySelector('.st-key-toolbar')?.scrollIntoView()"


@dataclass(slots=True)
class Pages:
    """What a visitor has learned about how many pages there are.

    Attributes:
        seen: The highest page that exists for sure.
        beyond: The lowest page that is known to hold nothing, if any.
    """

    seen: int = 1
    beyond: int | None = None

    def count(self, page: int) -> int:
        """How many pages to offer on this one: one more than are known, until the end is."""
        offered = max(page + 1, self.seen)
        if self.beyond is not None:
            offered = min(offered, self.beyond - 1)
        return max(page, offered)

    def learn(self, page: int, *, is_last: bool) -> None:
        """Takes note of a page that exists, and of whether it is the last one."""
        if is_last:
            self.seen, self.beyond = page, page + 1
            return
        self.seen = max(self.seen, page + 1)
        if self.beyond is not None and self.beyond <= self.seen:
            self.beyond = None

    def learn_empty(self, page: int) -> None:
        """Takes note of a page that holds nothing."""
        self.beyond = max(2, page if self.beyond is None else min(page, self.beyond))
        self.seen = min(self.seen, self.beyond - 1)


def pages_of(catalogue: tuple[str, int]) -> Pages:
    """What is known of the pages of one source and page size."""
    known: dict[tuple[str, int], Pages] = st.session_state.setdefault("known_pages", {})
    return known.setdefault(catalogue, Pages())


def page_to_show(catalogue: tuple[str, int]) -> tuple[int, str]:
    """The page to show, and a sentence if the address asked for one that cannot exist.

    To be called before the pagination is drawn: it drops what it does not know from the address.
    """
    state = st.session_state
    if state.get("shown_catalogue", catalogue) != catalogue:
        state.page = 1
    state.shown_catalogue = catalogue
    if "page" not in state and "page" not in st.query_params and _LEFT_AT in state:
        state.page = state[_LEFT_AT]
    page = state.get("page") or _requested_page()
    if page is None:
        state.notice = "The address named a page that cannot exist, so this is the first one."
    state[_LEFT_AT] = page or 1
    return page or 1, state.get("notice", "")


def page_of_known(characters: int, size: int, *, is_growing: bool) -> tuple[int, int]:
    """The page to show of a selection whose length is known, and how many pages it has.

    Args:
        characters: How many there are.
        size: How many a page holds.
        is_growing: Whether more may come, so that a page beyond the end may still be reached.
    """
    count = max(1, -(-characters // size))
    page: int = st.session_state.get("page") or _requested_page() or 1
    if is_growing:
        return min(page, count), max(page, count)
    if page > count:
        st.session_state.page = page = count
    return page, count


def forget_page() -> None:
    """Takes the page out of the address, where nothing is paged."""
    # Right after a pagination was drawn Streamlit does so itself, and refuses others.
    with suppress(StreamlitAPIException):
        st.query_params.pop("page", None)


def show_pagination(count: int) -> None:
    """Draws the pages to turn to, if there are more than one.

    To be called in a horizontal container.
    """
    if count == 1:
        forget_page()
        return
    st.number_input(
        "Go to page",
        1,
        LARGEST_PAGE_NUMBER,
        None,
        key=_JUMP,
        placeholder="Page…",
        label_visibility="collapsed",
        width=86,
        on_change=_jump,
    )
    # In a box of its own: on a shared line it would measure too little room for its pages.
    with st.container(width=PAGES_SHOWN * 36 + 76, key="pages"):
        st.pagination(
            count,
            key="page",
            bind="query-params",
            max_visible_pages=PAGES_SHOWN,
            on_change=note_turn,
        )


def show_flip(page: int, count: int) -> None:
    """Draws the way to the pages before and after, below what is paged."""
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
    """Turns to a page before the script runs again."""
    st.session_state.page = page
    note_turn()


def note_turn() -> None:
    """Takes note that the page was turned."""
    st.session_state[_TURNS] = st.session_state.get(_TURNS, 0) + 1
    st.session_state.pop("notice", None)


def scroll_up_if_turned() -> None:
    """Brings the top of the grid into view after a turn: Streamlit keeps the position."""
    turns = st.session_state.get(_TURNS, 0)
    if turns != st.session_state.get(_SCROLLED, 0):
        st.session_state[_SCROLLED] = turns
        with st.container(key="scroll"):
            # The number makes it new: the browser runs the same script only once.
            st.html(f"<script>/* {turns} */ {_SCROLL}</script>", unsafe_allow_javascript=True)


def _jump() -> None:
    page = st.session_state[_JUMP]
    if page is not None:
        turn_to(page)
        st.session_state[_JUMP] = None


def _requested_page() -> int | None:
    text = st.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE_NUMBER))):
        return None
    return int(text) if 1 <= int(text) <= LARGEST_PAGE_NUMBER else None
