"""How a character looks, on a card and in full. All text from the API is shown as plain text."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from eternal.checks import LONGEST_PROMPT
from eternal.text import plain_text
from pages.components.shortlist import mark_button

if TYPE_CHECKING:
    from eternal import Character

LONGEST_NAME = 80
LONGEST_BIO = 2000

_CARD_BIO = 240
_LOOKUP_PAGE = "pages/lookup.py"
_CREATE_PAGE = "pages/create.py"
_GENERATE_PAGE = "pages/generate.py"

_PLACEHOLDER_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 400'>"
    "<rect width='300' height='400' fill='#e6dccd'/>"
    "<g fill='#b9a992'><circle cx='150' cy='165' r='58'/>"
    "<path d='M40 400c0-80 48-128 110-128s110 48 110 128z'/></g></svg>"
)
PLACEHOLDER = "data:image/svg+xml;base64," + base64.b64encode(_PLACEHOLDER_SVG.encode()).decode()
"""The picture of those who have none, of the same shape."""

_STYLE = f"""
<style>
[class*="st-key-picture"] img {{
  width: 100%; aspect-ratio: 3 / 4; object-fit: cover; border-radius: 0.5rem;
  background: url({PLACEHOLDER}) center / cover; color: transparent;
}}
.st-key-toolbar {{ scroll-margin-top: 5rem; }}
[class*="st-key-mark-"] {{ width: auto; }}
[class*="st-key-mark-"] [data-testid="stMarkdownContainer"],
[class*="st-key-make-"] [data-testid="stMarkdownContainer"] {{
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}}
.st-key-scroll {{ display: none; }}
[class*="st-key-id-"] .stCode * {{ visibility: visible; opacity: 1; pointer-events: auto; }}
button[data-variant="segmented_control"][aria-checked="true"][data-selected] {{ color: inherit; }}
[class*="st-key-id-"] pre {{ padding: 0.5rem 0.75rem; }}
.character h2 {{ margin: 0; padding: 0; font-size: 1.15rem; line-height: 1.4; }}
.character p {{ margin: 0.15rem 0 0; line-height: 1.45; }}
.character .facts, .character dt {{ opacity: 0.75; font-size: 0.875rem; }}
.character .bio {{ font-size: 0.95rem; }}
.on-card h2, .on-card .facts {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.on-card .bio {{
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
  height: calc(3 * 1.45em);
}}
div.character dl {{
  display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.75rem;
  margin: 1rem 0; padding: 0; max-width: 24rem;
}}
.character dt {{ font-weight: 400; }}
.character dd {{ margin: 0; }}
.character h2, .character p, .character dd {{ overflow-wrap: anywhere; }}
</style>
"""


def use_card_style() -> None:
    """Gives all pictures the same box, whatever comes or fails to load. Once a page."""
    st.html(_STYLE)


def shown_name(character: Character) -> str:
    """The name to show, as plain text."""
    name = plain_text(character.display_name, LONGEST_NAME)
    return name or plain_text(character.username, LONGEST_NAME) or "Unnamed"


def show_picture(character: Character | None, key: str) -> None:
    """The picture in its box, or the placeholder."""
    picture = character.picture if character else None
    alt = shown_name(character) if character else "No picture yet"
    with st.container(key=f"picture-{key}"):
        st.image(picture or PLACEHOLDER, width="stretch", alt=alt)


def show_card(character: Character, key: str) -> None:
    """A card of the gallery: picture, name, age and gender, a bit of the bio, "Details"."""
    show_picture(character, key)
    bio = plain_text(character.description, _CARD_BIO) or "No bio yet."
    st.html(
        f'<div class="character on-card"><h2>{escape(shown_name(character))}</h2>'
        f'<p class="facts">{escape(_facts(character))}</p>'
        f'<p class="bio">{escape(bio)}</p></div>'
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        if st.button("Details", key=f"details-{key}", icon=":material/badge:", width="stretch"):
            _show_dialog(character)
        with st.container(key=f"make-{key}", width="content"):
            _show_generate_link(character)
        mark_button(character, key)


def show_character(character: Character, key: str, *, lookup_link: bool = False) -> None:
    """Everything about a character, with the id to copy."""
    picture, words = st.columns([2, 3], gap="medium")
    with picture:
        show_picture(character, key)
    with words:
        show_details(character, key)
        with st.container(horizontal=True, vertical_alignment="center"):
            mark_button(character, key)
            _show_more_like_this(character, key)
            _show_generate_link(character)
        if lookup_link:
            st.page_link(
                _LOOKUP_PAGE,
                label="Open on its own page",
                icon=":material/open_in_full:",
                query_params={"id": str(character.id)},
            )


def show_details(character: Character, key: str) -> None:
    """All texts and fields of a character, with the id to copy."""
    st.html(
        f'<div class="character"><h2 style="font-size: 1.7rem">{escape(shown_name(character))}'
        f'</h2><p class="facts">{escape(_username(character))}</p></div>'
    )
    bio = plain_text(character.description, LONGEST_BIO) or "No bio yet."
    fields = "".join(
        f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>"
        for label, value in _fields(character)
    )
    st.html(
        f'<div class="character"><p class="bio">{escape(bio)}</p><dl>{fields}</dl>'
        f'<p class="facts">ID</p></div>'
    )
    with st.container(key=f"id-{key}", width=220):
        st.code(str(character.id), language=None)


def show_name_row(character: Character) -> None:
    """A character in one line: name, id, and the way to its own page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="character"><h2>{escape(shown_name(character))}</h2></div>')
        st.page_link(
            _LOOKUP_PAGE,
            label=f"Open {character.id}",
            icon=":material/open_in_full:",
            query_params={"id": str(character.id)},
        )


@st.dialog("Character", width="medium", icon=":material/badge:")
def _show_dialog(character: Character) -> None:
    show_character(character, f"dialog-{character.id}", lookup_link=True)


def _show_more_like_this(character: Character, key: str) -> None:
    if character.description and st.button(
        "More like this", key=f"like-{key}", icon=":material/auto_awesome:"
    ):
        st.session_state.prompt = plain_text(character.description, LONGEST_PROMPT)
        st.switch_page(_CREATE_PAGE)


def _show_generate_link(character: Character) -> None:
    st.page_link(
        _GENERATE_PAGE,
        label="Pictures and videos",
        icon=":material/auto_fix_high:",
        query_params={"character": str(character.id)},
    )


def _username(character: Character) -> str:
    username = plain_text(character.username, LONGEST_NAME)
    return f"@{username}" if username else "No username"


def _age(character: Character) -> str:
    return "unknown" if character.age is None else str(character.age)


def _facts(character: Character) -> str:
    age = "Age unknown" if character.age is None else f"{character.age} years"
    gender = plain_text(character.gender, 40)
    return f"{age} · {gender}" if gender else age


def _fields(character: Character) -> list[tuple[str, str]]:
    found = [
        ("Age", _age(character)),
        ("Gender", plain_text(character.gender, 40)),
        ("Category", plain_text(character.category, 40)),
        ("Status", plain_text(character.status, 40)),
    ]
    return [(label, value or "unknown") for label, value in found if value or label != "Status"]
