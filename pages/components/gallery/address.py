"""What is chosen in the gallery: read from the address, and written there at once.

The address is the only place where a choice is kept. The controls are set from it before they are
drawn, and what changes in them is written by their callbacks, so that Back, Forward, a reload and
a link all show what the address says. No control is bound to its parameter: a bound one is a run
behind after Back, replaces the entry of the history that it leaves, and makes one of its own on
the way to another page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.components.character.details import keep_opened
from pages.components.gallery import state
from pages.components.shell import navigation
from pages.model.gallery_address import NAMES, GalleryAddress

if TYPE_CHECKING:
    from collections.abc import Mapping


def current() -> GalleryAddress:
    """What the address of this run chooses."""
    return GalleryAddress.read(navigation.address())


def change_query(**changed: Any) -> None:
    """Changes the query, before the script runs; the page is the first one again.

    Args:
        changed: Fields of ``Query``.
    """
    if not navigation.is_back_or_forward():
        _write(current().searching(**changed).write())


def change(**changed: Any) -> None:
    """Changes what is shown, before the script runs.

    After Back and Forward it is no visitor who changes a control: the browser only hands over what
    it showed before.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    if not navigation.is_back_or_forward():
        correct(**changed)


def correct(**changed: Any) -> None:
    """Has the address say what is shown where it said something else.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    _write(replace(current(), **changed).write())


def restore(base_url: str) -> GalleryAddress:
    """What the address chooses, as a visit of the gallery begins or goes on.

    Whoever comes from another page by a link that chooses nothing finds what was left here. Back
    and Forward are believed, whatever they say. Another source begins at its first page.

    Args:
        base_url: The source in use.
    """
    # The mark is a widget's key: it goes when its page is left.
    is_new = st.session_state.get(state.SEARCH) is None
    is_history = navigation.is_back_or_forward()
    if is_new and not is_history and not _present():
        _write(st.session_state.get(state.PARAMETERS, {}))
    if st.session_state.get(state.SOURCE, base_url) != base_url and not is_history:
        correct(page=1)
    st.session_state[state.SOURCE] = base_url
    address = current()
    if address.page is not None:
        _write(address.write())
    st.session_state[state.PARAMETERS] = _present()
    return address


def rerun() -> None:
    """Runs the page again at the last known address.

    A timer hands over the address of when it was set off, which may be older than a choice that
    was made since.
    """
    _write(st.session_state.get(state.PARAMETERS, _present()))
    keep_opened()
    st.rerun()


def _present() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}


def _write(wanted: Mapping[str, list[str]]) -> None:
    """Writes all parameters of the gallery at once: each write is an entry of the history."""
    navigation.update({name: wanted.get(name, []) for name in NAMES})
    st.session_state[state.PARAMETERS] = {name: texts for name, texts in wanted.items() if texts}
