"""What was sent from this process, and which browser this visit is in."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.model.transit import Transit

BROWSER_COOKIE: Final = "eternal_browser"
"""The cookie that tells one browser from another. It is random and says nothing else."""


@st.cache_resource(show_spinner=False)
def in_transit() -> Transit:
    """What was sent from this process and is not over."""
    return Transit()


def this_browser() -> str:
    """What tells the browser of this visit from others, or "" if it keeps no cookies."""
    return st.context.cookies.get(BROWSER_COOKIE, "")
