"""What a visitor orders of a character: a visual effect, or a picture or video of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalClient, MediaKind
from eternal.checks import LONGEST_PROMPT, check_change, check_effect_id
from eternal.effects import LONGEST_EFFECT_ID
from pages.components.jobs import What

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eternal import Character, Effect, Generation

LONGEST_VIDEO_SECONDS: Final = 5

_EFFECT = "effect"
_CHANGE = "change"
_WHAT = {MediaKind.PICTURE: What.PICTURE, MediaKind.VIDEO: What.VIDEO, None: What.EITHER}
_LABELS = {MediaKind.PICTURE: "Picture", MediaKind.VIDEO: "Video"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent.

    Attributes:
        character: Of whom.
        words: What was chosen, in words: two orders with the same words are the same.
        what: What will come of it.
        check: Raises InvalidInput if it cannot be sent.
        send: Sends it.
    """

    character: Character
    words: str
    what: What
    check: Callable[[], None]
    send: Callable[[EternalClient], Generation]


def choose_order(character: Character, effects: Sequence[Effect]) -> Order:
    """Draws the choices that apply, and returns what was chosen by now."""
    way = st.segmented_control(
        "How",
        ["Visual effect", "Custom"],
        default="Visual effect",
        key="way",
        required=True,
        bind="query-params",
    )
    return _custom(character) if way == "Custom" else _effect(character, effects)


def _effect(character: Character, effects: Sequence[Effect]) -> Order:
    if effects:
        with st.container(horizontal=True):
            for number, effect in enumerate(effects):
                st.button(
                    _plain(effect.name) or "Unnamed effect",
                    key=f"effect-{number}",
                    icon=":material/movie:"
                    if effect.kind is MediaKind.VIDEO
                    else ":material/image:",
                    on_click=_take_effect,
                    args=(effect.id,),
                )
    id = st.text_input(
        "Effect ID",
        key=_EFFECT,
        max_chars=LONGEST_EFFECT_ID,
        persist_state="session",
        placeholder="Choose one above, or enter the ID of another effect",
    ).strip()
    named = next((one for one in effects if one.id == id), None)
    kind = named.kind if named else _choose_kind("effect_kind", "This effect makes a")
    name = named.name if named else id
    if kind is MediaKind.PICTURE:
        return Order(
            character,
            name,
            _WHAT[kind],
            lambda: check_effect_id(id),
            lambda client: client.generate_effect(character, id),
        )
    seconds, has_sound = _choose_video_options()
    return Order(
        character,
        f"{name} · {_video_words(seconds, has_sound=has_sound)}",
        _WHAT[kind],
        lambda: check_effect_id(id),
        lambda client: client.generate_effect(character, id, duration=seconds, audio=has_sound),
    )


def _custom(character: Character) -> Order:
    change = st.text_area(
        "Describe the change",
        key=_CHANGE,
        max_chars=LONGEST_PROMPT,
        height=100,
        persist_state="session",
        placeholder="On a balcony at sunset, laughing, in a yellow raincoat",
    ).strip()
    if _choose_kind("custom_kind", "Make a") is MediaKind.VIDEO:
        seconds, has_sound = _choose_video_options()
        return Order(
            character,
            f"{change} · {_video_words(seconds, has_sound=has_sound)}",
            What.VIDEO,
            lambda: check_change(change),
            lambda client: client.generate_video(
                character, change, duration=seconds, audio=has_sound
            ),
        )
    quality = st.segmented_control(
        "Quality", ["Low", "High"], default="Low", key="quality", required=True
    )
    if quality == "High":
        st.caption("High quality costs twice as much.")
    return Order(
        character,
        f"{change} · {quality} quality",
        What.PICTURE,
        lambda: check_change(change),
        lambda client: client.generate_image(character, change, quality=(quality or "Low").lower()),
    )


def _choose_kind(key: str, label: str) -> MediaKind:
    kind = st.segmented_control(
        label,
        list(_LABELS),
        default=MediaKind.PICTURE,
        key=key,
        required=True,
        format_func=lambda kind: _LABELS[kind],
    )
    return kind or MediaKind.PICTURE


def _choose_video_options() -> tuple[int, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seconds = st.slider("Seconds", 1, LONGEST_VIDEO_SECONDS, 5, key="seconds", width=260)
        has_sound = st.toggle("With sound", value=True, key="sound")
    return seconds, has_sound


def _video_words(seconds: int, *, has_sound: bool) -> str:
    return f"{seconds} s, {'with' if has_sound else 'without'} sound"


def _take_effect(id: str) -> None:
    st.session_state[_EFFECT] = id


def _plain(name: str) -> str:
    """A deployment's own words as a label, without what Markdown would make of them."""
    return "".join(char for char in name if char not in "*_`[]<>:$~#\\|")
