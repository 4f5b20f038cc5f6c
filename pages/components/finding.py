"""Finding characters among many: a search that forgives typos, filters, orders. Draws nothing."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from eternal.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eternal import Character

LONGEST_SEARCH: Final = 100

_WORD = re.compile(r"[^\W_]+")
_LIKE_ENOUGH = 78.0
_SHORTEST_FORGIVEN = 4
_MOST_BIO = 2000
_NAME, _USERNAME, _ID, _BIO = 1.0, 0.97, 1.0, 0.75


class Order(StrEnum):
    """How what was found is sorted."""

    LISTED = "As listed"
    NAME = "By name"
    YOUNGEST = "Youngest first"
    OLDEST = "Oldest first"
    NEWEST = "Newest first"
    SHUFFLED = "Surprise me"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor looks for.

    Attributes:
        text: Words of a name, username or bio, or an id; a typo is forgiven.
        genders: Only these, or all if empty.
        categories: Only these, or all if empty.
        statuses: Only these, or all if empty.
        ages: Only from the first to the second, or all; who has no age is in no range.
        order: How to sort; a search sorts by how well it fits, unless another order is chosen.
        seed: What shuffles.
    """

    text: str = ""
    genders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    order: Order = Order.LISTED
    seed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it leaves out nobody."""
        return not (
            self.text.strip() or self.genders or self.categories or self.statuses or self.ages
        )


class Index:
    """The words of many characters, to search among them."""

    def __init__(self, characters: Sequence[Character]) -> None:
        self._characters = characters
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        for place, character in enumerate(characters):
            self._add(place, character.display_name, _NAME)
            self._add(place, character.username, _USERNAME)
            self._add(place, str(character.id), _ID)
            self._add(place, character.description[:_MOST_BIO], _BIO)
        self._words = list(self._weights)

    def search(self, text: str) -> list[Character]:
        """Those who fit every word, or else any, best first; everybody if there is no word."""
        words = _words(text[:LONGEST_SEARCH])
        if not words:
            return list(self._characters)
        scores: dict[int, float] = defaultdict(float)
        fitting: dict[int, int] = defaultdict(int)
        for word in words:
            for place, score in self._scores(word).items():
                scores[place] += score
                fitting[place] += 1
        fits_all = [place for place, count in fitting.items() if count == len(words)]
        best = sorted(fits_all or scores, key=lambda place: (-scores[place], place))
        return [self._characters[place] for place in best]

    def _add(self, place: int, text: str, weight: float) -> None:
        for word in _words(text):
            places = self._weights[word]
            places[place] = max(places.get(place, 0.0), weight)

    def _scores(self, word: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        for known, likeness in self._alike(word):
            for place, weight in self._weights[known].items():
                scores[place] = max(scores.get(place, 0.0), likeness * weight)
        return scores

    def _alike(self, word: str) -> Iterable[tuple[str, float]]:
        for known in self._words:
            if known == word:
                yield known, 100.0
            elif known.startswith(word):
                yield known, 92.0
        if len(word) >= _SHORTEST_FORGIVEN and not word.isdigit():
            found = process.extract(
                word, self._words, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=None
            )
            yield from ((known, likeness * 0.85) for known, likeness, _ in found)


def found(index: Index, choice: Choice) -> list[Character]:
    """Those who fit a choice, in its order."""
    fitting = [one for one in index.search(choice.text) if _fits(one, choice)]
    return _sorted(fitting, choice)


def kinds(characters: Iterable[Character], field: str) -> list[str]:
    """The values that a field takes, to choose from; the most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for character in characters:
        value = plain_text(getattr(character, field), 40)
        if value:
            counts[value] += 1
    return sorted(counts, key=lambda value: (-counts[value], value))


def _fits(character: Character, choice: Choice) -> bool:
    wanted = (
        (character.gender, choice.genders),
        (character.category, choice.categories),
        (character.status, choice.statuses),
    )
    if any(values and plain_text(value, 40) not in values for value, values in wanted):
        return False
    if choice.ages is None:
        return True
    youngest, oldest = choice.ages
    return character.age is not None and youngest <= character.age <= oldest


def _sorted(characters: list[Character], choice: Choice) -> list[Character]:
    ageless = float("inf")
    match choice.order:
        case Order.NAME:
            return sorted(characters, key=lambda one: (_folded(one.display_name), one.id))
        case Order.YOUNGEST:
            return sorted(characters, key=lambda one: ageless if one.age is None else one.age)
        case Order.OLDEST:
            return sorted(characters, key=lambda one: ageless if one.age is None else -one.age)
        case Order.NEWEST:
            return sorted(characters, key=lambda one: -one.id)
        case Order.SHUFFLED:
            shuffled = sorted(characters, key=lambda one: one.id)
            random.Random(choice.seed).shuffle(shuffled)  # noqa: S311
            return shuffled
        case _:
            return characters


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Without case and accents, so that "sigrun" finds Sigrún."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))
