"""Frozen models of the answers about characters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from eternal.urls import safe_image_url

LARGEST_ID = 2**53
"""The largest id: larger numbers are not exact in JSON (inferred; no bound is documented)."""


_Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
_Age = Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)]
_Text = Annotated[str, Field(max_length=2**31)]
"""A text. For the sake of its bound the validator reads it, and refuses lone surrogates, which no
page and no file can hold; without one it would not look into it."""


class Character(BaseModel):
    """An AI character.

    Every field but ``type`` is documented. Only the id is required here: a character without a name
    or a picture is still worth showing. Texts are as the server sent them: show them as plain text.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: _Id
    """The character's id, from 1 to 2^53. Documented."""
    username: _Text = ""
    """Unique name, such as ``elara_voss``. Documented."""
    display_name: _Text = ""
    """The name to show. Documented."""
    description: _Text = ""
    """Short bio; empty while the character is being created. Documented."""
    avatar_url: _Text = ""
    """The picture's address as the server sent it; use ``picture`` to show it. Documented."""
    age: _Age | None = None
    """Age in years, or None if the server gave none. Documented."""
    gender: _Text = ""
    """Such as ``female`` or ``male``; others are possible. Documented."""
    status: _Text = ""
    """Such as ``approved`` or ``pending``; absent from the answer of a poll. Documented."""
    category: _Text = ""
    """Such as ``default`` or ``internal``. Documented."""
    type: _Text = ""
    """``character`` in the answer of a create. In a documented example only."""

    @model_validator(mode="before")
    @classmethod
    def _null_as_missing(cls, fields: object) -> object:
        if isinstance(fields, dict) and None in fields.values():
            return {name: value for name, value in fields.items() if value is not None}
        return fields

    @property
    def picture(self) -> str | None:
        """The address of the picture if a browser may load it, else None."""
        return safe_image_url(self.avatar_url)


@dataclass(frozen=True, slots=True)
class CharacterPage:
    """One page of the list.

    Attributes:
        characters: The readable characters, each id once, in the server's order.
        page: The requested page, from 1.
        limit: The requested page size.
        received: How many records the server sent, readable or not.
        unreadable: How many of them could not be read.
        drift: What was new or missing against the document, in words.
    """

    characters: tuple[Character, ...]
    page: int
    limit: int
    received: int
    unreadable: int = 0
    drift: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Creation:
    """The accepted request for a new character.

    Attributes:
        id: The character's id: poll by this one.
        request_id: The request's id as text; only to quote it to the vendor.
        character: The character so far: pending, with an empty bio and picture.
        drift: What was new or missing against the document, in words.
    """

    id: int
    request_id: str
    character: Character
    drift: tuple[str, ...] = ()


class PollState(StrEnum):
    """The state of a creation or generation, by this package's reading of the status."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Poll:
    """The answer to one poll of a character.

    Attributes:
        id: The character's id.
        state: Pending, ready or failed. An unknown status is pending.
        character: The character, if the answer holds it.
        status: The server's own word, as plain text of at most 60 characters.
        error: The server's error text, as plain text of at most 300 characters, or "".
        drift: What was new or missing against the document, in words.
        raw: The whole answer as JSON text, unchanged.
        is_bare: Whether the status says success without a picture and a bio.
    """

    id: int
    state: PollState
    character: Character | None
    status: str
    error: str = ""
    drift: tuple[str, ...] = ()
    raw: str = ""
    is_bare: bool = False
