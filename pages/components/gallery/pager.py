"""Turning pages of a list whose length nobody tells."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.components.gallery.address import LARGEST_PAGE_NUMBER, correct, set_control, show

PAGES_SHOWN = 5

_PAGE = "page"

_JUMP = "jump"
_TURNS = "turns"
_SCROLLED = "scrolled_turns"
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


def page_of_known(
    page: int | None, characters: int, size: int, *, is_growing: bool
) -> tuple[int, int]:
    """The page to show of a selection whose length is known, and how many pages it has.

    Args:
        page: The page that the address names, if it can exist.
        characters: How many there are.
        size: How many a page holds.
        is_growing: Whether more may come, so that a page beyond the end may still be reached.
    """
    count = max(1, -(-characters // size))
    wanted = page or 1
    if is_growing:
        return min(wanted, count), max(wanted, count)
    if wanted > count:
        correct(page=count)
    return min(wanted, count), count


def render_impossible(page: int | None) -> None:
    """Says so if the address names a page that cannot exist."""
    if page is None:
        st.warning(
            "The address named a page that cannot exist, so this is the first one.",
            icon=":material/explore_off:",
        )


def render_pagination(page: int, count: int) -> None:
    """Draws the pages to turn to, if there are more than one.

    To be called in a horizontal container.
    """
    if count == 1:
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
        set_control(_PAGE, page)
        st.pagination(
            count,
            default=page,
            key=_PAGE,
            max_visible_pages=PAGES_SHOWN,
            on_change=lambda: turn_to(st.session_state[_PAGE] or 1),
        )


def render_flip(page: int, count: int) -> None:
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
    show(page=page)
    st.session_state[_TURNS] = st.session_state.get(_TURNS, 0) + 1


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
