"""Alerts and empty states, the same on all pages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.shell import navigation
from pages.components.source.active import without_keys
from pages.model import routes
from pages.model.job_words import old_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from eternal import EternalError
    from pages.model.job_store import JobStore
    from pages.model.jobs import JobError

TRY_AGAIN: Final = "Try again"
NEWER_SECONDS: Final = 3.0
"""How often a page looks for an answer that is newer than what it shows."""


def render_empty(title: str, words: str, *, icon: str) -> DeltaGenerator:
    """Render a panel in place of an empty result.

    Args:
        title: What is missing.
        words: Why, and what to do.
        icon: A Material icon.

    Returns:
        The panel, to add a button to.
    """
    panel = st.container(key="empty", border=True, horizontal_alignment="center")
    panel.markdown(f":material/{icon}:", width="content")
    panel.header(title, anchor=False, width="content")
    panel.markdown(words, width="content")
    return panel


def render_nobody_yet() -> None:
    """Render the empty list, with a link to the Create page."""
    panel = render_empty(
        "There are no characters here yet",
        "Whoever is created appears here.",
        icon="group_add",
    )
    if panel.button("Create the first one", type="primary", icon=":material/draw:"):
        navigation.go_to(routes.CREATE)


def render_alert(error: EternalError | JobError, *, advice: str = "") -> None:
    """Render an alert for an error, with the server's words as plain text.

    Args:
        error: The error.
        advice: What to do, if the page has better advice than the error.
    """
    st.error(advice or error.advice, title=error.headline, icon=":material/error:")
    if error.detail:
        st.text(f"The service says: {without_keys(error.detail)}")


def render_store_problem(store: JobStore) -> None:
    """Render a warning while a store cannot be read or written."""
    if store.problem:
        st.warning(store.problem, icon=":material/database_off:")


def render_error(
    error: EternalError | JobError,
    *,
    key: str,
    on_retry: Callable[[], None] | None = None,
    advice: str = "",
) -> None:
    """Render an alert for an error, with a button "Try again".

    Args:
        error: The error.
        key: The key of the button.
        on_retry: The callback of the button.
        advice: What to do, if the page has better advice than the error.
    """
    render_alert(error, advice=advice)
    st.button(TRY_AGAIN, key=f"retry-{key}", icon=":material/refresh:", on_click=on_retry)


def render_old(
    age: float,
    reason: str,
    *,
    key: str,
    on_retry: Callable[[], None] | None = None,
    has_newer: Callable[[], bool] | None = None,
) -> None:
    """Render that the page shows an answer of before, with a button "Try again".

    Args:
        age: Seconds since it was read.
        reason: Why there is no newer one, in a sentence without the service's words.
        key: The key of the button.
        on_retry: The callback of the button.
        has_newer: Asks behind for a newer answer, where that is due, and says whether there is one:
            then the page runs again. None for a page without a timer.
    """
    read_at = time.monotonic() - age

    def render() -> None:
        words = f"What you see is from {old_words(time.monotonic() - read_at)}. {reason}"
        st.warning(words, icon=":material/history:")

    with st.container(key=f"old-{key}"):
        if has_newer is None:
            render()
        else:
            watch_for_newer(has_newer, render)
        st.button(TRY_AGAIN, key=f"newer-{key}", icon=":material/refresh:", on_click=on_retry)


def watch_for_newer(
    has_newer: Callable[[], bool], render: Callable[[], None] = lambda: None
) -> None:
    """Look for a newer answer by a timer, and run the page again once there is one.

    Args:
        has_newer: Asks behind for a newer answer, where that is due, and says whether there is one.
        render: Renders what changes with the time.
    """
    is_timer = False

    def tick() -> None:
        nonlocal is_timer
        if is_timer and has_newer():
            navigation.rerun()
        is_timer = True
        render()

    st.fragment(tick, run_every=NEWER_SECONDS)()
