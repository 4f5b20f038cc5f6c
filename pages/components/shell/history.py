"""Which changes of the address add an entry to the browser's history."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def keep_history() -> None:
    """Let one action of the visitor add at most one history entry. Call once a run."""
    with st.container(key="history"):
        st.html(f"<script data-name=history>{_SCRIPT}</script>", unsafe_allow_javascript=True)
