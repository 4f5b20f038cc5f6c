"""The frame around every page: page settings, navigation and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.character.details import render_open_details
from pages.components.character.shortlist import keep_in_address
from pages.components.jobs.kept import store_of
from pages.components.jobs.news import render_news
from pages.components.jobs.recovery import watch_for_recovery
from pages.components.jobs.visitor import visitor_creations, visitor_generations, visitor_lookups
from pages.components.jobs.watch import advance_all, watch_from_elsewhere
from pages.components.shell import navigation
from pages.components.shell.about import render_about
from pages.components.shell.history import keep_history
from pages.components.shell.style import render_style
from pages.components.shell.visitor import keep_visitor
from pages.components.sign_in.controls import may_browse, render_sign_in_sidebar
from pages.components.sign_in.return_visit import note_page, render_return, restore_visit
from pages.components.sign_in.transfer import render_offer
from pages.components.source.active import active_source, deployment_in_use
from pages.components.source.sidebar import render_source
from pages.model import routes
from pages.model.job_store import StorePlace

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


def render_layout() -> None:
    """Render the frame, and run the page in it."""
    st.set_page_config(page_title="Characters · EternalAI", page_icon="🎭", layout="wide")
    pages = {
        st.Page(page.script, title=page.title, icon=page.icon, default=page is routes.GALLERY): page
        for page in routes.PAGES
    }
    script = st.navigation(list(pages), position="top")
    page = pages[script]
    restore_visit(page)
    note_page(page)
    navigation.renew(page)
    render_style()
    keep_history()
    st.logo(":material/badge:", size="large")  # drawn by the style: a picture would load numpy
    render_source()
    keep_visitor()
    render_sign_in_sidebar()
    render_return()
    source = active_source()
    with st.sidebar:
        if source is None:
            render_about(None, StorePlace.MEMORY, 0, None)
        else:
            deployment = deployment_in_use()
            limits = deployment.limits if source.spends_deployment_key else None
            render_about(source, store_of(source).place, deployment.history_days, limits)
    if may_browse():
        _run(page, script)


def _run(page: routes.Page, script: StreamlitPage) -> None:
    """Run a page, with what stands on every page around it."""
    keep_in_address()
    source = active_source()
    if source is not None:
        render_open_details(source.base_url)
    lookups = [visitor_lookups()] if page is routes.LOOKUP else []
    advance_all(visitor_creations(), visitor_generations(), *lookups)
    render_news(page)
    if page is not routes.CREATE:
        watch_from_elsewhere(visitor_creations())
    if page is not routes.GENERATE:
        watch_from_elsewhere(visitor_generations())
    render_offer()
    script.run()
    if source is not None:
        watch_for_recovery(source, (visitor_creations(), visitor_generations()))
