"""Invents an adult from a prompt: the same prompt gives the same person."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from eternal.simulator.art.portrait_files import spare_portrait
from eternal.simulator.people.person import username_from
from eternal.simulator.people.prompts import Traits, read_traits

if TYPE_CHECKING:
    from collections.abc import Sequence


_YOUNGEST: Final = 18
_OLDEST: Final = 90
# The creation in the document's example.
_DOCUMENTED_PROMPT: Final = (
    "A brilliant Norwegian student who has carved out space for herself in male-dominated fields "
    "through sheer determination."
)
_DOCUMENTED_BIO: Final = (
    "engineering student. probably overthinking a bridge design or where to find the best coffee "
    "in oslo. hiking counts as a personality trait here, right? 🇳🇴"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """An invented adult, without an id."""

    name: str
    age: int
    gender: str
    skin: str
    bio: str

    @property
    def username(self) -> str:
        """The username, if it is free."""
        return username_from(self.name)

    @property
    def portrait_name(self) -> str:
        """The portrait. It does not depend on the id: the same prompt shows the same person."""
        seed = f"{self.name} at {self.age}"
        return spare_portrait(seed, gender=self.gender, age=self.age, skin=self.skin)


def invent(prompt: str, seed: int) -> Profile:
    """Invent a person.

    Args:
        prompt: Any text.
        seed: Another seed invents another person from the same prompt.

    Returns:
        An adult of 18 to 90; nothing of the prompt is quoted but a name.
    """
    words = " ".join(prompt.split())
    if words == _DOCUMENTED_PROMPT:
        return Profile("Astrid", 20, "female", "fair", _DOCUMENTED_BIO)
    # A prompt may hold a lone surrogate, which has no encoding.
    dice = random.Random(  # noqa: S311 - fiction, not secrets
        f"{seed}:{words.casefold()}".encode("utf-8", "surrogatepass")
    )
    traits = read_traits(words)
    named = _matching(_origins(), traits)
    origin = named or _origin_of(traits.name) or dice.choice(_origins())
    gender = traits.gender or _gender_of(traits.name) or dice.choice(("female", "male"))
    names = origin.get(gender) or origin["female"] + origin["male"]
    age = traits.age or dice.randint(*traits.ages)
    return Profile(
        name=traits.name or dice.choice(names),
        age=min(max(age, _YOUNGEST), _OLDEST),
        gender=gender,
        skin=dice.choice(origin["skins"]),
        bio=_bio(traits, named, dice),
    )


def _bio(traits: Traits, origin: dict[str, Any] | None, dice: random.Random) -> str:
    lines = _lines()
    calling = _matching(lines["callings"], traits)
    temper = _matching(lines["tempers"], traits)
    sentences = [dice.choice(calling["lines"] if calling else lines["plain"])]
    if temper:
        sentences.append(dice.choice(temper["lines"]))
    if origin:
        sentences.append(dice.choice(lines["places"]).format(place=origin["place"]))
        sentences[-1] += f" {origin['flag']}" if origin["flag"] else ""
    elif not temper:
        sentences.append(dice.choice(lines["closers"]))
    return " ".join(sentences)


def _matching(entries: Sequence[dict[str, Any]], traits: Traits) -> dict[str, Any] | None:
    """Find the entry one of whose words comes first in the prompt."""
    found = {
        traits.words.index(word): entry
        for entry in entries
        for word in entry["words"]
        if word in traits.words
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
