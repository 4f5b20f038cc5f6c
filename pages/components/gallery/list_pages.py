"""The list as the API pages it: one page at a time, without a known end."""

from __future__ import annotations

from concurrent.futures import wait
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError
from eternal.pagination import has_more
from pages.components.character.cards import render_cards, render_empty_cards
from pages.components.gallery.pager import (
    page_count_of,
    render_flip,
    render_impossible,
    render_pagination,
    turn_to,
)
from pages.components.shell.messages import render_empty, render_error, render_nobody_yet
from pages.components.source.api import public_client
from pages.components.source.list_cache import list_cache
from pages.components.source.pools import loaders

if TYPE_CHECKING:
    from concurrent.futures import Future

    from streamlit.delta_generator import DeltaGenerator

    from eternal import CharacterPage
    from pages.model.gallery_address import GalleryAddress
    from pages.model.page_count import PageCount

AHEAD_SECONDS: Final = 0.5
"""Seconds to wait, after a page is drawn, for whether another one follows."""
QUICK_SECONDS: Final = 0.4
"""Seconds of loading before outlines of cards are shown: sooner they would flicker."""
SLOW_SECONDS: Final = 6.0
"""Seconds of loading before the page says that it takes long."""

_KEPT_SECONDS: Final = 60
_PAGES_KEPT: Final = 120


@st.cache_data(
    ttl=_KEPT_SECONDS, max_entries=_PAGES_KEPT, refresh_mode="background", show_spinner=False
)
def load_page(base_url: str, page: int, limit: int, edition: int) -> CharacterPage:
    """Load one page of the list, cached for a minute for all visitors. Never sends a key.

    Args:
        base_url: The source.
        page: From 1.
        limit: The page size.
        edition: The number of refreshes of this source, as a part of the cache's key.

    Raises:
        EternalError: The call failed; failures are not cached.
    """
    return public_client(base_url).list_characters(page, limit)


def render_page(base_url: str, address: GalleryAddress, pager: DeltaGenerator) -> None:
    """Render one page of the list, and its pagination in the pager."""
    page, size = address.page or 1, address.size
    pages = page_count_of((base_url, size))
    render_impossible(address.page)
    try:
        shown = _loaded(base_url, page, size)
    except EternalError as error:
        render_error(error, key="gallery")
    else:
        if shown.received:
            ahead = _load_ahead(base_url, page + 1, size)
            render_cards(shown.characters)
            _render_unreadable(shown)
            _learn(pages, page, shown, ahead)
            render_flip(page, pages.count(page))
        else:
            pages.learn_empty(page)
            _render_end(pages, page)
    # Last, when the count is known: the browser may lose the page if this is drawn twice in a run.
    with pager:
        render_pagination(page, pages.count(page))


def _learn(pages: PageCount, page: int, shown: CharacterPage, ahead: Future[CharacterPage]) -> None:
    """Record whether another page follows, if that is known soon."""
    wait([ahead], AHEAD_SECONDS)
    if ahead.done() and not ahead.exception():
        following, seen = ahead.result(), {one.id for one in shown.characters}
        pages.learn(page, is_last=not has_more(following, seen, shown))


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


def _load_ahead(base_url: str, page: int, limit: int) -> Future[CharacterPage]:
    """Load a page in the background, before it is needed."""
    return loaders().submit(load_page, base_url, page, limit, list_cache(base_url).edition)


def _loaded(base_url: str, page: int, size: int) -> CharacterPage:
    """Load a page of the list; render outlines of its cards meanwhile."""
    loading = _load_ahead(base_url, page, size)
    wait([loading], QUICK_SECONDS)
    if not loading.done():
        place = st.empty()
        with place.container():
            words = st.caption("Loading the characters…")
            render_empty_cards(size)
        wait([loading], SLOW_SECONDS)
        if not loading.done():
            words.caption("Still loading: the service takes its time today.")
        wait([loading])
        place.empty()
    return loading.result()


def _render_unreadable(shown: CharacterPage) -> None:
    if shown.unreadable:
        st.warning(
            f"Left out, as they could not be read: {shown.unreadable} of the {shown.received}"
            " characters here.",
            icon=":material/report:",
        )
