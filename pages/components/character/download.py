"""Downloads of a picture or a video: the browser fetches it, never the server."""

from __future__ import annotations

import streamlit as st

from eternal.urls import data_bytes


def render_download(address: str, name: str, *, key: str, label: str = "Download") -> None:
    """Render a download button for embedded data, or a link for an https address.

    Args:
        address: A safe address: https, or embedded data.
        name: The name of the file, without its suffix.
        key: The widget's key.
        label: Its label.
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
        mime="application/octet-stream",  # an SVG by its own type could run scripts here
        key=f"download-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def render_address(address: str) -> None:
    """Render an unsafe address as text to copy."""
    st.success(
        "It is done, but this page cannot show it: its address is not one that is safe to load"
        " here. Copy the address and open it where you trust it.",
        icon=":material/check_circle:",
    )
    st.code(address, language=None, wrap_lines=True)
