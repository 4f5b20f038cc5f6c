"""The frame around every page: its settings, the navigation and the source in use."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

import streamlit as st

from pages.components.about import show_about
from pages.components.shortlist import keep_in_address
from pages.components.source import ActiveSource, active_source, choose_source
from pages.components.watching import (
    show_news,
    visitor_creations,
    visitor_generations,
    watch_from_elsewhere,
)

CREATE: Final = "Create"
GENERATE: Final = "Generate"

_is_drawn = ContextVar("is_drawn", default=False)


def draw_frame() -> None:
    """Draws the frame and runs the page of the address in it."""
    st.set_page_config(page_title="Characters · EternalAI", page_icon="🎭", layout="wide")
    page = st.navigation(
        [
            st.Page("pages/gallery.py", title="Gallery", icon=":material/grid_view:", default=True),
            st.Page("pages/create.py", title=CREATE, icon=":material/draw:"),
            st.Page("pages/lookup.py", title="Look up", icon=":material/search:"),
            st.Page("pages/generate.py", title=GENERATE, icon=":material/auto_fix_high:"),
        ],
        position="top",
    )
    choose_source()
    with st.sidebar:
        show_about(active_source())
    keep_in_address()
    show_news()
    if page.title != CREATE:
        watch_from_elsewhere(visitor_creations())
    if page.title != GENERATE:
        watch_from_elsewhere(visitor_generations())
    token = _is_drawn.set(True)
    try:
        page.run()
    finally:
        _is_drawn.reset(token)


def source_of_page() -> ActiveSource:
    """The source that a page works on."""
    source = active_source()
    if source is None or not _is_drawn.get():
        # Before the first st.navigation of a new server, Streamlit takes pages/ for the older kind
        # of app and runs the page of a deep link without its frame.
        draw_frame()
        st.stop()
    return source
