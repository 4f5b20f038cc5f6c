"""The controls of the gallery: search, filters, order and view. Each is in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.gallery.address import (
    OLDEST_AGE,
    PAGE_SIZES,
    GalleryAddress,
    View,
    choose,
    is_back_or_forward,
    set_control,
    show,
)
from pages.model.search import LONGEST_SEARCH, Order, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character
    from pages.model.search import Choice

_FILTERS: Final = {
    "gender": ("Gender", "genders", ("female", "male")),
    "category": ("Category", "categories", ("default", "internal")),
    "status": ("Status", "statuses", ("approved", "pending")),
}
"""For each parameter its label, its field of the choice, and what can be chosen before the list
has been read."""
_AGE = "age"
_SEARCH = "q"
_ORDER = "sort"
_VIEW = "view"
_SIZE = "size"
_COMPARE = "compare"
_ALL_AGES = (0, OLDEST_AGE)


def render_view(view: View) -> None:
    """Draws the choice of the view."""
    set_control(_VIEW, view)
    st.segmented_control(
        "Show as",
        list(View),
        default=view,
        key=_VIEW,
        required=True,
        on_change=lambda: switch_view(st.session_state[_VIEW] or View.CARDS),
        label_visibility="collapsed",
    )


def render_size(size: int) -> None:
    """Draws how many characters a page holds."""
    set_control(_SIZE, size)
    st.segmented_control(
        "Characters a page",
        PAGE_SIZES,
        default=size,
        key=_SIZE,
        required=True,
        on_change=lambda: show(size=st.session_state[_SIZE] or size, page=1),
    )


def render_query(choice: Choice, known: Sequence[Character]) -> None:
    """Draws search, order and filters.

    To be called in a horizontal container.

    Args:
        choice: What the address looks for.
        known: The characters whose genders, categories and statuses can be chosen.
    """
    set_control(_SEARCH, choice.text)
    st.text_input(
        "Search",
        choice.text,
        key=_SEARCH,
        type="search",
        icon=":material/search:",
        placeholder="Name, word of the bio, or ID",
        label_visibility="collapsed",
        max_chars=LONGEST_SEARCH,
        live="400ms",
        on_change=lambda: choose(text=st.session_state[_SEARCH] or ""),
    )
    set_control(_ORDER, choice.order)
    st.selectbox(
        "Sort by",
        list(Order),
        list(Order).index(choice.order),
        key=_ORDER,
        on_change=_reorder,
        format_func=lambda order: order.value,
        label_visibility="collapsed",
        width=170,
    )
    with st.popover(_filter_label(choice), icon=":material/tune:"):
        for name, (_, field, _) in _FILTERS.items():
            _render_kind(name, getattr(choice, field), known)
        _render_ages(choice.ages)


def render_compare(*, compare: bool, is_possible: bool) -> None:
    """Draws whether the shortlist is shown side by side."""
    set_control(_COMPARE, compare)
    st.toggle(
        "Compare",
        compare,
        key=_COMPARE,
        disabled=not is_possible,
        on_change=lambda: show(compare=st.session_state[_COMPARE]),
    )


def clear() -> None:
    """Clears the search and all filters, before the script runs again."""
    choose(text="", genders=(), categories=(), statuses=(), ages=None)


def switch_view(view: View) -> None:
    """Shows the selection in a view, from its first page, before the script runs again."""
    show(view=view, page=1, ticked=(), compare=False)


def _reorder() -> None:
    order = st.session_state[_ORDER] or Order.LISTED
    seed = st.session_state.get("last_seed", GalleryAddress.read().choice.seed)
    if order is Order.SHUFFLED:
        st.session_state.last_seed = seed = seed + 1
    choose(order=order, seed=seed)


def _render_kind(name: str, chosen: Sequence[str], known: Sequence[Character]) -> None:
    label, field, documented = _FILTERS[name]
    options = kinds(known, name) or list(documented)
    key = _key_of(name, tuple(chosen))
    st.multiselect(
        label,
        [*options, *(value for value in chosen if value not in options)],
        list(chosen),
        key=key,
        on_change=lambda: _filter(name, field, tuple(st.session_state[key] or ())),
        placeholder="All",
    )


def _render_ages(ages: tuple[int, int] | None) -> None:
    key = _key_of(_AGE, ages)
    st.slider(
        "Age",
        *_ALL_AGES,
        ages or _ALL_AGES,
        key=key,
        on_change=lambda: _choose_ages(*sorted(st.session_state[key] or _ALL_AGES)),
    )


def _choose_ages(youngest: int, oldest: int) -> None:
    ages = (youngest, oldest)
    _filter(_AGE, "ages", None if ages == _ALL_AGES else ages)


def _key_of(name: str, value: object) -> str:
    """The key of a control in the popover: a new one where something else has set its value.

    What is in a closed popover is not on the page, and learns of no new value: the browser would
    hand over the old one with the next click anywhere.
    """
    edition, before = _editions().get(name, (0, value))
    edition += before != value
    _editions()[name] = (edition, value)
    return f"{name}-{edition}" if edition else name


def _filter(name: str, field: str, value: object) -> None:
    if not is_back_or_forward():
        _editions()[name] = (_editions()[name][0], value)
        choose(**{field: value})


def _editions() -> dict[str, tuple[int, object]]:
    editions: dict[str, tuple[int, object]] = st.session_state.setdefault("filter_editions", {})
    return editions


def _filter_label(choice: Choice) -> str:
    active = sum(map(bool, (choice.genders, choice.categories, choice.statuses, choice.ages)))
    return f"Filters ({active})" if active else "Filters"
