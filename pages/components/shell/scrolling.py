"""Scrolls to the top of a list after its page was turned: Streamlit keeps the position."""

from __future__ import annotations

from typing import Final

import streamlit as st

_TURNS: Final = "shell.turns"
"""How often a page was turned."""
_SCROLLED_TURNS: Final = "shell.scrolled_turns"
_SCROLL: Final = "document.querySelector('.st-key-toolbar')?.scrollIntoView()"


def note_turn() -> None:
    """Note that a page was turned. For callbacks."""
    st.session_state[_TURNS] = st.session_state.get(_TURNS, 0) + 1


def scroll_up_if_turned() -> None:
    """Scroll to the toolbar above the list after a turn."""
    turns = st.session_state.get(_TURNS, 0)
    if turns != st.session_state.get(_SCROLLED_TURNS, 0):
        st.session_state[_SCROLLED_TURNS] = turns
        with st.container(key="scroll"):
            # The number makes the script new: the browser runs the same one only once.
            st.html(f"<script>/* {turns} */ {_SCROLL}</script>", unsafe_allow_javascript=True)
