"""The controls of the gallery: search, filters, order and view. Each is in the address."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.finding import LONGEST_SEARCH, Choice, Order, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character

OLDEST_AGE: Final = 120

_FILTERS = {"gender": "Gender", "category": "Category", "status": "Status"}
_DOCUMENTED = {
    "gender": ("female", "male"),
    "category": ("default", "internal"),
    "status": ("approved", "pending"),
}
"""What can be chosen before the list has been read."""
_AGE = "age"
_SEARCH = "q"
_ORDER = "sort"
_VIEW = "view"
_SEED = "seed"
_LONGEST_SEED = 9


class View(StrEnum):
    """How the selection is shown."""

    CARDS = "Cards"
    TABLE = "Table"
    CHARTS = "Charts"
    SHORTLIST = "Shortlist"


_ICONS = {
    View.CARDS: ":material/grid_view:",
    View.TABLE: ":material/table_rows:",
    View.CHARTS: ":material/bar_chart:",
    View.SHORTLIST: ":material/star:",
}


def choose_view() -> View:
    """Draws the choice of the view."""
    view = st.segmented_control(
        "Show as",
        list(View),
        default=View.CARDS,
        key=_VIEW,
        required=True,
        bind="query-params",
        on_change=back_to_first_page,
        label_visibility="collapsed",
    )
    return view or View.CARDS


def choose(known: Sequence[Character]) -> Choice:
    """Draws search, order and filters, and returns what is looked for.

    To be called in a horizontal container.

    Args:
        known: The characters whose genders, categories and statuses can be chosen.
    """
    text = st.text_input(
        "Search",
        key=_SEARCH,
        type="search",
        icon=":material/search:",
        placeholder="Name, word of the bio, or ID",
        label_visibility="collapsed",
        max_chars=LONGEST_SEARCH,
        live="400ms",
        bind="query-params",
        on_change=back_to_first_page,
    )
    order = st.selectbox(
        "Sort by",
        list(Order),
        key=_ORDER,
        bind="query-params",
        on_change=_reorder,
        format_func=lambda order: order.value,
        label_visibility="collapsed",
        width=170,
    )
    with st.popover(_filter_label(), icon=":material/tune:"):
        chosen = {field: _choose_kind(field, known) for field in _FILTERS}
        ages = _choose_ages()
    return Choice(
        text=text or "",
        genders=chosen["gender"],
        categories=chosen["category"],
        statuses=chosen["status"],
        ages=ages,
        order=order or Order.LISTED,
        seed=_seed(),
    )


def clear() -> None:
    """Clears the search and all filters, before the script runs again."""
    state = st.session_state
    state[_SEARCH] = ""
    for field in _FILTERS:
        state[field] = []
    state[_AGE] = (0, OLDEST_AGE)
    back_to_first_page()


def show_cards() -> None:
    """Goes back to the cards, before the script runs again."""
    st.session_state[_VIEW] = View.CARDS


def back_to_first_page() -> None:
    """A new selection starts at its first page."""
    st.session_state.page = 1


def _reorder() -> None:
    back_to_first_page()
    if st.session_state[_ORDER] is Order.SHUFFLED:
        st.session_state[_SEED] = st.session_state.get(_SEED, 0) + 1


def _seed() -> int:
    """What shuffles: kept in the address, so that a surprise can be shared."""
    if st.session_state.get(_ORDER) is not Order.SHUFFLED:
        st.query_params.pop(_SEED, None)
        return 0
    if _SEED not in st.session_state:
        text = st.query_params.get(_SEED, "")
        is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEED
        st.session_state[_SEED] = int(text) if is_number else 1
    seed: int = st.session_state[_SEED]
    st.query_params[_SEED] = str(seed)
    return seed


def _choose_kind(field: str, known: Sequence[Character]) -> tuple[str, ...]:
    named = st.query_params.get_all(field)
    options = kinds(known, field) or list(_DOCUMENTED[field])
    options += [value for value in named if value not in options]
    chosen = st.multiselect(
        _FILTERS[field],
        options,
        key=field,
        bind="query-params",
        on_change=back_to_first_page,
        placeholder="All",
    )
    return tuple(chosen)


def _choose_ages() -> tuple[int, int] | None:
    ages: tuple[int, int] = st.slider(
        "Age",
        0,
        OLDEST_AGE,
        (0, OLDEST_AGE),
        key=_AGE,
        bind="query-params",
        on_change=back_to_first_page,
    )
    youngest, oldest = sorted(ages)
    return None if (youngest, oldest) == (0, OLDEST_AGE) else (youngest, oldest)


def _filter_label() -> str:
    # On the first run of a visit the choices are only in the address: the controls come later.
    state, address = st.session_state, st.query_params
    active = sum(bool(state.get(field, address.get(field))) for field in _FILTERS)
    active += state[_AGE] != (0, OLDEST_AGE) if _AGE in state else _AGE in address
    return f"Filters ({active})" if active else "Filters"
