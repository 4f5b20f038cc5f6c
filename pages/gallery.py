"""Gallery: all characters, or those that fit a search."""

import streamlit as st

from pages.components.gallery import controls
from pages.components.gallery.address import restore
from pages.components.gallery.list_pages import render_page
from pages.components.gallery.results import render_results, render_shortlist
from pages.components.shell import navigation
from pages.components.shell.header import render_heading
from pages.components.shell.scrolling import scroll_up_if_turned
from pages.components.source.active import source_of_page
from pages.components.source.list_cache import list_cache
from pages.model import routes
from pages.model.list_cache import REFRESH_SECONDS
from pages.model.routes import View
from pages.model.search import SortOrder


def render_create_button() -> None:
    """Render the link to the Create page."""
    if st.button("New character", type="primary", icon=":material/draw:"):
        navigation.go_to(routes.CREATE)


def render_refreshed(seconds: float | None) -> None:
    """Render a notice if the list was refreshed too recently to refresh it again."""
    if seconds is not None:
        rest = max(1, round(REFRESH_SECONDS - seconds))
        st.caption(
            f"The list was refreshed {seconds:.0f} s ago, for everybody: this is it."
            f" It can be done again in {rest} s."
        )


source = source_of_page()
cache = list_cache(source.base_url)

render_heading(
    "Gallery",
    "Meet the characters. Open one to see all about it, or create one of your own.",
    render_action=render_create_button,
)
address = restore(source.base_url)
with st.container(horizontal=True, vertical_alignment="center", key="finder"):
    controls.render_query(address.query, cache.peek().characters)
toolbar = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
with toolbar:
    controls.render_view(address.view)
    st.space("stretch")
shown, options = (
    st.container(),
    st.container(horizontal=True, vertical_alignment="bottom", key="options"),
)
with options:
    if address.view is View.CARDS:
        controls.render_size(address.size)
    if st.button("Refresh", icon=":material/refresh:"):
        render_refreshed(cache.refresh())
scroll_up_if_turned()

with shown:
    if address.view is View.SHORTLIST:
        render_shortlist(source.base_url, address)
    elif (
        address.view is View.CARDS
        and address.query.is_empty
        and address.query.order is SortOrder.LISTED
    ):
        render_page(source.base_url, address, toolbar)
    else:
        render_results(source.base_url, address, toolbar)
