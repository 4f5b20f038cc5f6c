"""The About text: what the dashboard is, where its data comes from, what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.sign_in.person import sign_in
from pages.model.job_words import place_words
from pages.model.spending_words import about_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.components.source.active import ActiveSource
    from pages.model.job_store import StorePlace
    from pages.model.ledger import Expense, Limit


def render_about(
    source: ActiveSource | None,
    place: StorePlace,
    days: int,
    limits: Mapping[Expense, Limit] | None,
) -> None:
    """Render the About text, folded, in the sidebar.

    Args:
        source: The source in use, or None if the settings cannot be used.
        place: Where what was created and made is kept.
        days: For how many days, where that is not the memory.
        limits: The limits of the deployment's key; None where another key pays, or none.
    """
    with st.expander("About", icon=":material/info:"):
        st.markdown(
            "This dashboard shows the characters of EternalAI: people made up by an AI from a"
            " description.\n\n"
            "**Demo** shows people who were made up for it, by a simulator inside this app."
            " Creating there costs nothing and is forgotten when the app restarts.\n\n"
            "**Live** shows the characters of EternalAI itself. Creating there needs a key and"
            " costs credits.\n\n"
            "**What is kept:** your key and what you have not sent yet stay with this visit;"
            " shortlist, search and IDs are also in the address, so that you can share it. What you"
            " create or make is kept with its description, so that nothing you paid for is lost."
            f" {place_words(place, days)} {_who_sees()}, on the page History, where you can delete"
            " it. A cookie with a random name tells this browser from others, for 400 days; the app"
            " keeps only its hash."
            " Your key is never written down.\n\n"
            "EternalAI receives what you send to it, and keeps it by its own rules."
        )
        if limits is not None:
            st.markdown(about_words(limits))
        if source is not None and not source.is_demo:
            st.caption(
                "Pictures are loaded by your browser from the addresses that EternalAI gives."
            )


def _who_sees() -> str:
    if sign_in() is None:
        return "Only this browser sees it"
    return (
        "Your name and your email address stand in a cookie of this browser while you are signed"
        " in. What you make then only you see; what was made before, only this browser"
    )
