"""The button that copies the address of the page, which holds all choices."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__)
_mount = st.components.v2.component(
    "copy_link",
    js=_HERE.with_suffix(".js").read_text("utf-8"),
    css=_HERE.with_suffix(".css").read_text("utf-8"),
)


def render_copy_link() -> None:
    """Render the button. The browser knows the address at the time of the click."""
    _mount(key="copy-link", width="content")
