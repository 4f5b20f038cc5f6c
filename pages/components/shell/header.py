"""The head of a page: title, description, and the link to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator


def render_heading(
    title: str, words: str, *, render_action: Callable[[], None] | None = None
) -> DeltaGenerator:
    """Render the head of a page.

    Args:
        title: The title.
        words: The purpose of the page, in a sentence or two.
        render_action: Renders a button beside the title.

    Returns:
        The place for ``render_link``, to be called when the address has all choices.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, width="stretch")
        if render_action is not None:
            render_action()
        with st.container(width="content", key="link"):
            place = st.popover("Copy link", icon=":material/link:")
        place.caption("This link shows the same to anybody who opens it.")
    st.markdown(words)
    return place


def render_link(place: DeltaGenerator) -> None:
    """Render the page's address to copy."""
    place.code(_address(), language=None, wrap_lines=True)


def _address() -> str:
    query = "&".join(
        f"{quote(name)}={quote(value)}"
        for name in st.query_params
        for value in st.query_params.get_all(name)
    )
    address = (st.context.url or "").partition("?")[0]
    return f"{address}?{query}" if query else address
