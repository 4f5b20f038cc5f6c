"""The selection from the whole list, which is crawled in the background, and the shortlist."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError, NotFound
from pages.components.character import shortlist
from pages.components.character.cards import render_cards
from pages.components.character.export import render_export
from pages.components.character.unfinished import (
    Finished,
    forget,
    is_due,
    render_look_again,
    take_in,
    watch_unfinished,
)
from pages.components.gallery import controls, state
from pages.components.gallery.pager import (
    page_of_known,
    render_flip,
    render_impossible,
    render_pagination,
)
from pages.components.gallery.views import (
    render_charts,
    render_side_by_side,
    render_table,
)
from pages.components.lookup.bulk import look_up_all
from pages.components.shell.messages import (
    TRY_AGAIN,
    render_empty,
    render_error,
    render_nobody_yet,
    render_old,
)
from pages.components.shell.navigation import rerun
from pages.components.source.by_id import Found, how_far_words, oldest
from pages.components.source.list_cache import list_cache
from pages.model.routes import View
from pages.model.search import Index, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from eternal import Character
    from eternal.catalogue import Snapshot
    from pages.model.gallery_address import GalleryAddress
    from pages.model.search import Query

TICK_SECONDS: Final = 0.6


def render_results(base_url: str, address: GalleryAddress, pager: DeltaGenerator) -> None:
    """Render the characters that fit a query, and their pagination in the pager."""
    query = address.query
    cache = list_cache(base_url)
    snapshot = cache.snapshot()
    if snapshot.error is not None:
        render_error(snapshot.error, key="reading", on_retry=cache.retry)
        return
    if not snapshot.is_complete:
        st.fragment(_watch_crawl, run_every=TICK_SECONDS)(base_url, len(snapshot.characters))
    elif failure := cache.refresh_failure:
        render_old(
            cache.age,
            failure.headline,
            key="reading",
            on_retry=cache.retry,
            has_newer=lambda: cache.snapshot() is not snapshot,
        )
    elif cache.is_refreshing:
        st.fragment(_watch_refresh, run_every=TICK_SECONDS)(base_url)
    fitting = search(cache.index(snapshot), query)
    _render_count(snapshot, fitting, query, cache.age if cache.refresh_failure else None)
    if fitting:
        is_growing = not snapshot.is_complete
        _render_selection(fitting, address, pager, is_growing=is_growing)
    elif snapshot.is_complete and query.is_empty:
        render_nobody_yet()
    elif snapshot.is_complete:
        _render_nobody()


def _render_selection(
    characters: Sequence[Character],
    address: GalleryAddress,
    pager: DeltaGenerator,
    *,
    is_growing: bool,
) -> None:
    if address.view is View.TABLE:
        render_table(characters, address.ticked, is_growing=is_growing)
    elif address.view is View.CHARTS:
        render_charts(characters)
    else:
        render_impossible(address.page)
        size = address.size
        page, count = page_of_known(address.page, len(characters), size, is_growing=is_growing)
        with pager:
            render_pagination(min(address.page or 1, count), count)
        render_cards(characters[(page - 1) * size : page * size])
        render_flip(page, count)


def render_shortlist(base_url: str, address: GalleryAddress) -> None:
    """Render the marked characters that fit a query, their comparison and their export."""
    marked = _marked(base_url)
    characters = search(Index(marked.found), address.query)
    if not shortlist.marked_ids():
        panel = render_empty(
            "Your shortlist is empty",
            "Mark characters with the star on their cards to compare, export and share them.",
            icon="star",
        )
        panel.button(
            "Browse the gallery",
            icon=":material/grid_view:",
            on_click=controls.switch_view,
            args=(View.CARDS,),
        )
        return
    old = oldest(marked.old)
    with st.container(horizontal=True, vertical_alignment="center"):
        fitting = "" if len(characters) == len(marked.found) else f" · **{len(characters)}** fit"
        st.markdown(f"**{len(marked.found)}** on your shortlist{fitting}")
        render_export(characters, None if old is None else old.age)
        controls.render_compare(compare=address.compare, is_possible=len(characters) > 1)
        st.button("Empty the shortlist", icon=":material/delete:", on_click=shortlist.clear)
    _render_absent(base_url, marked)
    if marked.found and not characters:
        _render_nobody()
    elif address.compare and len(characters) > 1:
        render_side_by_side(characters)
    else:
        render_cards(characters)


@dataclass
class _Marked:
    """The marked characters, those that could not be read anew, and the ids of the others."""

    found: list[Character] = field(default_factory=list)
    old: list[Found] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def _marked(base_url: str) -> _Marked:
    seen, kept = shortlist.characters_seen(), _kept(base_url)
    ids = shortlist.marked_ids()
    unknown = [id for id in ids if (base_url, id) not in seen and id not in kept]
    if due := [id for id in unknown if is_due(base_url, id)]:
        for id, answer in look_up_all(base_url, due).items():
            known = answer if isinstance(answer, EternalError) else take_in(base_url, id, answer)
            if isinstance(known, EternalError) or (known and known.found.failure):
                kept[id] = known
            elif known is not None:
                seen[base_url, id] = known.character
    marked = _Marked()
    for id in ids:
        if (base_url, id) in seen:
            marked.found.append(seen[base_url, id])
        elif id not in kept:
            marked.pending.append(id)
        else:
            _sort_in(marked, id, kept[id])
    return marked


def _sort_in(marked: _Marked, id: int, kept: Finished | EternalError) -> None:
    if isinstance(kept, Finished):
        marked.found.append(kept.character)
        marked.old.append(kept.found)
    elif isinstance(kept, NotFound):
        marked.missing.append(id)
    else:
        marked.failed.append(id)


def _render_absent(base_url: str, marked: _Marked) -> None:
    if marked.pending:
        st.info(
            f"Still being created: {_listed(marked.pending)}. They appear here when they are"
            " finished.",
            icon=":material/hourglass_top:",
        )
        render_look_again(base_url, *marked.pending)
        watch_unfinished(base_url, marked.pending)
    if marked.missing:
        kept = _kept(base_url)
        how_far = {how_far_words(kept[id]) for id in marked.missing} - {""}
        words = [f"Could not be found: {_listed(marked.missing)}.", *sorted(how_far)]
        st.warning(" ".join(words), icon=":material/person_off:")
    old = oldest(marked.old)
    if old is not None and old.failure is not None:
        ids = [one.poll.id for one in marked.old]
        again = partial(_ask_anew, base_url, ids)
        render_old(old.age, old.failure.headline, key="shortlist", on_retry=again)
    if marked.failed:
        st.error(f"{len(marked.failed)} could not be looked up just now.", icon=":material/error:")
        st.button(
            TRY_AGAIN,
            icon=":material/refresh:",
            on_click=_ask_anew,
            args=(base_url, marked.failed),
        )


def _ask_anew(base_url: str, ids: Sequence[int]) -> None:
    forget(base_url, *ids)
    for id in ids:
        _kept(base_url).pop(id, None)


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(id) for id in ids)


def _kept(base_url: str) -> dict[int, Finished | EternalError]:
    """The look-ups that failed, or have an old answer, kept so that no run repeats them."""
    kept: dict[str, dict[int, Finished | EternalError]]
    kept = st.session_state.setdefault(state.FAILURES, {})
    return kept.setdefault(base_url, {})


def _render_nobody() -> None:
    panel = render_empty("Nobody fits", "Try other words, or fewer filters.", icon="person_search")
    panel.button("Clear filters", icon=":material/filter_alt_off:", on_click=controls.clear)


def _watch_crawl(base_url: str, count: int) -> None:
    snapshot = list_cache(base_url).snapshot()
    st.progress(snapshot.progress, text=_progress_words(snapshot))
    if snapshot.is_complete or len(snapshot.characters) != count:
        rerun()


def _watch_refresh(base_url: str) -> None:
    if not list_cache(base_url).is_refreshing:
        rerun()
    st.caption("Reading the list anew. Until it is there this is the one of before.")


def _progress_words(snapshot: Snapshot) -> str:
    read = f"{len(snapshot.characters):,} characters read"
    if snapshot.pages is None:
        return f"Reading the whole list · {read}"
    return f"Reading the whole list · {read} · page {snapshot.pages_read} of {snapshot.pages}"


def _render_count(
    snapshot: Snapshot, fitting: Sequence[Character], query: Query, age: float | None
) -> None:
    searched = f"{len(snapshot.characters):,} searched"
    words = [f"**{len(fitting):,}** found", searched] if not query.is_empty else [searched]
    if snapshot.is_bounded:
        words.append("the list may go on")
    if snapshot.is_changing:
        words.append("the list changed while it was read, so some may be missing")
    if snapshot.failed_pages:
        pages = "page" if snapshot.failed_pages == 1 else "pages"
        words.append(f"{snapshot.failed_pages} {pages} could not be read")
    if snapshot.unreadable:
        words.append(f"{snapshot.unreadable} could not be read")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" · ".join(words))
        if fitting:
            render_export(fitting, age)
        if fitting and not query.is_empty:
            st.button(
                "Clear filters",
                icon=":material/filter_alt_off:",
                type="tertiary",
                on_click=controls.clear,
            )
