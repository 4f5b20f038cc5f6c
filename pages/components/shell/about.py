"""The About text: what the dashboard is, where its data comes from, what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource


def render_about(source: ActiveSource | None) -> None:
    """Render the About text, folded, in the sidebar."""
    with st.expander("About", icon=":material/info:"):
        st.markdown(
            "This dashboard shows the characters of EternalAI: people made up by an AI from a"
            " description.\n\n"
            "**Demo** shows people who were made up for it, by a simulator inside this app."
            " Creating there costs nothing and is forgotten when the app restarts.\n\n"
            "**Live** shows the characters of EternalAI itself. Creating there needs a key and"
            " costs credits.\n\n"
            "**What is kept:** your key, your description and your shortlist stay with this visit;"
            " shortlist, search and IDs are also in the address, so that you can share it. While a"
            " description is being sent, the app also keeps it beside the visit, so that a reload"
            " in this browser finds it again; that ends with the answer. A cookie with a random"
            " name tells this browser from others, until you close it. Nothing is written to"
            " disk.\n\n"
            "EternalAI receives what you send to it, and keeps it by its own rules."
        )
        if source is not None and not source.is_demo:
            st.caption(
                "Pictures are loaded by your browser from the addresses that EternalAI gives."
            )
