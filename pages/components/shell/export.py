"""The popover that offers data as CSV and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable


def render_files(
    name: str, count: str, as_csv: Callable[[], bytes], as_json: Callable[[], bytes]
) -> None:
    """Render the popover.

    Args:
        name: Names the files, without their endings.
        count: How much is in the files, in words.
        as_csv: Makes the CSV file, when it is clicked.
        as_json: Makes the JSON file, when it is clicked.
    """
    with st.popover("Export", icon=":material/download:"):
        st.caption(count)
        st.download_button(
            "Table for a spreadsheet (CSV)",
            as_csv,
            file_name=f"{name}.csv",
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Data for a program (JSON)",
            as_json,
            file_name=f"{name}.json",
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
        )
