"""The choices of the gallery, read from the address and written to it.

The address is the only place where a choice is kept. Controls are set from it before they are
drawn, and their callbacks write changes to it, so that Back, Forward, a reload and a link all show
what the address says. No control is bound to its parameter: after Back a bound control is one run
late, replaces the history entry that it leaves, and adds one on the way to another page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.components.gallery import state
from pages.components.shell import navigation
from pages.model.gallery_address import NAMES, GalleryAddress

if TYPE_CHECKING:
    from collections.abc import Mapping


def current() -> GalleryAddress:
    """The choices in the address of this run."""
    return GalleryAddress.read(navigation.address())


def change_query(**changed: Any) -> None:
    """Change the query and go to the first page. For callbacks.

    Args:
        changed: Fields of ``Query``.
    """
    if not navigation.is_back_or_forward():
        _write(current().searching(**changed).write())


def change(**changed: Any) -> None:
    """Change choices. For callbacks.

    After Back and Forward nothing is changed: the browser only sends the values of the controls
    that it showed before, which no visitor chose.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    if not navigation.is_back_or_forward():
        correct(**changed)


def correct(**changed: Any) -> None:
    """Write choices to the address that differ from what is shown.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    _write(replace(current(), **changed).write())


def restore(base_url: str) -> GalleryAddress:
    """Read the choices from the address; restore the last ones if it has none.

    They are restored for a visitor who comes from another page by a link without choices. After
    Back and Forward the address counts as it is. Another source begins at its first page.

    Args:
        base_url: The source in use.
    """
    # A widget's key, as a mark: Streamlit drops it when the page is left.
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


def _present() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}


def _write(wanted: Mapping[str, list[str]]) -> None:
    """Write all parameters of the gallery in one step: each write adds a history entry."""
    navigation.update({name: wanted.get(name, []) for name in NAMES})
    st.session_state[state.PARAMETERS] = {name: texts for name, texts in wanted.items() if texts}
