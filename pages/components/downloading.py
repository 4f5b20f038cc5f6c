"""A picture or a video to take away: the browser fetches it, never the server."""

from __future__ import annotations

from base64 import b64decode
from urllib.parse import unquote_to_bytes

import streamlit as st


def show_download(address: str, name: str, *, key: str, label: str = "Download") -> None:
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
    head, _, body = address.partition(",")
    mime = head.removeprefix("data:").partition(";")[0]
    data = b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    ending = mime.partition("/")[2].partition("+")[0]
    st.download_button(
        label,
        data,
        file_name=f"{name}.{ending}",
        mime=mime,
        key=f"download-{key}",
        icon=":material/download:",
        on_click="ignore",
    )
