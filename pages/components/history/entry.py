"""One job in the History: picture, words, state and actions."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.text import count_characters, plain_paragraphs, plain_text
from eternal.validation import LONGEST_PROMPT
from pages.components.character.picture import render_picture, shown_name
from pages.model.job_store import Standing, standing_of
from pages.model.job_words import (
    STANDINGS,
    ago_words,
    clock_words,
    credits_words,
    duration_words,
    picture_of,
)
from pages.model.jobs import CREATIONS, character_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from typing import Literal

    from pages.model.jobs import Job

    Colour = Literal["blue", "green", "red", "orange"]

_BADGES: Final[dict[Standing, tuple[Colour, str]]] = {
    Standing.ACTIVE: ("blue", ":material/hourglass_top:"),
    Standing.READY: ("green", ":material/check_circle:"),
    Standing.FAILED: ("red", ":material/error:"),
    Standing.UNCLEAR: ("orange", ":material/help:"),
}
_SHORT_WORDS: Final = 160


def render_entry(
    job: Job, now: float, zone: tzinfo, *, advice: str, render_actions: Callable[[Job], None]
) -> None:
    """Render one job.

    Args:
        job: The record.
        now: Seconds since the epoch.
        zone: The visitor's time zone.
        advice: The reason of a failure and what to do, or "".
        render_actions: Renders its actions.
    """
    with st.container(border=True, horizontal=True, key=f"entry-{job.key}"):
        with st.container(width=76):
            _render_thumbnail(job, now)
        with st.container(gap="xsmall"):
            standing = standing_of(job)
            colour, icon = _BADGES[standing]
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.html(
                    f'<div class="character"><h3 dir="auto">{escape(_title(job))}</h3></div>',
                    width="content",
                )
                st.badge(STANDINGS[standing], icon=icon, color=colour)
            st.html(
                f'<div class="character entry">{_facts(job, now, zone)}{_words(job)}'
                f"{_paragraph('advice', advice)}</div>"
            )
            render_actions(job)


def _render_thumbnail(job: Job, now: float) -> None:
    key, picture = f"history-{job.key}", picture_of(job, now)
    if picture is None:
        render_picture(character_of(job), key)
        return
    with st.container(key=f"picture-{key}"):
        st.image(picture, width="stretch", alt="The picture that was made")


def _title(job: Job) -> str:
    character, kind = character_of(job), job.kind.label
    if job.kind in CREATIONS:
        is_named = character is not None and bool(character.display_name)
        return shown_name(character) if character and is_named else "New character"
    name = f" of {shown_name(character)}" if character else ""
    return f"{kind.capitalize()}{name}"


def _facts(job: Job, now: float, zone: tzinfo) -> str:
    facts = [
        "Character" if job.kind in CREATIONS else "",
        clock_words(job.created_at, zone),
        ago_words(now - job.created_at),
        "" if job.duration is None else f"took {duration_words(job.duration)}",
        credits_words(job),
    ]
    return _paragraph("facts", " · ".join(filter(None, facts)))


def _words(job: Job) -> str:
    """The words of the request; long ones are folded."""
    words = plain_paragraphs(job.words, LONGEST_PROMPT)
    if count_characters(words) <= _SHORT_WORDS:
        return _paragraph("words", plain_text(words, _SHORT_WORDS))
    text = escape(words).replace("\n", "<br>")
    return f'<details><summary dir="auto"><span class="words">{text}</span></summary></details>'


def _paragraph(name: str, text: str) -> str:
    return f'<p class="{name}" dir="auto">{escape(text)}</p>' if text else ""
