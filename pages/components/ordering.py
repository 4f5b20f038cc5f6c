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

_WAY, _EFFECT, _CHANGE = "way", "effect", "change"
_EFFECT_KIND, _CUSTOM_KIND = "effect_kind", "custom_kind"
_QUALITY, _SECONDS, _SOUND = "quality", "seconds", "sound"
_CUSTOM = "Custom"
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


def draw_choices(effects: Sequence[Effect]) -> None:
    """Draws the choices that apply, and no others."""
    way = st.segmented_control(
        "How",
        ["Visual effect", _CUSTOM],
        default="Visual effect",
        key=_WAY,
        required=True,
        bind="query-params",
    )
    if way == _CUSTOM:
        _draw_custom()
    else:
        _draw_effect(effects)


def ordered(character: Character, effects: Sequence[Effect]) -> Order:
    """What is chosen by now: also right for a click that comes together with the last letter."""
    if st.session_state.get(_WAY) == _CUSTOM:
        return _ordered_custom(character)
    return _ordered_effect(character, effects)


def _draw_effect(effects: Sequence[Effect]) -> None:
    if effects:
        with st.container(horizontal=True):
            for number, effect in enumerate(effects):
                is_video = effect.kind is MediaKind.VIDEO
                st.button(
                    _plain(effect.name) or "Unnamed effect",
                    key=f"effect-{number}",
                    icon=":material/movie:" if is_video else ":material/image:",
                    on_click=_take_effect,
                    args=(effect.id,),
                )
    st.text_input(
        "Effect ID",
        key=_EFFECT,
        max_chars=LONGEST_EFFECT_ID,
        persist_state="session",
        placeholder="Choose one above, or enter the ID of another effect"
        if effects
        else "The ID of an effect",
    )
    if _named(effects) is None:
        _draw_kind(_EFFECT_KIND, "This effect makes a")
    if _effect_kind(effects) is MediaKind.VIDEO:
        _draw_video_options()


def _draw_custom() -> None:
    st.text_area(
        "Describe the change",
        key=_CHANGE,
        max_chars=LONGEST_PROMPT,
        height=100,
        persist_state="session",
        placeholder="On a balcony at sunset, laughing, in a yellow raincoat",
    )
    if _draw_kind(_CUSTOM_KIND, "Make a") is MediaKind.VIDEO:
        _draw_video_options()
        return
    quality = st.segmented_control(
        "Quality", ["Low", "High"], default="Low", key=_QUALITY, required=True
    )
    if quality == "High":
        st.caption("High quality costs twice as much.")


def _draw_kind(key: str, label: str) -> MediaKind | None:
    return st.segmented_control(
        label,
        list(_LABELS),
        default=MediaKind.PICTURE,
        key=key,
        required=True,
        format_func=lambda kind: _LABELS[kind],
    )


def _draw_video_options() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider(
            "Seconds", 1, LONGEST_VIDEO_SECONDS, LONGEST_VIDEO_SECONDS, key=_SECONDS, width=260
        )
        st.toggle("With sound", value=True, key=_SOUND)


def _ordered_effect(character: Character, effects: Sequence[Effect]) -> Order:
    id, named = _effect_id(), _named(effects)
    name = named.name if named else id
    if _effect_kind(effects) is MediaKind.VIDEO:
        seconds, sound = _video_options()
        return Order(
            character,
            f"{name} · {_video_words()}",
            What.VIDEO,
            lambda: check_effect_id(id),
            lambda client: client.generate_effect(character, id, duration=seconds, audio=sound),
        )
    return Order(
        character,
        name,
        What.PICTURE if named else What.EITHER,
        lambda: check_effect_id(id),
        lambda client: client.generate_effect(character, id),
    )


def _ordered_custom(character: Character) -> Order:
    change = st.session_state.get(_CHANGE, "").strip()
    if st.session_state.get(_CUSTOM_KIND) is MediaKind.VIDEO:
        seconds, sound = _video_options()
        return Order(
            character,
            f"{change} · {_video_words()}",
            What.VIDEO,
            lambda: check_change(change),
            lambda client: client.generate_video(character, change, duration=seconds, audio=sound),
        )
    quality = st.session_state.get(_QUALITY) or "Low"
    return Order(
        character,
        f"{change} · {quality.lower()} quality",
        What.PICTURE,
        lambda: check_change(change),
        lambda client: client.generate_image(character, change, quality=quality.lower()),
    )


def _effect_id() -> str:
    id: str = st.session_state.get(_EFFECT, "")
    return id.strip()


def _named(effects: Sequence[Effect]) -> Effect | None:
    return next((one for one in effects if one.id == _effect_id()), None)


def _effect_kind(effects: Sequence[Effect]) -> MediaKind:
    named = _named(effects)
    chosen: MediaKind | None = st.session_state.get(_EFFECT_KIND)
    return named.kind if named else chosen or MediaKind.PICTURE


def _video_options() -> tuple[int, bool]:
    return (
        st.session_state.get(_SECONDS, LONGEST_VIDEO_SECONDS),
        st.session_state.get(_SOUND, True),
    )


def _video_words() -> str:
    seconds, sound = _video_options()
    return f"{seconds} s, {'with' if sound else 'without'} sound"


def _take_effect(id: str) -> None:
    st.session_state[_EFFECT] = id


def _plain(name: str) -> str:
    """A deployment's own words as a label, without what Markdown would make of them."""
    return "".join(char for char in name if char not in "*_`[]<>:$~#\\|")
