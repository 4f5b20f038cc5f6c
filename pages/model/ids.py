"""Parses ids that people type, and ids in addresses."""

from __future__ import annotations

import re
from typing import Final

from eternal import InvalidInput
from eternal.validation import validate_id

MOST_IDS: Final = 50

_LONGEST = 16


def read_id(text: str) -> int:
    """Parse an id.

    Raises:
        InvalidInput: It is not a whole number from 1 to 2^53.
    """
    text = text.strip().removeprefix("#")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise InvalidInput("An ID is a whole number such as 6790: digits only, and not zero.")
    validate_id(int(text))
    return int(text)


def read_ids(text: str) -> tuple[list[int], list[str]]:
    """Parse the ids in a text or a pasted column, each once; also return the words that are none.

    Raises:
        InvalidInput: There are more than 50.
    """
    ids: dict[int, None] = {}
    invalid: dict[str, None] = {}
    for word in re.split(r"[\s,;|]+", text.strip()):
        try:
            ids[read_id(word)] = None
        except InvalidInput:
            invalid[word] = None
    if len(ids) > MOST_IDS:
        raise InvalidInput(
            f"There are {len(ids)} IDs; at most {MOST_IDS} can be looked up at once."
        )
    invalid.pop("", None)
    return list(ids), list(invalid)
