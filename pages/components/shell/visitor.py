"""The visitor of this run: who has signed in, or else the browser.

A browser is known by a cookie; by local storage where it takes none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.components.sign_in.person import this_person
from pages.model.visitor import Visitor, is_token, new_token

VISITOR_COOKIE: Final = "eternal_visitor"
"""The cookie that holds the token. Scripts cannot read it."""

_VISITOR: Final = "visitor"
_HAS_ASKED: Final = "visitor.has_asked"
_STORAGE: Final = "visitor.storage"
_from_storage = st.components.v2.component(
    "visitor", js=Path(__file__).with_suffix(".js").read_text("utf-8")
)


def this_visitor() -> Visitor:
    """The visitor of this run: whoever has signed in, in whatever browser, or else the browser."""
    person = this_person()
    return Visitor.of_person(person.issuer, person.subject) if person else browser_visitor()


def browser_visitor() -> Visitor:
    """The browser as a visitor; one that ends with the visit until a token is known."""
    known: Visitor | None = st.session_state.get(_VISITOR)
    return known or st.session_state.setdefault(_VISITOR, _first_seen())


def keep_visitor() -> None:
    """Ask the browser's local storage for the token, where there is no cookie. Once a run."""
    with st.container(key="visitor"):
        if not browser_visitor().lasts and _HAS_ASKED not in st.session_state:
            _from_storage(key=_STORAGE, on_token_change=_take_token)


def _first_seen() -> Visitor:
    token = st.context.cookies.get(VISITOR_COOKIE)
    return Visitor.of(token) if token and is_token(token) else Visitor.of(new_token(), lasts=False)


def _take_token() -> None:
    """Go on with the token that the browser has kept; only its hash stays."""
    token = st.session_state[_STORAGE]["token"]
    st.session_state[_HAS_ASKED] = True
    if is_token(token):
        st.session_state[_VISITOR] = Visitor.of(token)
