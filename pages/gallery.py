"""Gallery: all characters, a page at a time."""

from concurrent.futures import wait

import streamlit as st

from eternal import EternalError
from pages.components.cards import show_card, use_card_style
from pages.components.frame import source_of_page
from pages.components.messages import show_error
from pages.components.paging import (
    note_turn,
    page_to_show,
    pages_of,
    scroll_up_if_turned,
    turn_to,
)
from pages.components.source import is_end, load_ahead, load_page

PAGE_SIZES = (12, 24, 48)
PAGES_SHOWN = 5
AHEAD_SECONDS = 0.5
"""How long a complete page waits to learn whether another one follows."""

source = source_of_page()
use_card_style()

st.title("Gallery")
st.markdown("Meet the characters. Open one to see all about it, or create one of your own.")

with st.container(horizontal=True, vertical_alignment="bottom", key="toolbar"):
    size = st.segmented_control(
        "Characters a page", PAGE_SIZES, default=24, key="size", required=True, bind="query-params"
    )
    if st.button("Refresh", icon=":material/refresh:"):
        load_page.clear()
    st.space("stretch")
    pages = pages_of((source.base_url, size))
    page, notice = page_to_show((source.base_url, size))
    # In a box of its own: on a shared line it would measure too little room for its pages.
    with st.container(width=300, horizontal_alignment="right"):
        st.pagination(
            pages.count(page),
            key="page",
            bind="query-params",
            max_visible_pages=PAGES_SHOWN,
            on_change=note_turn,
        )
scroll_up_if_turned()
if notice:
    st.warning(notice, icon=":material/explore_off:")

try:
    with st.skeleton(height=700):
        shown = load_page(source.base_url, page, size)
except EternalError as error:
    show_error(error, key="gallery")
    st.stop()

if not shown.received:
    offered = pages.count(page)
    pages.learn_empty(page)
    if pages.count(page) != offered:
        st.rerun()
    if page == 1:
        st.info("There are no characters here yet.", icon=":material/person_off:")
    else:
        st.info(f"There is no page {page}: the list ends before it.", icon=":material/last_page:")
        st.button("Go to the first page", on_click=turn_to, args=(1,), icon=":material/first_page:")
    st.stop()

ahead = load_ahead(source.base_url, page + 1, size)
with st.container(key="cards"):
    grid = st.grid("auto", min_column_width=165, border=True)
    for character in shown.characters:
        with grid.cell():
            show_card(character, key=str(character.id))
if shown.unreadable:
    st.warning(
        f"{shown.unreadable} of the {shown.received} characters here could not be read.",
        icon=":material/report:",
    )

with st.container(horizontal=True, horizontal_alignment="center", key="flip"):
    if page > 1:
        st.button(
            f"Back to page {page - 1}",
            on_click=turn_to,
            args=(page - 1,),
            icon=":material/arrow_back:",
        )
    if page < pages.count(page):
        st.button(
            f"On to page {page + 1}",
            on_click=turn_to,
            args=(page + 1,),
            icon=":material/arrow_forward:",
            icon_position="right",
        )

wait([ahead], AHEAD_SECONDS)
if ahead.done() and not ahead.exception():
    offered = pages.count(page)
    pages.learn(page, is_last=is_end(shown, ahead.result()))
    if pages.count(page) != offered:
        st.rerun()
