"""The sidebar: the choice of the source, and the visitor's own key."""

from __future__ import annotations

import streamlit as st

from eternal import ConfigurationError
from pages.components.shell.navigation import set_control
from pages.components.sign_in.person import this_person
from pages.components.source import state
from pages.components.source.active import (
    choose_source,
    chosen_source,
    settle_source,
    usable_key,
)
from pages.model.settings import Deployment, Source


def render_source() -> None:
    """Render the sidebar and settle the source in use; stop the run on a wrong setting."""
    try:
        deployment = settle_source()
    except ConfigurationError as error:
        st.error(f"{error.headline} {error.advice}", icon=":material/settings_alert:")
        st.stop()
    with st.sidebar:
        _render_choice(deployment)


def _render_choice(deployment: Deployment) -> None:
    source = chosen_source(deployment)
    st.markdown("**Source**")
    if not deployment.is_source_fixed:
        _render_switch(source)
    if source is Source.DEMO:
        st.badge("Demo data", icon=":material/science:", color="orange")
        st.caption("Made-up people from a simulator inside this app: no key, no cost.")
    else:
        words = f"Live: {deployment.settings.host}"
        st.badge(words, icon=":material/public:", color="green")
    is_signed_out = deployment.sign_in is not None and this_person() is None
    if not is_signed_out and (source is Source.LIVE or not deployment.is_source_fixed):
        _render_key_field(deployment, source)


def _render_switch(source: Source) -> None:
    set_control(state.SWITCH, source)
    st.segmented_control(
        "Show characters from",
        list(Source),
        default=source,
        key=state.SWITCH,
        required=True,
        on_change=lambda: choose_source(st.session_state[state.SWITCH] or source),
        format_func=lambda one: "Demo" if one is Source.DEMO else "Live",
    )


def _render_key_field(deployment: Deployment, source: Source) -> None:
    typed = st.text_input(
        "Your own key",
        type="password",
        key=state.OWN_KEY,
        help="Kept for this visit only. Adding one switches to live characters.",
        autocomplete="off",
        persist_state="session",
        on_change=_go_live,
        args=(deployment,),
    ).strip()
    if typed and usable_key(typed) is None:
        st.warning(
            "No key looks like this: it holds a space or another unusual sign. Copy it again.",
            icon=":material/key_off:",
        )
    elif source is Source.DEMO:
        return
    elif typed:
        st.caption("Creating uses your own key.")
    elif deployment.settings.api_key is not None:
        st.caption("Creating uses the key of this dashboard.")
    else:
        st.caption("No key: browsing and looking up work, creating needs a key.")


def _go_live(deployment: Deployment) -> None:
    if st.session_state[state.OWN_KEY].strip() and chosen_source(deployment) is Source.DEMO:
        choose_source(Source.LIVE)
