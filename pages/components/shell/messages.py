"""What the pages say when something goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.shell import navigation
from pages.model import routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from eternal import EternalError
    from pages.model.jobs import JobError

TRY_AGAIN = "Try again"


def render_empty(title: str, words: str, *, icon: str) -> DeltaGenerator:
    """A quiet panel where there is nothing to show.

    Args:
        title: What there is nothing of.
        words: Why, and what to do.
        icon: A Material icon.

    Returns:
        The panel, for the button that leads on.
    """
    panel = st.container(key="empty", border=True, horizontal_alignment="center")
    panel.markdown(f":material/{icon}:", width="content")
    panel.header(title, anchor=False, width="content")
    panel.markdown(words, width="content")
    return panel


def render_nobody_yet() -> None:
    """Says that the list is empty, and leads to where it can be filled."""
    panel = render_empty(
        "There are no characters here yet",
        "Whoever is created appears here.",
        icon="group_add",
    )
    if panel.button("Create the first one", type="primary", icon=":material/draw:"):
        navigation.go_to(routes.CREATE)


def render_alert(error: EternalError | JobError, *, advice: str = "") -> None:
    """An alert in our own words, and the server's as plain text.

    Args:
        error: What happened.
        advice: What to do, where this page knows better than the error's own advice.
    """
    st.error(advice or error.advice, title=error.headline, icon=":material/error:")
    if error.detail:
        st.text(f"The service says: {error.detail}")


def render_error(
    error: EternalError | JobError,
    *,
    key: str,
    on_retry: Callable[[], None] | None = None,
    advice: str = "",
) -> None:
    """An alert in our own words, the server's as plain text, and a button "Try again".

    Args:
        error: What happened.
        key: Tells this button from others on the page.
        on_retry: Called when the button is pressed, before the page runs again.
        advice: What to do, where this page knows better than the error's own advice.
    """
    render_alert(error, advice=advice)
    st.button(TRY_AGAIN, key=f"retry-{key}", icon=":material/refresh:", on_click=on_retry)
