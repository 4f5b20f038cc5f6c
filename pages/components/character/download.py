"""A picture or a video to take away: the browser fetches it, never the server."""

from __future__ import annotations

import streamlit as st

from eternal.urls import data_bytes


def render_download(address: str, name: str, *, key: str, label: str = "Download") -> None:
    """Draws the way to take away what a safe address leads to, or what it holds itself.

    Args:
        address: One that was found safe: https, or embedded data.
        name: Names the file, without its ending.
        key: Tells this button from others on the page.
        label: What stands on it.
    """
    if not address.startswith("data:"):
        st.link_button(label, address, key=f"download-{key}", icon=":material/download:")
        return
    data = data_bytes(address)
    if data is None:
        return
    mime = address.partition(",")[0].removeprefix("data:").partition(";")[0]
    ending = mime.partition("/")[2].partition("+")[0]
    st.download_button(
        label,
        data,
        file_name=f"{name}.{ending}",
        mime="application/octet-stream",  # a file to keep: an SVG's own type could run scripts here
        key=f"download-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def render_address(address: str) -> None:
    """Shows an address that no page may load, as text to copy."""
    st.success(
        "It is done, but this page cannot show it: its address is not one that is safe to load"
        " here. Copy the address and open it where you trust it.",
        icon=":material/check_circle:",
    )
    st.code(address, language=None, wrap_lines=True)
