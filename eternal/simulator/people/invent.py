"""Inventing a person from a prompt: the same prompt, the same person; any prompt, some adult."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from eternal.simulator.people.person import username_from
from eternal.simulator.people.prompts import Wish, read_wish

if TYPE_CHECKING:
    from collections.abc import Sequence


YOUNGEST, OLDEST = 18, 90
# The one creation whose outcome the document shows.
DOCUMENTED_PROMPT = (
    "A brilliant Norwegian student who has carved out space for herself in male-dominated fields "
    "through sheer determination."
)
DOCUMENTED_BIO = (
    "engineering student. probably overthinking a bridge design or where to find the best coffee "
    "in oslo. hiking counts as a personality trait here, right? 🇳🇴"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a prompt turned out to be about."""

    name: str
    age: int
    gender: str
    skin: str
    bio: str

    @property
    def username(self) -> str:
        """The username to have, if it is free."""
        return username_from(self.name)


def invent(prompt: str, seed: int) -> Person:
    """Invent a person.

    Args:
        prompt: Any text.
        seed: A different one invents different people from the same prompts.

    Returns:
        An adult of 18 to 90, about whom nothing of the prompt is quoted but a name.
    """
    words = " ".join(prompt.split())
    if words == DOCUMENTED_PROMPT:
        return Person("Astrid", 20, "female", "fair", DOCUMENTED_BIO)
    # A prompt may hold half a surrogate pair, which has no plain encoding.
    dice = random.Random(  # noqa: S311 - fiction, not secrets
        f"{seed}:{words.casefold()}".encode("utf-8", "surrogatepass")
    )
    wish = read_wish(words)
    named = _matching(_origins(), wish)
    origin = named or _origin_of(wish.name) or dice.choice(_origins())
    gender = wish.gender or _gender_of(wish.name) or dice.choice(("female", "male"))
    names = origin.get(gender) or origin["female"] + origin["male"]
    age = wish.age or dice.randint(*wish.ages)
    return Person(
        name=wish.name or dice.choice(names),
        age=min(max(age, YOUNGEST), OLDEST),
        gender=gender,
        skin=dice.choice(origin["skins"]),
        bio=_bio(wish, named, dice),
    )


def _bio(wish: Wish, origin: dict[str, Any] | None, dice: random.Random) -> str:
    lines = _lines()
    calling = _matching(lines["callings"], wish)
    temper = _matching(lines["tempers"], wish)
    sentences = [dice.choice(calling["lines"] if calling else lines["plain"])]
    if temper:
        sentences.append(dice.choice(temper["lines"]))
    if origin:
        sentences.append(dice.choice(lines["places"]).format(place=origin["place"]))
        sentences[-1] += f" {origin['flag']}" if origin["flag"] else ""
    elif not temper:
        sentences.append(dice.choice(lines["closers"]))
    return " ".join(sentences)


def _matching(entries: Sequence[dict[str, Any]], wish: Wish) -> dict[str, Any] | None:
    """Find the entry of which the prompt names a word first."""
    found = {
        wish.words.index(word): entry
        for entry in entries
        for word in entry["words"]
        if word in wish.words
    }
    return found[min(found)] if found else None


def _gender_of(name: str | None) -> str | None:
    origin = _origin_of(name)
    if not name or not origin:
        return None
    return next(gender for gender in ("female", "male") if name.split()[0] in origin[gender])


def _origin_of(name: str | None) -> dict[str, Any] | None:
    first = name.split()[0] if name else ""
    return next((o for o in _origins() if first in o["female"] + o["male"]), None)


@lru_cache(maxsize=1)
def _origins() -> list[dict[str, Any]]:
    origins: list[dict[str, Any]] = _read("origins.json")
    return origins


@lru_cache(maxsize=1)
def _lines() -> dict[str, Any]:
    lines: dict[str, Any] = _read("lines.json")
    return lines


def _read(name: str) -> Any:
    return json.loads(files(__package__).joinpath(name).read_text("utf-8"))
