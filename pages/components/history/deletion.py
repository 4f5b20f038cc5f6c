"""The deletion of records, confirmed in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.history import state
from pages.components.shell.messages import render_alert
from pages.components.shell.navigation import rerun
from pages.components.shell.visitor import this_visitor
from pages.model.job_store import JobQuery, Standing, StoreUnavailable
from pages.model.job_words import entries_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.model.job_store import JobStore

DELETE_ALL: Final = "Delete all"
DELETE: Final = "Delete"
KEEP: Final = "Keep"

_ENDED: Final = frozenset(Standing) - {Standing.ACTIVE}
_EVERYTHING: Final[Sequence[str]] = ()


def render_delete_all() -> None:
    """Render the button that asks whether to delete all."""
    st.button(
        DELETE_ALL, icon=":material/delete_sweep:", on_click=ask_to_delete, args=(_EVERYTHING,)
    )


def _close() -> None:
    st.session_state.pop(state.DELETING, None)
    st.session_state.pop(state.FAILURE, None)


def ask_to_delete(keys: Sequence[str]) -> None:
    """Open the dialog. For callbacks.

    Args:
        keys: The records to delete; none for all.
    """
    st.session_state[state.DELETING] = tuple(keys)
    st.session_state.pop(state.FAILURE, None)


def close_if_left() -> None:
    """Close a dialog that was open when the page was left. Call it before the controls."""
    # Streamlit drops the key of a control when its page is left.
    if state.FIND not in st.session_state:
        _close()


def render_open_dialog(store: JobStore, owner: str) -> None:
    """Render the dialog, if it is open. Call it once per run.

    Raises:
        StoreUnavailable: The records cannot be read.
    """
    if state.DELETING not in st.session_state:
        return
    keys: tuple[str, ...] = st.session_state[state.DELETING]
    if keys:
        _render_dialog(store, owner, keys, "This entry goes from your history.")
        return
    ended = _count(store, owner, _ENDED)
    active = _count(store, owner, frozenset({Standing.ACTIVE}))
    words = [f"{entries_words(ended)} {'goes' if ended == 1 else 'go'} from your history."]
    words += [f"{active:,} under way {'stays' if active == 1 else 'stay'}."] if active else []
    words = words if ended else ["Nothing in your history has ended yet: what is under way stays."]
    _render_dialog(store, owner, None, " ".join(words), can_delete=bool(ended))


@st.dialog("Delete from your history?", icon=":material/delete:", on_dismiss=_close)
def _render_dialog(
    store: JobStore,
    owner: str,
    keys: Sequence[str] | None,
    words: str,
    *,
    can_delete: bool = True,
) -> None:
    st.markdown(f"**{words}**")
    st.markdown(
        "Only this list forgets it: the words, and how it went. Nothing is deleted at EternalAI,"
        " and no credits come back. It cannot be undone."
    )
    if failure := st.session_state.get(state.FAILURE):
        render_alert(failure, advice="Nothing was deleted. Try again in a moment.")
    with st.container(horizontal=True):
        is_over = st.button(
            DELETE,
            key="history.delete",
            type="primary",
            icon=":material/delete:",
            on_click=_delete,
            args=(store, owner, keys),
            disabled=not can_delete,
        )
        is_over |= st.button(KEEP, on_click=_close)
    if is_over and state.DELETING not in st.session_state:
        rerun()


def _delete(store: JobStore, owner: str, keys: Sequence[str] | None) -> None:
    if owner != this_visitor().owner:  # a page of somebody who has signed out since
        _close()
        return
    try:
        store.delete(owner, keys)
    except StoreUnavailable as error:
        st.session_state[state.FAILURE] = error
        return
    _close()


def _count(store: JobStore, owner: str, standings: frozenset[Standing]) -> int:
    return store.search(owner, JobQuery(standings=standings, limit=1)).total
