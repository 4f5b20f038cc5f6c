"""The form of the Generate page: a visual effect, or a custom picture or video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from eternal import EffectRequest, InvalidInput, MediaKind, PictureRequest, VideoRequest
from eternal.validation import (
    LONGEST_EFFECT_ID,
    LONGEST_PROMPT,
    LONGEST_VIDEO_SECONDS,
    validate_policy,
)
from pages.components.shell.form import Form, form
from pages.components.shell.navigation import settle
from pages.model import routes
from pages.model.jobs import JobKind
from pages.model.routes import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character, Effect, GenerationRequest

_WAY, _EFFECT, _CHANGE = "way", "effect", "change"
_EFFECT_KIND, _CUSTOM_KIND = "effect_kind", "custom_kind"
_QUALITY, _SECONDS, _SOUND = "quality", "seconds", "sound"
_LABELS = {MediaKind.PICTURE: "Picture", MediaKind.VIDEO: "Video"}
_FIRST: Final[dict[str, object]] = {
    _WAY: Way.EFFECT,
    _EFFECT: "",
    _EFFECT_KIND: MediaKind.PICTURE,
    _CHANGE: "",
    _CUSTOM_KIND: MediaKind.PICTURE,
    _QUALITY: "Low",
    _SECONDS: LONGEST_VIDEO_SECONDS,
    _SOUND: True,
}


def generation_form() -> Form:
    """The form of the Generate page, one for each visit."""
    return form("generate", _FIRST)


def is_bare() -> bool:
    """Whether the fields of the chosen way are empty."""
    chosen = generation_form()
    return not chosen.text(_CHANGE if chosen.value(_WAY) == Way.CUSTOM else _EFFECT)


def empty_form() -> None:
    """Empty the fields that were sent; kind, quality, length and sound stay chosen."""
    chosen = generation_form()
    chosen.empty(_CHANGE if chosen.value(_WAY) == Way.CUSTOM else _EFFECT)


def render_choices(effects: Sequence[Effect]) -> None:
    """Render the choices that apply, and no others."""
    key = generation_form().key(_WAY)
    way = settle(routes.WAY, key)
    st.segmented_control("How", list(Way), key=key, required=True, persist_state="session")
    if way is Way.CUSTOM:
        _render_custom()
    else:
        _render_effect(effects)


def requested(character: Character, effects: Sequence[Effect]) -> GenerationRequest:
    """The request for the current choices.

    It also has the last letters typed, if a click comes in the same run.
    """
    if generation_form().value(_WAY) == Way.CUSTOM:
        return _requested_custom(character)
    seconds, sound = None, None
    if _effect_kind(effects) is MediaKind.VIDEO:
        seconds, sound = _video_options()
    return EffectRequest(character, _effect_id(), seconds, sound)


def choices_of(request: GenerationRequest) -> dict[str, object]:
    """The values of the form that a request was made from."""
    if isinstance(request, PictureRequest):
        kind: dict[str, object] = {_CUSTOM_KIND: MediaKind.PICTURE}
        quality = request.quality.capitalize()
        return {_WAY: Way.CUSTOM, _CHANGE: request.prompt, _QUALITY: quality, **kind}
    is_video = request.duration is not None
    options: dict[str, object] = {}
    if is_video:
        options = {_SECONDS: request.duration, _SOUND: request.audio}
    kind_chosen = MediaKind.VIDEO if is_video else MediaKind.PICTURE
    if isinstance(request, VideoRequest):
        return {_WAY: Way.CUSTOM, _CHANGE: request.prompt, _CUSTOM_KIND: kind_chosen, **options}
    return {_WAY: Way.EFFECT, _EFFECT: request.effect_id, _EFFECT_KIND: kind_chosen, **options}


def kind_of(request: GenerationRequest, effects: Sequence[Effect]) -> JobKind:
    """The kind of a request; an effect without a name here may make either."""
    if isinstance(request, PictureRequest):
        return JobKind.PICTURE
    if isinstance(request, VideoRequest) or request.duration is not None:
        return JobKind.VIDEO
    is_named = any(one.id == request.effect_id for one in effects)
    return JobKind.PICTURE if is_named else JobKind.EFFECT


def words_of(request: GenerationRequest, effects: Sequence[Effect]) -> str:
    """A request in words for people."""
    if isinstance(request, PictureRequest):
        return f"{request.prompt} · {request.quality} quality"
    if isinstance(request, VideoRequest):
        words = request.prompt
    else:
        names = (one.name for one in effects if one.id == request.effect_id)
        words = next(names, request.effect_id)
    if request.duration is None:
        return words
    sound = "with" if request.audio else "without"
    return f"{words} · {request.duration} s, {sound} sound"


def validate(request: GenerationRequest) -> None:
    """Validate a request.

    Raises:
        PolicyError: The character is not known to be an adult.
        InvalidInput: A field cannot be sent.
    """
    validate_policy(request.character)
    if isinstance(request, EffectRequest) and not request.effect_id:
        raise InvalidInput("Choose an effect first.")
    request.validate()


def _render_effect(effects: Sequence[Effect]) -> None:
    if effects:
        with st.container(horizontal=True):
            for number, effect in enumerate(effects):
                is_video = effect.kind is MediaKind.VIDEO
                st.button(
                    _plain(effect.name) or "Unnamed effect",
                    key=f"effect-{number}",
                    icon=":material/movie:" if is_video else ":material/image:",
                    on_click=generation_form().fill,
                    args=({_EFFECT: effect.id},),
                )
    st.text_input(
        "Effect ID",
        key=generation_form().ready(_EFFECT),
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
        key=generation_form().ready(_CHANGE),
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
        key=generation_form().ready(_QUALITY),
        required=True,
        persist_state="session",
    )
    if quality == "High":
        st.caption("High quality costs twice as much.")


def _render_kind(field: str, label: str) -> MediaKind | None:
    return st.segmented_control(
        label,
        list(_LABELS),
        key=generation_form().ready(field),
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
            key=generation_form().ready(_SECONDS),
            width=260,
            persist_state="session",
        )
        st.toggle("With sound", key=generation_form().ready(_SOUND), persist_state="session")


def _requested_custom(character: Character) -> GenerationRequest:
    chosen = generation_form()
    change = chosen.text(_CHANGE)
    if chosen.value(_CUSTOM_KIND) is MediaKind.VIDEO:
        return VideoRequest(character, change, *_video_options())
    return PictureRequest(character, change, str(chosen.value(_QUALITY)).lower())


def _effect_id() -> str:
    return generation_form().text(_EFFECT)


def _named(effects: Sequence[Effect]) -> Effect | None:
    return next((one for one in effects if one.id == _effect_id()), None)


def _effect_kind(effects: Sequence[Effect]) -> MediaKind:
    named = _named(effects)
    return named.kind if named else cast("MediaKind", generation_form().value(_EFFECT_KIND))


def _video_options() -> tuple[int, bool]:
    chosen = generation_form()
    return cast("int", chosen.value(_SECONDS)), cast("bool", chosen.value(_SOUND))


def _plain(name: str) -> str:
    """A deployment's text as a label, with Markdown escaped."""
    return "".join(char for char in name if char not in "*_`[]<>:$~#\\|")
