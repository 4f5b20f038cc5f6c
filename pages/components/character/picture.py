"""A character's name and picture, the same on all pages."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.text import plain_text

if TYPE_CHECKING:
    from eternal import Character

LONGEST_NAME: Final = 80

_PLACEHOLDER_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 400'>"
    "<rect width='300' height='400' fill='#e6dccd'/>"
    "<g fill='#b9a992'><circle cx='150' cy='165' r='58'/>"
    "<path d='M40 400c0-80 48-128 110-128s110 48 110 128z'/></g></svg>"
)
PLACEHOLDER: Final = (
    "data:image/svg+xml;base64," + base64.b64encode(_PLACEHOLDER_SVG.encode()).decode()
)
"""The picture of characters without one, of the same shape."""


def shown_name(character: Character) -> str:
    """The name to show, as plain text."""
    name = plain_text(character.display_name, LONGEST_NAME)
    return name or plain_text(character.username, LONGEST_NAME) or "Unnamed"


def render_picture(character: Character | None, key: str) -> None:
    """Render the picture in its box, or the placeholder."""
    picture = character.picture if character else None
    alt = shown_name(character) if character else "No picture yet"
    with st.container(key=f"picture-{key}"):
        st.image(picture or PLACEHOLDER, width="stretch", alt=alt)
