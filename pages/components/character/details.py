"""The details of a character, on a page or in a dialog; the address names the dialog's."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError
from eternal.text import first_characters, plain_paragraphs, plain_text
from eternal.validation import LONGEST_PROMPT
from pages.components.character import state
from pages.components.character.download import render_download
from pages.components.character.old import render_old_character
from pages.components.character.picture import LONGEST_NAME, render_picture, shown_name
from pages.components.character.shortlist import mark_button
from pages.components.character.unfinished import finished, forget, render_look_again
from pages.components.shell import navigation
from pages.components.shell.form import PROMPT, creation_form
from pages.components.shell.messages import render_alert, render_error
from pages.components.source.active import active_source
from pages.model import routes

if TYPE_CHECKING:
    from eternal import Character

LONGEST_BIO: Final = 20_000


def open_details(character: Character) -> None:
    """Open the dialog of a character. For callbacks."""
    if source := active_source():
        st.session_state[state.OPENED] = (source.base_url, character)
    navigation.write(routes.DETAILS, character.id)


def render_open_details(base_url: str) -> None:
    """Render the dialog that the address names, if any. Call once a run."""
    id = navigation.read(routes.DETAILS)
    if id is None:
        _close()
    else:
        _render_dialog(base_url, id)


def render_character(character: Character, key: str, *, lookup_link: bool = False) -> None:
    """Render a character in full, with the id to copy and the next steps."""
    picture, words = st.columns([2, 3], gap="medium")
    with picture:
        render_picture(character, key)
    with words:
        render_details(character, key)
        with st.container(horizontal=True, vertical_alignment="center"):
            mark_button(character, key)
            _render_more_like_this(character, key)
            render_generate_link(character)
        with st.container(horizontal=True, vertical_alignment="center"):
            if character.picture is not None:
                name = f"character-{character.id}"
                render_download(character.picture, name, key=key, label="Picture")
            if lookup_link:
                render_lookup_link(character, label="Open on its own page")


def render_details(character: Character, key: str) -> None:
    """Render all texts and fields of a character, with the id to copy."""
    st.html(
        '<div class="character"><h2 dir="auto" style="font-size: 1.7rem">'
        f"{escape(shown_name(character))}</h2>"
        f'<p class="facts" dir="auto">{escape(_username(character))}</p></div>'
    )
    bio = plain_paragraphs(character.description, LONGEST_BIO) or "No bio yet."
    paragraphs = "".join(f'<p class="bio" dir="auto">{part}</p>' for part in _escaped(bio))
    fields = "".join(
        f'<div><dt>{label}</dt><dd dir="auto">{escape(value)}</dd></div>'
        for label, value in _fields(character)
    )
    st.html(f'<div class="character">{paragraphs}<dl>{fields}</dl><p class="facts">ID</p></div>')
    with st.container(key=f"id-{key}", width=220):
        st.code(str(character.id), language=None)


def render_lookup_link(character: Character, *, label: str) -> None:
    """Render the link to a character's own page."""
    st.page_link(
        routes.LOOKUP.script,
        label=label,
        icon=":material/open_in_full:",
        query_params=routes.ID.write(str(character.id)),
    )


def render_generate_link(character: Character) -> None:
    """Render the link to pictures and videos of a character."""
    st.page_link(
        routes.GENERATE.script,
        label="Pictures and videos",
        icon=":material/auto_fix_high:",
        query_params=routes.CHARACTER.write(str(character.id)),
    )


def _close() -> None:
    navigation.write(routes.DETAILS, None)


@st.dialog("Character", width="medium", icon=":material/badge:", on_dismiss=_close)
def _render_dialog(base_url: str, id: int) -> None:
    kept: tuple[str, Character] | None = st.session_state.get(state.OPENED)
    if kept is not None and (kept[0], kept[1].id) == (base_url, id):
        opened: Character | None = kept[1]
    else:
        opened = _found(base_url, id)
    if opened is not None:
        render_character(opened, f"dialog-{id}", lookup_link=True)


def _found(base_url: str, id: int) -> Character | None:
    """Find the finished character; render why there is none, or no newer answer."""

    def try_again() -> None:
        forget(base_url, id)

    try:
        with st.skeleton(height=360):
            known = finished(base_url, id)
    except EternalError as error:
        render_error(error, key="details", on_retry=try_again)
        return None
    if isinstance(known, EternalError):
        render_alert(known)
        render_look_again(base_url, id)
        return None
    if known is None:
        st.info("This character is still being created.", icon=":material/hourglass_top:")
        render_look_again(base_url, id)
        return None
    if known.found.failure:
        render_old_character(
            base_url, known.found, key="details", on_retry=try_again, has_timer=False
        )
    else:
        st.session_state[state.OPENED] = (base_url, known.character)
    return known.character


def _render_more_like_this(character: Character, key: str) -> None:
    if not character.description:
        return
    words = first_characters(plain_text(character.description, LONGEST_PROMPT), LONGEST_PROMPT, len)
    like_it: dict[str, object] = {PROMPT: words}
    if st.button(
        "More like this",
        key=f"like-{key}",
        icon=":material/auto_awesome:",
        on_click=creation_form().fill,
        args=(like_it,),
    ):
        navigation.go_to(routes.CREATE)


def _escaped(bio: str) -> list[str]:
    """The paragraphs of a bio as escaped HTML, each with its own direction of text."""
    return [escape(part).replace("\n", "<br>") for part in bio.split("\n\n")]


def _username(character: Character) -> str:
    username = plain_text(character.username, LONGEST_NAME)
    return f"@{username}" if username else "No username"


def _fields(character: Character) -> list[tuple[str, str]]:
    age = "" if character.age is None else str(character.age)
    found = [
        ("Age", age),
        ("Gender", plain_text(character.gender, 40)),
        ("Category", plain_text(character.category, 40)),
        ("Status", plain_text(character.status, 40)),
    ]
    return [(label, value or "unknown") for label, value in found if value or label != "Status"]
