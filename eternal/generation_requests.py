"""Requests for pictures and videos of a character, as values to compare, print and store."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from eternal.errors import InvalidInput
from eternal.models import Character  # noqa: TC001 - pydantic reads the annotations
from eternal.validation import (
    validate_audio,
    validate_duration,
    validate_edit_prompt,
    validate_effect_id,
    validate_policy,
    validate_quality,
)


@dataclass(frozen=True, slots=True)
class _Request(ABC):
    """A request that concerns one character.

    Attributes:
        character: The character, 18 or over.
    """

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")

    character: Character

    def validate(self) -> None:
        """Check the request as the client does before it is sent.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: The prompt, the effect or an option cannot be sent.
        """
        validate_policy(self.character)
        self._validate_options()

    def payload(self) -> dict[str, Any]:
        """The JSON object that is sent."""
        return {"images": [str(self.character.id)], **self._options()}

    def to_data(self) -> dict[str, Any]:
        """The request as plain JSON data, for ``request_from_data``."""
        data: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return data

    @abstractmethod
    def _validate_options(self) -> None:
        """Check all but the character."""

    @abstractmethod
    def _options(self) -> dict[str, Any]:
        """The fields that are sent beside the character."""


@dataclass(frozen=True, slots=True)
class EffectRequest(_Request):
    """A visual effect to apply to a character.

    Attributes:
        character: The character, 18 or over.
        effect_id: The effect's id. The effect decides whether a picture or a video is made.
        duration: For an effect that makes a video: 1 to 5 seconds; None leaves it out.
        audio: For an effect that makes a video: whether it has sound; None leaves it out.
        kind: The kind of request, as stored data says it.
    """

    effect_id: str
    duration: int | None = None
    audio: bool | None = None
    kind: Literal["effect"] = "effect"

    def _validate_options(self) -> None:
        validate_effect_id(self.effect_id)
        if self.duration is not None:
            validate_duration(self.duration)
        if self.audio is not None:
            validate_audio(self.audio)

    def _options(self) -> dict[str, Any]:
        options = {"duration": self.duration, "audio": self.audio}
        given = {name: value for name, value in options.items() if value is not None}
        return {"effect_id": self.effect_id, **given}


@dataclass(frozen=True, slots=True)
class PictureRequest(_Request):
    """A picture of a character to make from a description.

    Attributes:
        character: The character, 18 or over.
        prompt: What the picture shows, 1 to 2,000 characters.
        quality: ``low``, or ``high`` for twice the cost.
        kind: The kind of request, as stored data says it.
    """

    prompt: str
    quality: str = "low"
    kind: Literal["picture"] = "picture"

    def _validate_options(self) -> None:
        validate_edit_prompt(self.prompt)
        validate_quality(self.quality)

    def _options(self) -> dict[str, Any]:
        return {"prompt": self.prompt, "type": "image", "quality": self.quality}


@dataclass(frozen=True, slots=True)
class VideoRequest(_Request):
    """A video of a character to make from a description.

    Attributes:
        character: The character, 18 or over.
        prompt: What the video shows, 1 to 2,000 characters.
        duration: 1 to 5 seconds.
        audio: Whether it has sound.
        kind: The kind of request, as stored data says it.
    """

    prompt: str
    duration: int = 5
    audio: bool = True
    kind: Literal["video"] = "video"

    def _validate_options(self) -> None:
        validate_edit_prompt(self.prompt)
        validate_duration(self.duration)
        validate_audio(self.audio)

    def _options(self) -> dict[str, Any]:
        options = {"duration": self.duration, "audio": self.audio}
        return {"prompt": self.prompt, "type": "video", **options}


GenerationRequest = EffectRequest | PictureRequest | VideoRequest
"""What ``EternalClient.generate`` takes."""

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Annotated[GenerationRequest, Field(discriminator="kind")])


def request_from_data(data: object) -> GenerationRequest:
    """Restore a request from what its ``to_data`` gave, also after a way through JSON.

    Only the shape is checked here: ``validate`` tells whether the request can be sent.

    Raises:
        InvalidInput: The data is no such request.
    """
    try:
        request: GenerationRequest = _ADAPTER.validate_json(json.dumps(data))
    except (ValueError, TypeError):  # pydantic's ValidationError is a ValueError
        raise InvalidInput("What was stored is no request for a picture or a video.") from None
    return request
