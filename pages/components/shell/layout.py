"""The frame around every page: its settings, the navigation and the source in use."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.character.details import render_open_details
from pages.components.character.shortlist import keep_in_address
from pages.components.jobs.news import render_news
from pages.components.jobs.visitor import visitor_creations, visitor_generations, visitor_lookups
from pages.components.jobs.watch import advance_all, watch_from_elsewhere
from pages.components.shell import routes
from pages.components.shell.about import render_about
from pages.components.shell.history import keep_history
from pages.components.shell.style import render_style
from pages.components.source.active import ActiveSource, active_source, render_source

_LOGO = Path(__file__).with_name("logo.svg").read_text("utf-8")


def render_layout() -> None:
    """Draws the frame and runs the page of the address in it."""
    st.set_page_config(page_title="Characters · EternalAI", page_icon="🎭", layout="wide")
    page = st.navigation(
        [
            st.Page(routes.GALLERY, title="Gallery", icon=":material/grid_view:", default=True),
            st.Page(routes.CREATE, title=routes.CREATE_TITLE, icon=":material/draw:"),
            st.Page(routes.LOOKUP, title=routes.LOOKUP_TITLE, icon=":material/search:"),
            st.Page(routes.GENERATE, title=routes.GENERATE_TITLE, icon=":material/auto_fix_high:"),
        ],
        position="top",
    )
    render_style()
    keep_history()
    st.logo(_LOGO, size="large")
    render_source()
    source = active_source()
    with st.sidebar:
        render_about(source)
    keep_in_address()
    if source is not None:
        render_open_details(source.base_url)
    lookups = [visitor_lookups()] if page.title == routes.LOOKUP_TITLE else []
    advance_all(visitor_creations(), visitor_generations(), *lookups)
    render_news(page.title)
    if page.title != routes.CREATE_TITLE:
        watch_from_elsewhere(visitor_creations())
    if page.title != routes.GENERATE_TITLE:
        watch_from_elsewhere(visitor_generations())
    page.run()


def source_of_page() -> ActiveSource:
    """The source that a page works on; the frame has chosen it before it runs the page."""
    source = active_source()
    if source is None:
        raise RuntimeError("A page runs in its frame only.")
    return source
