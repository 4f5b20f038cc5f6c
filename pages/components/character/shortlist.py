"""The shortlist of marked characters: kept in the address, so that a reload keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.character import state
from pages.components.shell import navigation
from pages.components.source.active import active_source
from pages.model import routes
from pages.model.ids import MOST_IDS

if TYPE_CHECKING:
    from eternal import Character

MOST: Final = MOST_IDS

MARK: Final = "Add to shortlist"
"""A selector of ``style.css``, too."""
UNMARK: Final = "Remove from shortlist"


def marked_ids() -> tuple[int, ...]:
    """The ids that are marked, in the order of marking."""
    return tuple(_kept())


def is_marked(id: int) -> bool:
    """Whether a character is marked."""
    return id in _kept()


def mark_button(character: Character, key: str) -> None:
    """Render the star that marks a character, or unmarks it.

    The button has one type, so that a press does not take the focus: Streamlit draws a new button
    for another type. The style shows by the label whether it is marked.
    """
    marked = is_marked(character.id)
    st.button(
        UNMARK if marked else MARK,
        key=f"mark-{key}",
        icon=":material/star:",
        type="primary",
        on_click=toggle,
        args=(character,),
        disabled=not marked and len(_kept()) >= MOST,
    )


def characters_seen() -> dict[tuple[str, int], Character]:
    """The marked characters that this visit has seen in full, by source and id."""
    seen: dict[tuple[str, int], Character] = st.session_state.setdefault(state.SEEN, {})
    return seen


def toggle(character: Character) -> None:
    """Mark a character, or remove its mark. For callbacks."""
    kept, seen = _kept(), characters_seen()
    if character.id in kept:
        del kept[character.id]
    elif len(kept) < MOST:
        kept[character.id] = None
        is_finished = bool(character.picture or character.description)
        if is_finished and (source := active_source()):
            seen[source.base_url, character.id] = character
    _write()  # inside a dialog only the dialog runs again


def clear() -> None:
    """Remove all marks."""
    _kept().clear()


def keep_in_address() -> None:
    """Read the marks from the address when a visit begins; write them on every page."""
    if state.SHORTLIST not in st.session_state:
        for id in navigation.read(routes.SHORTLIST):
            _kept()[id] = None
    _write()


def _write() -> None:
    navigation.write(routes.SHORTLIST, marked_ids())


def _kept() -> dict[int, None]:
    kept: dict[int, None] = st.session_state.setdefault(state.SHORTLIST, {})
    return kept
