"""``app.py`` without the visitor's cookie, as for a browser that takes none."""

import streamlit as st
from starlette.middleware import Middleware

from pages.components.shell import server
from pages.components.shell.security_headers import SecurityHeaders

app = st.App(
    server.SCRIPT,
    routes=server.ROUTES,
    middleware=[Middleware(SecurityHeaders, setting=lambda: "")],
    lifespan=server.lifespan,
    on_script_error=server.render_crash,
)
