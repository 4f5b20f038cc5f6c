"""The dashboard: ``streamlit run app.py``."""

import streamlit as st

from pages.components.shell import server

app = st.App(
    server.SCRIPT,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.render_crash,
)
