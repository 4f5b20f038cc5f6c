"""The export of characters as CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.model.export import as_csv, as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character


def render_export(characters: Sequence[Character]) -> None:
    """Render the export of the selection, as CSV and as JSON."""
    with st.popover("Export", icon=":material/download:"):
        st.caption(f"{len(characters):,} characters")
        st.download_button(
            "Table for a spreadsheet (CSV)",
            lambda: as_csv(characters),
            file_name="characters.csv",
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Data for a program (JSON)",
            lambda: as_json(characters),
            file_name="characters.json",
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
        )
