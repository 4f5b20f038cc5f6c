"""The frame of the dashboard: page settings, navigation and the source in use."""

import streamlit as st

from pages.components.source import choose_source

st.set_page_config(
    page_title="Characters · EternalAI",
    page_icon="🎭",
    layout="wide",
)

page = st.navigation(
    [
        st.Page("pages/gallery.py", title="Gallery", icon=":material/grid_view:", default=True),
        st.Page("pages/create.py", title="Create", icon=":material/draw:"),
        st.Page("pages/lookup.py", title="Look up", icon=":material/search:"),
    ],
    position="top",
)
choose_source()
page.run()
