"""Who visits: told by a cookie, and known here by its hash only."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

import streamlit as st

BROWSER_COOKIE: Final = "eternal_browser"
_FALLBACK: Final = "shell.visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Attributes: owner: The hash that records are kept under."""

    owner: str


def this_visitor() -> Visitor:
    """The visitor of this run."""
    token = st.context.cookies.get(BROWSER_COOKIE, "") or st.session_state.setdefault(
        _FALLBACK, token_urlsafe(24)
    )
    return Visitor(sha256(token.encode()).hexdigest())
