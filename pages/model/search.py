"""Search, filters and sort orders over many characters; the search tolerates typos."""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import regex
from rapidfuzz import fuzz, process

from eternal.text import first_characters, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eternal import Character

LONGEST_SEARCH: Final = 100

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_PICTOGRAM = regex.compile(r"[\p{So}\p{Extended_Pictographic}]|\p{RI}{2}")
_MARK_OF_ORDER = regex.compile(r"[^\p{L}\p{N}\p{M}\s]")
_UNSEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_SPACED = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}]")
_LIKE_ENOUGH = 78.0
_SHORTEST_FORGIVEN = 4
_SHORTEST_INNER = 3
"""Letters of a part of a word, in scripts that put spaces between words."""
_MOST_TERMS = 12
_MOST_BIO = 2000
_EXACT, _PREFIX, _TYPO, _INNER = 100.0, 92.0, 0.85, 45.0
# Letters that Unicode does not decompose, as CLDR's "Latin-ASCII" spells them.
_PLAIN_LETTERS = str.maketrans(
    dict(zip("đðɖɗħıłøŧŋƙɓƴɔəɛ", "ddddhilotnkbyoee", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ĸ": "q"}
    # Persian letters as Arabic ones, without the stretching of lines, and katakana as hiragana.
    | {"ی": "ي", "ى": "ي", "ک": "ك", "ـ": ""}
    | {chr(katakana): chr(katakana - 0x60) for katakana in range(0x30A1, 0x30F7)}
)
_NAME, _USERNAME, _ID, _BIO = 1.0, 0.97, 1.0, 0.75


class SortOrder(StrEnum):
    """A sort order."""

    LISTED = "As listed"
    NAME = "By name"
    YOUNGEST = "Youngest first"
    OLDEST = "Oldest first"
    NEWEST = "Newest first"
    SHUFFLED = "Surprise me"


@dataclass(frozen=True, slots=True)
class Query:
    """A search with filters and a sort order.

    Attributes:
        text: Words of a name, username or bio, or an id; typos are tolerated.
        genders: Only these genders, or all if empty.
        categories: Only these categories, or all if empty.
        statuses: Only these statuses, or all if empty.
        ages: Only ages from the first to the second; None means all. A missing age is in no range.
        order: The sort order. By default a search sorts by relevance.
        seed: The seed of a shuffle.
    """

    text: str = ""
    genders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    order: SortOrder = SortOrder.LISTED
    seed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether all characters fit."""
        return not (
            folded(self.text).strip()
            or self.genders
            or self.categories
            or self.statuses
            or self.ages
        )


class Index:
    """A search index of characters."""

    def __init__(self, characters: Sequence[Character]) -> None:
        self._characters = characters
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        self._texts: dict[float, list[str]] = {_NAME: [], _BIO: []}
        for place, character in enumerate(characters):
            name, username = folded(character.display_name), folded(character.username)
            bio = folded(first_characters(character.description[:_MOST_BIO], _MOST_BIO))
            self._add(place, name, _NAME)
            self._add(place, username, _USERNAME)
            self._add(place, str(character.id), _ID)
            self._add(place, bio, _BIO)
            self._texts[_NAME].append(f"{name}\n{username}")
            self._texts[_BIO].append(bio)
        self._words = sorted(self._weights)

    def search(self, text: str) -> list[Character]:
        """The characters with all words and pictograms, or else any, best first.

        Other signs count only if there is no word; then a character must have all of them. An empty
        text finds all characters.
        """
        wanted = terms(text)
        if not wanted:
            return list(self._characters)
        scores: dict[int, float] = defaultdict(float)
        fitting: dict[int, int] = defaultdict(int)
        for term in wanted:
            for place, score in self._scores(term).items():
                scores[place] += score
                fitting[place] += 1
        fits_all = [place for place, count in fitting.items() if count == len(wanted)]
        if not any(_WORD.match(term) for term in wanted):
            scores = {place: scores[place] for place in fits_all}
        best = sorted(fits_all or scores, key=lambda place: (-scores[place], place))
        return [self._characters[place] for place in best]

    def _add(self, place: int, folded: str, weight: float) -> None:
        for word in _WORD.findall(folded):
            places = self._weights[word]
            places[place] = max(places.get(place, 0.0), weight)

    def _scores(self, term: str) -> dict[int, float]:
        scores = dict(self._inner(term))
        for known, likeness in self._alike(term):
            for place, weight in self._weights[known].items():
                scores[place] = max(scores.get(place, 0.0), likeness * weight)
        return scores

    def _inner(self, term: str) -> Iterable[tuple[int, float]]:
        """The characters with a term anywhere in their texts, as in scripts without spaces."""
        if _SPACED.match(term) and len(term) < _SHORTEST_INNER:
            return
        for weight in (_BIO, _NAME):
            for place, text in enumerate(self._texts[weight]):
                if term in text:
                    yield place, _INNER * weight

    def _alike(self, word: str) -> Iterable[tuple[str, float]]:
        if not _WORD.match(word):
            return
        for place in range(bisect_left(self._words, word), len(self._words)):
            known = self._words[place]
            if not known.startswith(word):
                break
            yield known, _EXACT if known == word else _PREFIX
        if len(word) >= _SHORTEST_FORGIVEN and not word.isdigit():
            found = process.extract(
                word, self._words, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=None
            )
            yield from ((known, likeness * _TYPO) for known, likeness, _ in found)


def search(index: Index, query: Query) -> list[Character]:
    """The characters that fit a query, in its order."""
    fitting = [one for one in index.search(query.text) if _fits(one, query)]
    return _sorted(fitting, query)


def facet_values(characters: Iterable[Character], field: str) -> list[str]:
    """The values of a field, the most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for character in characters:
        value = plain_text(getattr(character, field), 40)
        if value:
            counts[value] += 1
    return sorted(counts, key=lambda value: (-counts[value], value))


def _fits(character: Character, query: Query) -> bool:
    wanted = (
        (character.gender, query.genders),
        (character.category, query.categories),
        (character.status, query.statuses),
    )
    if any(values and plain_text(value, 40) not in values for value, values in wanted):
        return False
    if query.ages is None:
        return True
    youngest, oldest = query.ages
    return character.age is not None and youngest <= character.age <= oldest


def _sorted(characters: list[Character], query: Query) -> list[Character]:
    ageless = float("inf")
    match query.order:
        case SortOrder.NAME:
            return sorted(characters, key=lambda one: (folded(one.display_name), one.id))
        case SortOrder.YOUNGEST:
            return sorted(characters, key=lambda one: ageless if one.age is None else one.age)
        case SortOrder.OLDEST:
            return sorted(characters, key=lambda one: ageless if one.age is None else -one.age)
        case SortOrder.NEWEST:
            return sorted(characters, key=lambda one: -one.id)
        case SortOrder.SHUFFLED:
            shuffled = sorted(characters, key=lambda one: one.id)
            random.Random(query.seed).shuffle(shuffled)  # noqa: S311
            return shuffled
        case _:
            return characters


def terms(text: str) -> list[str]:
    """The words and signs that a search looks for."""
    plain = folded(first_characters(text[: LONGEST_SEARCH * 32], LONGEST_SEARCH))
    found = _WORD.findall(plain) + _PICTOGRAM.findall(plain)
    return list(dict.fromkeys(found or _MARK_OF_ORDER.findall(plain)))[:_MOST_TERMS]


def folded(text: str) -> str:
    """Fold a text: no case, accents or invisible characters; digits as 0 to 9."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (char for char in parts if not unicodedata.combining(char))
    plain = "".join(str(unicodedata.decimal(char, char)) for char in letters)
    folded = _UNSEEN.sub("", plain).translate(_PLAIN_LETTERS)
    # A lone accent is a sign like others.
    return folded if folded.strip() else plain_text(text, LONGEST_SEARCH)
