"""Reads name, age and gender from a prompt, as far as it names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAME: Final = r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*"
_NAMES: Final = rf"({_NAME}(?: {_NAME}){{0,2}})"
_STATED_NAMES: Final = (
    re.compile(rf"\b(?:named|called|known as|name is) {_NAMES}"),
    re.compile(rf"^{_NAMES}(?:, | is )(?:an?|the|aged)\b"),
)
_NOT_NAMES: Final = {
    "He",
    "She",
    "They",
    "It",
    "This",
    "That",
    "There",
    "Here",
    "Who",
    "Someone",
    "My",
}
_LONGEST_NAME: Final = 40

_DECADES: Final = ("teen", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_AGES_IN_DIGITS: Final = re.compile(
    r"\b(\d{1,3})[- ]?(?:years?[- ](?:old|of age)|yo\b|y/o\b)|\bage[ds]?(?: of)? (\d{1,3})\b"
)
_AGES_IN_WORDS: Final = re.compile(
    rf"\b({'|'.join(_DECADES[1:])})y(?:[- ]({'|'.join(_UNITS)}))?[- ]years?[- ]old"
)
_AGES_BY_DECADE: Final = re.compile(
    rf"\b(?:(early|mid|late)[- ])?(?:({'|'.join(_DECADES[1:])})ies|(?:19)?([2-9])0s)\b"
)
# Ages that words suggest, the most specific words first.
_SUGGESTED_AGES: Final = (
    ({"grandmother", "grandfather", "grandma", "grandpa", "granny", "elder"}, (66, 84)),
    ({"elderly", "retired", "pensioner", "ancient", "old"}, (66, 86)),
    ({"teenage", "teenager", "teen", "girl", "boy", "child", "kid"}, (18, 20)),
    ({"student", "undergraduate", "apprentice", "freshman"}, (19, 25)),
    ({"young", "youthful"}, (19, 28)),
    ({"middle-aged", "veteran"}, (44, 58)),
    ({"professor", "judge", "king", "queen", "ceo"}, (45, 70)),
)
_ANY_AGE: Final = (23, 64)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRONOUNS: Final = {
    "female": _words("she her hers herself"),
    "male": _words("he him his himself"),
    "non-binary": _words("non-binary nonbinary enby genderqueer genderfluid themself"),
}
_NOUNS: Final = {
    "female": _words(
        "woman women girl lady female queen princess duchess empress grandmother grandma granny "
        "mother mom mum aunt sister daughter wife widow witch sorceress heroine actress "
        "businesswoman craftswoman waitress goddess nun mrs ms ballerina headmistress"
    ),
    "male": _words(
        "man men boy guy gentleman male king prince duke emperor grandfather grandpa father dad "
        "uncle brother son husband widower wizard sorcerer hero actor businessman craftsman "
        "fisherman waiter monk mr headmaster"
    ),
    "non-binary": _PRONOUNS["non-binary"],
}


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits that a prompt asks for."""

    words: tuple[str, ...]
    """The prompt's words in lower case, in order."""
    name: str | None
    age: int | None
    ages: tuple[int, int]
    """The youngest and the oldest age that fit, for a prompt that states no age."""
    gender: str | None


def read_traits(prompt: str) -> Traits:
    """Read a prompt."""
    # "male-dominated" says nothing about the gender of the person.
    lowered = re.sub(r"\b(?:fe)?male[- ](?:dominated|only|led)\b", " ", prompt.lower())
    words = tuple(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", lowered))
    parts = tuple(part for word in words for part in dict.fromkeys((word, *word.split("-"))))
    return Traits(parts, _name(prompt), _age(lowered), _suggested_ages(parts), _gender(parts))


def _name(prompt: str) -> str | None:
    for pattern in _STATED_NAMES:
        found = pattern.search(prompt)
        capitalised = []
        for word in found[1].split() if found else ():
            if not word[0].isupper() or word in _NOT_NAMES:
                break
            capitalised.append(word)
        if capitalised:
            return " ".join(capitalised)[:_LONGEST_NAME].strip(" '’-")
    return None


def _age(lowered: str) -> int | None:
    if found := _AGES_IN_DIGITS.search(lowered):
        return int(found[1] or found[2])
    if found := _AGES_IN_WORDS.search(lowered):
        units = _UNITS.index(found[2]) + 1 if found[2] else 0
        return 10 * (_DECADES.index(found[1]) + 1) + units
    if found := _AGES_BY_DECADE.search(lowered):
        tens = int(found[3]) if found[3] else _DECADES.index(found[2]) + 1
        return 10 * tens + {"early": 2, "mid": 5, "late": 8, None: 4}[found[1]]
    return None


def _suggested_ages(words: tuple[str, ...]) -> tuple[int, int]:
    present = set(words)
    return next((ages for telling, ages in _SUGGESTED_AGES if telling & present), _ANY_AGE)


def _gender(words: tuple[str, ...]) -> str | None:
    """The gender by the first noun, since later ones are often of relatives; else by pronouns."""
    for vocabulary in (_NOUNS, _PRONOUNS):
        for word in words:
            for gender, telling in vocabulary.items():
                if word in telling:
                    return gender
    return None
