"""The list as the API pages it: one page at a time, without a known end."""

from __future__ import annotations

import time
from concurrent.futures import wait
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.pagination import has_more
from pages.components.character.cards import render_cards, render_empty_cards
from pages.components.gallery.pager import (
    page_count_of,
    render_flip,
    render_impossible,
    render_pagination,
    turn_to,
)
from pages.components.shell.messages import (
    render_empty,
    render_error,
    render_nobody_yet,
    render_old,
    watch_for_newer,
)
from pages.components.source.page_cache import is_outdated, look_at_page, try_page_again

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from eternal import CharacterPage
    from pages.components.source.page_cache import KnownPage
    from pages.model.gallery_address import GalleryAddress
    from pages.model.page_count import PageCount

AHEAD_SECONDS: Final = 0.5
"""Seconds to wait, after a page is drawn, for whether another one follows."""
QUICK_SECONDS: Final = 0.4
"""Seconds of loading before outlines of cards are shown: sooner they would flicker."""
SLOW_SECONDS: Final = 6.0
"""Seconds of loading before the page says that it takes long."""

LOADING: Final = "Loading the characters…"
STILL_LOADING: Final = "Still loading: the service takes its time today."

ROOM_SECONDS: Final = 0.2
"""Seconds between two looks for a place, where other pages of this visitor are still loading."""


def render_page(base_url: str, address: GalleryAddress, pager: DeltaGenerator) -> None:
    """Render one page of the list, and its pagination in the pager."""
    page, size = address.page or 1, address.size
    pages = page_count_of((base_url, size))
    render_impossible(address.page)
    known = _loaded(base_url, page, size)
    shown = known.value
    if known.failure is not None or is_outdated(base_url, known):
        _render_trouble(base_url, page, size, known)
    elif known.loading is not None:  # it is read behind: the page shows what comes of that
        watch_for_newer(lambda: look_at_page(base_url, page, size).loading is None)
    if shown is not None and shown.received:
        ahead = look_at_page(base_url, page + 1, size)
        render_cards(shown.characters)
        _render_unreadable(shown)
        _learn(base_url, pages, page, shown, ahead)
        render_flip(page, pages.count(page))
    elif shown is not None:
        pages.learn_empty(page)
        _render_end(pages, page)
    # Last, when the count is known: the browser may lose the page if this is drawn twice in a run.
    with pager:
        render_pagination(page, pages.count(page))


def _render_trouble(base_url: str, page: int, size: int, known: KnownPage) -> None:
    """Render why there is no newer page, and look for one by a timer."""

    def try_again() -> None:
        try_page_again(base_url, page, size)

    def has_newer() -> bool:
        newest = look_at_page(base_url, page, size)
        return newest.value is not None and newest.value is not known.value

    if known.value is None and known.failure is not None:
        render_error(known.failure, key="gallery", on_retry=try_again)
        watch_for_newer(has_newer)
    else:
        reason = known.failure.headline if known.failure else "The newer list is being read."
        render_old(known.age, reason, key="gallery", on_retry=try_again, has_newer=has_newer)


def _learn(
    base_url: str, pages: PageCount, page: int, shown: CharacterPage, ahead: KnownPage
) -> None:
    """Record whether another page follows, if that is known soon."""
    if ahead.loading is not None:
        wait([ahead.loading], AHEAD_SECONDS)
        ahead = look_at_page(base_url, page + 1, shown.limit)
    if ahead.value is not None:
        seen = {one.id for one in shown.characters}
        pages.learn(page, is_last=not has_more(ahead.value, seen, shown))


def _render_end(pages: PageCount, page: int) -> None:
    if page == 1:
        render_nobody_yet()
        return
    panel = render_empty(f"There is no page {page}", "The list ends before it.", icon="last_page")
    with panel.container(horizontal=True, horizontal_alignment="center"):
        st.button("Go to the first page", on_click=turn_to, args=(1,), icon=":material/first_page:")
        if pages.seen > 1:
            st.button(
                f"Go to page {pages.seen}, the last one known",
                on_click=turn_to,
                args=(pages.seen,),
                icon=":material/last_page:",
            )


def _loaded(base_url: str, page: int, size: int) -> KnownPage:
    """Load a page of the list; render outlines of its cards while nothing is known of it."""
    known = look_at_page(base_url, page, size)
    if known.loading is not None and (known.value is None or is_outdated(base_url, known)):
        wait([known.loading], QUICK_SECONDS)
        known = look_at_page(base_url, page, size)
    if known.value is not None or known.failure is not None:
        return known
    place, began = st.empty(), time.monotonic()
    with place.container():
        words = st.caption(LOADING)
        render_empty_cards(size)
    while known.value is None and known.failure is None:
        is_slow = time.monotonic() - began > SLOW_SECONDS
        words.caption(STILL_LOADING if is_slow else LOADING)
        if known.loading is None:
            time.sleep(ROOM_SECONDS)
        else:
            wait([known.loading], SLOW_SECONDS)
        known = look_at_page(base_url, page, size)
    place.empty()
    return known


def _render_unreadable(shown: CharacterPage) -> None:
    if shown.unreadable:
        st.warning(
            f"Left out, as they could not be read: {shown.unreadable} of the {shown.received}"
            " characters here.",
            icon=":material/report:",
        )
