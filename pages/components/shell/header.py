"""The head of a page: title, description, and the link to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.shell.copy_link import render_copy_link

if TYPE_CHECKING:
    from collections.abc import Callable


def render_heading(
    title: str, words: str, *, render_action: Callable[[], None] | None = None
) -> None:
    """Render the head of a page.

    Args:
        title: The title.
        words: The purpose of the page, in a sentence or two.
        render_action: Renders a button beside the title.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, width="stretch")
        if render_action is not None:
            render_action()
        render_copy_link()
    st.markdown(words)
