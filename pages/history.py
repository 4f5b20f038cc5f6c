"""History: everything that this visitor has asked for."""

import time

import streamlit as st

from pages.components.history import controls, deletion
from pages.components.history.actions import Actions
from pages.components.history.address import current
from pages.components.history.results import (
    find,
    render_export,
    render_jobs,
    render_nothing,
)
from pages.components.jobs.visitor import visitor_history
from pages.components.shell.messages import render_error, render_store_problem
from pages.components.shell.scrolling import scroll_up_if_turned
from pages.components.shell.visitor import this_visitor
from pages.components.sign_in.person import this_person
from pages.components.source.active import deployment_in_use, source_of_page
from pages.model.history_address import SHEET_SIZE
from pages.model.job_store import StoreUnavailable
from pages.model.job_words import entries_words, place_words, zone_of
from pages.model.page_count import pages_for

source = source_of_page()
store, owner = visitor_history(source)
zone = zone_of(st.context.timezone, st.context.timezone_offset)

owner_words = (
    "It belongs to you: you see it wherever you sign in."
    if this_person()
    else "It belongs to this browser: nobody sees it in another one."
)


def render_history() -> None:
    """Render the jobs that fit the address; raises StoreUnavailable if they cannot be read."""
    found, address = find(store, owner, current())
    deletion.render_open_dialog(store, owner)
    has_any = bool(found.total) or address.is_filtered
    with head:
        if found.total:
            render_export(store, owner, address, found.total, zone)
        if has_any:
            deletion.render_delete_all()
    if has_any:
        with st.container(horizontal=True, vertical_alignment="center", key="finder"):
            controls.render_controls(address)
    sheets = pages_for(found.total, SHEET_SIZE)
    toolbar = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
    if found.total:
        with toolbar:
            st.markdown(f"**{entries_words(found.total)}**, newest first")
            if address.is_filtered:
                controls.render_clear()
            st.space("stretch")
            controls.render_pagination(address.sheet, sheets)
        render_jobs(found.jobs, time.time(), zone, Actions(source))
        controls.render_flip(address.sheet, sheets)
    else:
        render_nothing(address)
    scroll_up_if_turned()


deletion.close_if_left()
with st.container(horizontal=True, vertical_alignment="center"):
    st.title("History", width="stretch")
    head = st.container(horizontal=True, width="content")
st.markdown(
    "Your characters, pictures and videos of the demo, whatever came of them."
    if source.is_demo
    else "All characters, pictures and videos that you asked EternalAI for, whatever came of them."
)
days = deployment_in_use().history_days
st.caption(
    f"{place_words(store.place, days)} {owner_words}"
    if this_visitor().lasts
    else "Your browser keeps nothing for this page: once you close or reload it, this list is gone."
)
render_store_problem(store)
try:
    render_history()
except StoreUnavailable as error:
    render_error(error, key="history", advice="Try again in a moment.")
