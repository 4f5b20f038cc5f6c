"""The little that Streamlit's theme cannot say about how the pages look."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.components.character.picture import PLACEHOLDER

_RULES: Final = Path(__file__).with_suffix(".css").read_text("utf-8")


def render_style() -> None:
    """Adds our rules of style to the page. Once a run."""
    st.html(f"<style>:root {{ --placeholder: url({PLACEHOLDER}); }}\n{_RULES}</style>")
