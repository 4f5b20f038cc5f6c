"""What a visitor orders of a character: a visual effect, or a picture or video of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from eternal import EternalClient, InvalidInput, MediaKind
from eternal.validation import (
    LONGEST_EFFECT_ID,
    LONGEST_PROMPT,
    validate_edit_prompt,
    validate_effect_id,
)
from pages.components.shell.form import Form, form
from pages.model.jobs import What

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eternal import Character, Effect, Generation

LONGEST_VIDEO_SECONDS: Final = 5

_WAY, _EFFECT, _CHANGE = "way", "effect", "change"
_EFFECT_KIND, _CUSTOM_KIND = "effect_kind", "custom_kind"
_QUALITY, _SECONDS, _SOUND = "quality", "seconds", "sound"
_VISUAL, _CUSTOM = "Visual effect", "Custom"
_LABELS = {MediaKind.PICTURE: "Picture", MediaKind.VIDEO: "Video"}
_FIRST: Final[dict[str, object]] = {
    _WAY: _VISUAL,
    _EFFECT: "",
    _EFFECT_KIND: MediaKind.PICTURE,
    _CHANGE: "",
    _CUSTOM_KIND: MediaKind.PICTURE,
    _QUALITY: "Low",
    _SECONDS: LONGEST_VIDEO_SECONDS,
    _SOUND: True,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent.

    Attributes:
        character: Of whom.
        words: What was chosen, in words: two orders with the same words are the same.
        what: What will come of it.
        check: Raises InvalidInput if it cannot be sent.
        send: Sends it.
        choices: The form as it was, to be filled in again.
    """

    character: Character
    words: str
    what: What
    check: Callable[[], None]
    send: Callable[[EternalClient], Generation]
    choices: dict[str, object] = field(default_factory=dict)


def order_form() -> Form:
    """The form of the page where pictures and videos are made."""
    return form("generate", _FIRST, bound=(_WAY,))


def is_bare() -> bool:
    """Whether the way that is chosen has nothing typed or chosen yet."""
    chosen = order_form()
    return not chosen.text(_CHANGE if chosen.value(_WAY) == _CUSTOM else _EFFECT)


def empty_form() -> None:
    """Empties what was sent; kind, quality, length and sound stay chosen."""
    chosen = order_form()
    chosen.empty(_CHANGE if chosen.value(_WAY) == _CUSTOM else _EFFECT)


def render_choices(effects: Sequence[Effect]) -> None:
    """Draws the choices that apply, and no others."""
    way = st.segmented_control(
        "How",
        [_VISUAL, _CUSTOM],
        default=_VISUAL,
        key=_WAY,
        required=True,
        bind="query-params",
        persist_state="session",
    )
    if way == _CUSTOM:
        _render_custom()
    else:
        _render_effect(effects)


def ordered(character: Character, effects: Sequence[Effect]) -> Order:
    """What is chosen by now: also right for a click that comes together with the last letter."""
    chosen = order_form()
    is_custom = chosen.value(_WAY) == _CUSTOM
    order = _ordered_custom(character) if is_custom else _ordered_effect(character, effects)
    return replace(order, choices=chosen.values())


def _render_effect(effects: Sequence[Effect]) -> None:
    if effects:
        with st.container(horizontal=True):
            for number, effect in enumerate(effects):
                is_video = effect.kind is MediaKind.VIDEO
                st.button(
                    _plain(effect.name) or "Unnamed effect",
                    key=f"effect-{number}",
                    icon=":material/movie:" if is_video else ":material/image:",
                    on_click=order_form().fill,
                    args=({_EFFECT: effect.id},),
                )
    st.text_input(
        "Effect ID",
        key=order_form().ready(_EFFECT),
        max_chars=LONGEST_EFFECT_ID,
        persist_state="session",
        placeholder="Choose one above, or enter the ID of another effect"
        if effects
        else "The ID of an effect",
    )
    if _named(effects) is None:
        _render_kind(_EFFECT_KIND, "This effect makes a")
    if _effect_kind(effects) is MediaKind.VIDEO:
        _render_video_options()


def _render_custom() -> None:
    st.text_area(
        "Describe the change",
        key=order_form().ready(_CHANGE),
        max_chars=LONGEST_PROMPT,
        height=100,
        persist_state="session",
        placeholder="On a balcony at sunset, laughing, in a yellow raincoat",
    )
    if _render_kind(_CUSTOM_KIND, "Make a") is MediaKind.VIDEO:
        _render_video_options()
        return
    quality = st.segmented_control(
        "Quality",
        ["Low", "High"],
        key=order_form().ready(_QUALITY),
        required=True,
        persist_state="session",
    )
    if quality == "High":
        st.caption("High quality costs twice as much.")


def _render_kind(field: str, label: str) -> MediaKind | None:
    return st.segmented_control(
        label,
        list(_LABELS),
        key=order_form().ready(field),
        required=True,
        persist_state="session",
        format_func=lambda kind: _LABELS[kind],
    )


def _render_video_options() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider(
            "Seconds",
            1,
            LONGEST_VIDEO_SECONDS,
            key=order_form().ready(_SECONDS),
            width=260,
            persist_state="session",
        )
        st.toggle("With sound", key=order_form().ready(_SOUND), persist_state="session")


def _ordered_effect(character: Character, effects: Sequence[Effect]) -> Order:
    id, named = _effect_id(), _named(effects)
    name = named.name if named else id
    if _effect_kind(effects) is MediaKind.VIDEO:
        seconds, sound = _video_options()
        return Order(
            character,
            f"{name} · {_video_words()}",
            What.VIDEO,
            lambda: _check_effect(id),
            lambda client: client.generate_effect(character, id, duration=seconds, audio=sound),
        )
    return Order(
        character,
        name,
        What.PICTURE if named else What.EITHER,
        lambda: _check_effect(id),
        lambda client: client.generate_effect(character, id),
    )


def _ordered_custom(character: Character) -> Order:
    change = order_form().text(_CHANGE)
    if order_form().value(_CUSTOM_KIND) is MediaKind.VIDEO:
        seconds, sound = _video_options()
        return Order(
            character,
            f"{change} · {_video_words()}",
            What.VIDEO,
            lambda: validate_edit_prompt(change),
            lambda client: client.generate_video(character, change, duration=seconds, audio=sound),
        )
    quality = str(order_form().value(_QUALITY))
    return Order(
        character,
        f"{change} · {quality.lower()} quality",
        What.PICTURE,
        lambda: validate_edit_prompt(change),
        lambda client: client.generate_image(character, change, quality=quality.lower()),
    )


def _check_effect(id: str) -> None:
    if not id:
        raise InvalidInput("Choose an effect first.")
    validate_effect_id(id)


def _effect_id() -> str:
    return order_form().text(_EFFECT)


def _named(effects: Sequence[Effect]) -> Effect | None:
    return next((one for one in effects if one.id == _effect_id()), None)


def _effect_kind(effects: Sequence[Effect]) -> MediaKind:
    named = _named(effects)
    return named.kind if named else cast("MediaKind", order_form().value(_EFFECT_KIND))


def _video_options() -> tuple[int, bool]:
    chosen = order_form()
    return cast("int", chosen.value(_SECONDS)), cast("bool", chosen.value(_SOUND))


def _video_words() -> str:
    seconds, sound = _video_options()
    return f"{seconds} s, {'with' if sound else 'without'} sound"


def _plain(name: str) -> str:
    """A deployment's own words as a label, without what Markdown would make of them."""
    return "".join(char for char in name if char not in "*_`[]<>:$~#\\|")
