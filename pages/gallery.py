"""Gallery: all characters to browse, or those who fit a search."""

import streamlit as st

from pages.components import finder
from pages.components.browsing import browse
from pages.components.cards import use_card_style
from pages.components.finder import View
from pages.components.finding import Order
from pages.components.frame import source_of_page
from pages.components.paging import scroll_up_if_turned
from pages.components.reading import reading_of
from pages.components.selecting import select, show_shortlist
from pages.components.source import load_page
from pages.components.views import show_link

PAGE_SIZES = (12, 24, 48)

source = source_of_page()
reading = reading_of(source.base_url)
use_card_style()

st.title("Gallery")
st.markdown("Meet the characters. Open one to see all about it, or create one of your own.")

choice = finder.choose(reading.so_far().characters)
with st.container(horizontal=True, vertical_alignment="bottom", key="toolbar"):
    view = finder.choose_view()
    size = st.segmented_control(
        "Characters a page", PAGE_SIZES, default=24, key="size", required=True, bind="query-params"
    )
    st.space("stretch")
    link = st.container(width="content")
    if st.button("Refresh", icon=":material/refresh:"):
        load_page.clear()
        reading.forget()
scroll_up_if_turned()

if view is View.SHORTLIST:
    show_shortlist(source.base_url, choice)
elif view is View.CARDS and choice.is_empty and choice.order is Order.LISTED:
    browse(source.base_url, size)
else:
    select(source.base_url, choice, view, size)
with link:  # last, when the address holds all that was chosen
    show_link()
