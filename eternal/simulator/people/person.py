"""A character as this server stores it, and its forms in answers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from eternal.simulator.art.portrait_files import portrait

# Letters that Unicode does not decompose into a plain letter and an accent.
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_LONGEST_USERNAME: Final = 40


@dataclass(frozen=True, slots=True)
class Person:
    """One adult who does not exist."""

    id: int
    username: str
    display_name: str
    description: str
    age: int
    gender: str
    portrait_name: str
    status: str = "approved"
    category: str = "default"

    @property
    def avatar_url(self) -> str:
        """The portrait, as a data URI: a browser elsewhere cannot reach this server."""
        return portrait(self.portrait_name)


def as_listed(character: Person) -> dict[str, Any]:
    """A character as an item of the list."""
    return {
        "id": character.id,
        "username": character.username,
        "display_name": character.display_name,
        "description": character.description,
        "avatar_url": character.avatar_url,
        "age": character.age,
        "gender": character.gender,
        "status": character.status,
        "category": character.category,
    }


def as_created(character: Person) -> dict[str, Any]:
    """A new character, without bio and picture."""
    return {
        "id": character.id,
        "username": character.username,
        "display_name": character.display_name,
        "description": "",
        "avatar_url": "",
        "age": character.age,
        "gender": character.gender,
        "status": "pending",
        "category": character.category,
        "type": "character",
    }


def as_polled(character: Person) -> dict[str, Any]:
    """A finished character as the result of a poll, without a status."""
    return {key: value for key, value in as_listed(character).items() if key != "status"}


def username_from(display_name: str) -> str:
    """Derive a username from a name, of lower-case letters, digits and underscores."""
    decomposed = unicodedata.normalize("NFKD", display_name.lower().translate(_PLAIN_LETTERS))
    plain = decomposed.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    return "_".join(words)[:_LONGEST_USERNAME].strip("_") or "somebody"
