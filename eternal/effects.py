"""Visual effects: each has an id that the API knows, and a name that people know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from eternal.urls import MediaKind

LONGEST_EFFECT_ID: Final = 200
"""Characters of an effect's id. Inferred; the documented one has 24."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A visual effect that somebody has named: no call is known that lists them.

    Attributes:
        name: What people call it.
        id: What the API calls it.
        kind: What it makes.
    """

    name: str
    id: str
    kind: MediaKind


def is_effect_id(value: object) -> bool:
    """Whether a value can be an effect's id: one line of visible text."""
    if not isinstance(value, str) or not value.strip():
        return False
    return len(value) <= LONGEST_EFFECT_ID and value.isprintable()
