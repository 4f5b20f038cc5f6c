"""The controls of the gallery: search, filters, order and view. The address has their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.gallery import state
from pages.components.gallery.address import change, change_query, current
from pages.components.shell.list_controls import render_search
from pages.components.shell.navigation import is_back_or_forward, set_control
from pages.model.routes import OLDEST_AGE, PAGE_SIZES, View
from pages.model.search import SortOrder, facet_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character
    from pages.model.search import Query

_FACETS: Final = {
    "gender": (state.GENDER, "Gender", "genders", ("female", "male")),
    "category": (state.CATEGORY, "Category", "categories", ("default", "internal")),
    "status": (state.STATUS, "Status", "statuses", ("approved", "pending")),
}
"""For each facet: its key, its label, its field of the query, and the documented values."""
_ALL_AGES = (0, OLDEST_AGE)


def render_view(view: View) -> None:
    """Render the choice of the view."""
    set_control(state.VIEW, view)
    st.segmented_control(
        "Show as",
        list(View),
        default=view,
        key=state.VIEW,
        required=True,
        on_change=lambda: switch_view(st.session_state[state.VIEW] or View.CARDS),
        label_visibility="collapsed",
    )


def render_size(size: int) -> None:
    """Render the choice of the page size."""
    set_control(state.SIZE, size)
    st.segmented_control(
        "Characters a page",
        PAGE_SIZES,
        default=size,
        key=state.SIZE,
        required=True,
        on_change=lambda: change(size=st.session_state[state.SIZE] or size, page=1),
    )


def render_query(query: Query, known: Sequence[Character]) -> None:
    """Render search, order and filters, in a horizontal container.

    Args:
        query: The query in the address.
        known: The characters whose genders, categories and statuses are offered.
    """
    render_search(
        "Search",
        query.text,
        key=state.SEARCH,
        placeholder="Name, word of the bio, or ID",
        on_change=lambda text: change_query(text=text),
    )
    set_control(state.SORT, query.order)
    st.selectbox(
        "Sort by",
        list(SortOrder),
        list(SortOrder).index(query.order),
        key=state.SORT,
        on_change=_reorder,
        format_func=lambda order: order.value,
        label_visibility="collapsed",
        width=170,
    )
    filters = st.popover(
        _filter_label(query), icon=":material/tune:", key=state.FILTERS, on_change="rerun"
    )
    if filters.open:  # each control costs a run its time, and the browser a script
        with filters:
            for facet, (_, _, field, _) in _FACETS.items():
                _render_facet(facet, getattr(query, field), known)
            _render_ages(query.ages)


def render_compare(*, compare: bool, is_possible: bool) -> None:
    """Render the switch that shows the shortlist side by side."""
    set_control(state.COMPARE, compare)
    st.toggle(
        "Compare",
        compare,
        key=state.COMPARE,
        disabled=not is_possible,
        on_change=lambda: change(compare=st.session_state[state.COMPARE]),
    )


def clear() -> None:
    """Clear the search and all filters. For callbacks."""
    change_query(text="", genders=(), categories=(), statuses=(), ages=None)


def switch_view(view: View) -> None:
    """Show the selection in a view, from its first page. For callbacks."""
    change(view=view, page=1, ticked=(), compare=False)


def _reorder() -> None:
    order = st.session_state[state.SORT] or SortOrder.LISTED
    seed = st.session_state.get(state.SEED, current().query.seed)
    if order is SortOrder.SHUFFLED:
        st.session_state[state.SEED] = seed = seed + 1
    change_query(order=order, seed=seed)


def _render_facet(facet: str, chosen: Sequence[str], known: Sequence[Character]) -> None:
    key, label, field, documented = _FACETS[facet]
    options = facet_values(known, facet) or list(documented)
    set_control(key, list(chosen))
    st.multiselect(
        label,
        [*options, *(value for value in chosen if value not in options)],
        list(chosen),
        key=key,
        on_change=lambda: _filter(field, tuple(st.session_state[key] or ())),
        placeholder="All",
    )


def _render_ages(ages: tuple[int, int] | None) -> None:
    set_control(state.AGE, ages or _ALL_AGES)
    st.slider(
        "Age",
        *_ALL_AGES,
        ages or _ALL_AGES,
        key=state.AGE,
        on_change=lambda: _choose_ages(*sorted(st.session_state[state.AGE] or _ALL_AGES)),
    )


def _choose_ages(youngest: int, oldest: int) -> None:
    ages = (youngest, oldest)
    _filter("ages", None if ages == _ALL_AGES else ages)


def _filter(field: str, value: object) -> None:
    if not is_back_or_forward():
        change_query(**{field: value})


def _filter_label(query: Query) -> str:
    active = sum(map(bool, (query.genders, query.categories, query.statuses, query.ages)))
    return f"Filters ({active})" if active else "Filters"
