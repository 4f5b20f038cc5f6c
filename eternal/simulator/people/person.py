"""A character as this server keeps it, and the shapes in which it is answered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from eternal.simulator.art.portraits import Face, portrait

# Letters that do not come apart into a plain letter and an accent.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
LONGEST_USERNAME = 40


@dataclass(frozen=True, slots=True)
class Character:
    """One adult who does not exist."""

    id: int
    username: str
    display_name: str
    description: str
    age: int
    gender: str
    skin: str
    wears: str = ""
    status: str = "approved"
    category: str = "default"

    @property
    def avatar_url(self) -> str:
        """The portrait, drawn when it is first asked for."""
        # By name and not by id, so that the same prompt always shows the same person.
        seed = f"{self.display_name} at {self.age}"
        return portrait(Face(seed, self.gender, self.age, self.skin, self.wears))


def as_listed(character: Character) -> dict[str, Any]:
    """Shape a character as an item of a listing."""
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


def as_created(character: Character) -> dict[str, Any]:
    """Shape a character whose bio and picture are still to come."""
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


def as_polled(character: Character) -> dict[str, Any]:
    """Shape a finished character as the result of a poll, which carries no status."""
    return {key: value for key, value in as_listed(character).items() if key != "status"}


def username_from(display_name: str) -> str:
    """Derive a username of plain lower-case letters, digits and underscores."""
    decomposed = unicodedata.normalize("NFKD", display_name.lower().translate(PLAIN_LETTERS))
    plain = decomposed.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    return "_".join(words)[:LONGEST_USERNAME].strip("_") or "somebody"
