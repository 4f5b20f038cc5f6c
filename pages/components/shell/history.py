"""What adds an entry to the browser's history, and what replaces the one that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def keep_history() -> None:
    """Has one act of the visitor add one entry to the history at most. Once a run."""
    with st.container(key="history"):
        st.html(f"<script data-name=history>{_SCRIPT}</script>", unsafe_allow_javascript=True)
