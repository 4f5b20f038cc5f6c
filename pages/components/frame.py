"""The frame around every page: its settings, the navigation and the source in use."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path

import streamlit as st

from pages.components.about import show_about
from pages.components.details import show_open_details
from pages.components.shortlist import keep_in_address
from pages.components.source import ActiveSource, active_source, choose_source
from pages.components.style import use_style
from pages.components.watching import (
    CREATE,
    GENERATE,
    show_news,
    visitor_creations,
    visitor_generations,
    watch_from_elsewhere,
)

_LOGO = Path(__file__).with_name("logo.svg").read_text("utf-8")

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
    use_style()
    st.logo(_LOGO, size="large")
    choose_source()
    source = active_source()
    with st.sidebar:
        show_about(source)
    keep_in_address()
    if source is not None:
        show_open_details(source.base_url)
    show_news(page.title)
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
