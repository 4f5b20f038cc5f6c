"""Styles that Streamlit's theme does not offer."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Final

import streamlit as st

from pages.components.character.picture import PLACEHOLDER

_HERE: Final = Path(__file__)
_RULES: Final = _HERE.with_suffix(".css").read_text("utf-8")
_LOGO: Final = b64encode(_HERE.with_name("logo.svg").read_bytes()).decode()
_PICTURES: Final = (
    f":root {{ --placeholder: url({PLACEHOLDER});"
    f" --logo: url(data:image/svg+xml;base64,{_LOGO}); }}"
)


def render_style() -> None:
    """Add the style sheet to the page. Call once a run."""
    st.html(f"<style>{_PICTURES}\n{_RULES}</style>")
