"""The listed characters: a fixed cast, newest first."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from eternal.simulator.people.person import Person, username_from


@lru_cache(maxsize=1)
def load_cast() -> tuple[Person, ...]:
    """Read the cast, in the order in which it is listed."""
    text = files(__package__).joinpath("cast.json").read_text("utf-8")
    return tuple(_character(entry) for entry in json.loads(text))


def _character(entry: dict[str, Any]) -> Person:
    return Person(
        id=entry["id"],
        username=username_from(entry["name"]),
        display_name=entry["name"],
        description=entry["bio"],
        age=entry["age"],
        gender=entry["gender"],
        portrait_name=entry["portrait"],
        status=entry.get("status", "approved"),
        category=entry.get("category", "default"),
    )
