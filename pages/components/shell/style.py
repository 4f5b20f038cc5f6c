"""Styles that Streamlit's theme does not offer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.components.character.picture import PLACEHOLDER

_RULES: Final = Path(__file__).with_suffix(".css").read_text("utf-8")


def render_style() -> None:
    """Add the style sheet to the page. Call once a run."""
    st.html(f"<style>:root {{ --placeholder: url({PLACEHOLDER}); }}\n{_RULES}</style>")
