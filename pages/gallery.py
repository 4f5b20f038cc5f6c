"""Gallery: all characters to browse, or those who fit a search."""

import streamlit as st

from pages.components import finder
from pages.components.browsing import browse
from pages.components.finder import View
from pages.components.finding import Order
from pages.components.frame import source_of_page
from pages.components.heading import draw_heading, show_link
from pages.components.paging import forget_page, scroll_up_if_turned
from pages.components.reading import REFRESH_SECONDS, reading_of
from pages.components.selecting import select, show_shortlist
from pages.components.shell import routes
from pages.components.views import forget_ticked

PAGE_SIZES = (12, 24, 48)

USUAL_SIZE = 24


def choose_size() -> int:
    """Draws how many characters a page holds."""
    size: int = st.segmented_control(
        "Characters a page",
        PAGE_SIZES,
        default=USUAL_SIZE,
        key="size",
        required=True,
        bind="query-params",
    )
    return size


def draw_way_to_create() -> None:
    """Draws the button that leads to where a character is made."""
    if st.button("New character", type="primary", icon=":material/draw:"):
        st.switch_page(routes.CREATE)


def show_refreshed(seconds: float | None) -> None:
    """Says so where the list was read anew so short a time ago that it is not done again."""
    if seconds is not None:
        rest = max(1, round(REFRESH_SECONDS - seconds))
        st.caption(
            f"The list was refreshed {seconds:.0f} s ago, for everybody: this is it."
            f" It can be done again in {rest} s."
        )


source = source_of_page()
reading = reading_of(source.base_url)

link = draw_heading(
    "Gallery",
    "Meet the characters. Open one to see all about it, or create one of your own.",
    draw_action=draw_way_to_create,
)
with st.container(horizontal=True, vertical_alignment="center", key="finder"):
    choice = finder.choose(reading.so_far().characters)
toolbar = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
with toolbar:
    view = finder.choose_view()
    st.space("stretch")
shown, options = (
    st.container(),
    st.container(horizontal=True, vertical_alignment="bottom", key="options"),
)
with options:
    size = choose_size() if view is View.CARDS else USUAL_SIZE
    if st.button("Refresh", icon=":material/refresh:"):
        show_refreshed(reading.refresh())
scroll_up_if_turned()

if view is not View.CARDS:
    forget_page()
if view is not View.TABLE:
    forget_ticked()
with shown:
    if view is View.SHORTLIST:
        show_shortlist(source.base_url, choice)
    elif view is View.CARDS and choice.is_empty and choice.order is Order.LISTED:
        browse(source.base_url, size, toolbar)
    else:
        select(source.base_url, choice, view, size, toolbar)
show_link(link)
