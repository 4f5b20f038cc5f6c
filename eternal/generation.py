"""Pictures and videos of a character: what is sent for them, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from eternal.checks import (
    check_audio,
    check_change,
    check_duration,
    check_effect_id,
    check_policy,
    check_quality,
)
from eternal.pictures import MediaKind, media_kind

if TYPE_CHECKING:
    from eternal.models import Character, PollState

WHAT: Final = "picture or video"
"""What is asked for, as an error names it."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A picture or a video that the server has accepted to make.

    Attributes:
        request_id: The request's id, to poll by. Documented as a UUID; kept as text.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        credits_remaining: What the account has left, or None. Documented for effects and pictures;
            where a video's answer says it is not known.
        drift: What was new or missing against the document, in words.
    """

    request_id: str
    status: str = ""
    progress: int | None = None
    credits_remaining: float | None = None
    drift: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationPoll:
    """The answer to one poll of a picture or a video.

    Attributes:
        request_id: The request's id.
        state: Pending, ready or failed. A status that nobody knows is pending.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        result_url: Where a browser finds the picture or the video, once it is ready. It is signed
            and may expire. None where the address is none that a browser may be sent to.
        credits_remaining: What the account has left, where the server says so.
        error: The server's error text, as plain text of at most 300 characters, or "".
        drift: What was new or missing against the document, in words.
        raw: The whole answer, as the JSON text that came.
        result_text: The address of the result as plain text of at most 8,192 characters, where
            ``result_url`` is None; for people to copy, never to load.
        is_bare: Whether the status says success, but no address is there yet.
    """

    request_id: str
    state: PollState
    status: str
    progress: int | None = None
    result_url: str | None = None
    credits_remaining: float | None = None
    error: str = ""
    drift: tuple[str, ...] = ()
    raw: str = ""
    result_text: str = ""
    is_bare: bool = False

    @property
    def kind(self) -> MediaKind | None:
        """Whether the result is a picture or a video, as far as its address tells."""
        return None if self.result_url is None else media_kind(self.result_url)


def effect_payload(
    character: Character, effect_id: str, *, duration: int | None, audio: bool | None
) -> dict[str, Any]:
    """What is sent to apply an effect; of the options only those that are given.

    Raises:
        PolicyError: The character is not known to be an adult.
        InvalidInput: The effect or an option cannot be sent.
    """
    check_policy(character)
    check_effect_id(effect_id)
    payload = {"images": _images(character), "effect_id": effect_id}
    return {**payload, **_video_options(duration=duration, audio=audio)}


def image_payload(character: Character, prompt: str, *, quality: str) -> dict[str, Any]:
    """What is sent for a picture.

    Raises:
        PolicyError: The character is not known to be an adult.
        InvalidInput: The prompt or the quality cannot be sent.
    """
    check_policy(character)
    check_change(prompt)
    check_quality(quality)
    images = _images(character)
    return {"images": images, "prompt": prompt, "type": "image", "quality": quality}


def video_payload(
    character: Character, prompt: str, *, duration: int, audio: bool
) -> dict[str, Any]:
    """What is sent for a video.

    Raises:
        PolicyError: The character is not known to be an adult.
        InvalidInput: The prompt or an option cannot be sent.
    """
    check_policy(character)
    check_change(prompt)
    check_duration(duration)
    check_audio(audio)
    payload = {"images": _images(character), "prompt": prompt, "type": "video"}
    return {**payload, "duration": duration, "audio": audio}


def _images(character: Character) -> list[str]:
    return [str(character.id)]


def _video_options(*, duration: int | None, audio: bool | None) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if duration is not None:
        check_duration(duration)
        options["duration"] = duration
    if audio is not None:
        check_audio(audio)
        options["audio"] = audio
    return options
