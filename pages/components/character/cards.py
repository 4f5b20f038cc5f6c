"""A character on a card, or in one line. All text from the API is shown as plain text."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from eternal.text import plain_text
from pages.components.character import shortlist
from pages.components.character.details import open_details, render_lookup_link
from pages.components.character.picture import shown_name
from pages.components.shell import navigation
from pages.components.source.active import active_source
from pages.components.source.portraits import served_picture
from pages.model import routes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eternal import Character

CARD_WIDTH: Final = 165

_CARD_HEIGHT = 435
_LONGEST_BIO = 240
_GRID: Final = "cards"
_LABELS: Final = {
    "open": "Details",
    "make": "Pictures and videos",
    "mark": shortlist.MARK,
    "unmark": shortlist.UNMARK,
}
_mount = st.components.v2.component(
    "cards",
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
)


def render_cards(characters: Sequence[Character]) -> None:
    """Render a grid of cards. It is one element: a card of native ones costs nine each."""
    shown = {character.id: character for character in characters}
    marked = set(shortlist.marked_ids())
    grid = _mount(
        key=_GRID,
        data={  # of tuples: for a list Streamlit would load pandas, to ask whether it is a table
            "cards": tuple(_card(one, is_marked=one.id in marked) for one in shown.values()),
            "opened": navigation.read(routes.DETAILS),
            "isFull": len(marked) >= shortlist.MOST,
            **_LABELS,
        },
        on_opened_change=partial(_act, "opened", open_details, shown),
        on_marked_change=partial(_act, "marked", shortlist.toggle, shown),
        on_made_change=lambda: None,
    )
    if made := _named(grid.made, shown):
        navigation.go_to(routes.GENERATE, routes.CHARACTER.write(str(made.id)))


def render_empty_cards(count: int) -> None:
    """Render the outlines of cards that are being loaded."""
    grid = st.grid("auto", min_column_width=CARD_WIDTH)
    for _ in range(count):
        with grid.cell():
            st.skeleton(height=_CARD_HEIGHT)


def render_name_row(character: Character) -> None:
    """Render a character in one line: name, id, and the link to its own page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="character"><h2 dir="auto">{escape(shown_name(character))}</h2></div>')
        render_lookup_link(character, label=f"Open {character.id}")


def _act(event: str, act: Callable[[Character], None], shown: dict[int, Character]) -> None:
    """Do what was pressed on a card, unless the card has gone meanwhile."""
    if character := _named(st.session_state[_GRID][event], shown):
        act(character)


def _named(id: object, shown: dict[int, Character]) -> Character | None:
    """The character that the browser names, which may send anything; None if it is not shown."""
    return shown.get(id) if isinstance(id, int) else None


def _card(character: Character, *, is_marked: bool) -> dict[str, object]:
    """A card as plain data: the browser sets each text as text."""
    chosen = routes.CHARACTER.write(str(character.id))
    age = "Age unknown" if character.age is None else f"{character.age} years"
    return {
        "id": character.id,
        "name": shown_name(character),
        "age": age,
        "gender": plain_text(character.gender, 40),
        "bio": plain_text(character.description, _LONGEST_BIO) or "No bio yet.",
        "picture": _address_of_picture(character),
        "href": f"{routes.GENERATE.name}?{urlencode(chosen, doseq=True)}",
        "marked": is_marked,
    }


def _address_of_picture(character: Character) -> str | None:
    source, picture = active_source(), character.picture
    return served_picture(picture) if picture and source and source.is_demo else picture
