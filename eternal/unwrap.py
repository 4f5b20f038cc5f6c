"""Reads the JSON of any answer, whatever envelope it came in.

Three envelopes are known: flat; the useful part in ``data`` beside a status that is a number; the
useful part in ``result`` beside an ``error`` (documented or observed, for some call of the same
host). Every answer of every call is read here, also that of an error.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from eternal.errors import ContractError
from eternal.salvage import bounded_int, salvaged
from eternal.text import plain_text

LONGEST_ERROR_TEXT: Final = 300
LONGEST_STATUS_TEXT: Final = 60
MOST_PARTS: Final = 200_000
"""Objects and lists in an answer at most: each costs time and memory, however short it is."""

_LONGEST_QUOTE = 2_000
_MOST_NOTES = 20
_DEEPEST = 4
_PLACES = ("result", "data", "character", "response")
_LISTS = (*_PLACES, "items", "characters", "results", "list", "records", "rows")
_WORDS = ("error", "detail", "errors")
_REMARKS = ("message", "msg", "reason", "error_message", "error_description")
_NO_WORDS = frozenset(
    {"", "null", "none", "nil", "undefined", "false", "n/a", "no error", "0", "ok", "success"}
)
_REFUSALS = ("0", "false")
_DIGITS = bytes(
    0x30 if chr(byte).isascii() and chr(byte).isdigit() else 0x20 for byte in range(256)
)
"""A table that maps digits to 0, and all else to a space."""
_LONG_NUMBER = b"0" * 21


class DriftNotes:
    """Notes of drift: each once, and a limited number."""

    def __init__(self) -> None:
        self._notes: dict[str, None] = {}

    def add(self, note: str) -> None:
        """Add a note, unless it is known or there are too many."""
        if len(self._notes) < _MOST_NOTES:
            self._notes[note] = None

    @property
    def all(self) -> tuple[str, ...]:
        """The notes, in the order in which they were added."""
        return tuple(self._notes)


@dataclass(frozen=True)
class Unwrapped:
    """An answer without its envelope.

    Attributes:
        value: The JSON value.
        broken: Why the answer is incomplete, if the value was salvaged from it.
    """

    value: object
    broken: ContractError | None = None

    @cached_property
    def layers(self) -> tuple[dict[str, Any], ...]:
        """The objects in an answer that may hold its fields, outermost first."""
        found: list[dict[str, Any]] = []
        level = [_object(self.value)]
        for _ in range(_DEEPEST):
            here = [one for one in level if one is not None]
            found += here
            level = [_object(one.get(name)) for one in here for name in _PLACES]
        return tuple(found) or ({},)

    @property
    def outer(self) -> dict[str, Any]:
        """The envelope, or the answer itself if it is flat."""
        return self.layers[0]

    @property
    def inner_first(self) -> tuple[dict[str, Any], ...]:
        """The objects of the answer, its envelope last."""
        return (*self.layers[1:], self.outer)

    @property
    def is_refusal(self) -> bool:
        """Whether it is a refusal: a status of 0 or false (observed), or ``success: false``."""
        said = [self.outer.get("status")]
        said += [layer.get(name) for layer in self.layers for name in ("success", "ok")]
        return any(str(one).strip().lower() in _REFUSALS for one in said)

    @cached_property
    def words(self) -> str:
        """The error text, as plain text of at most 300 characters, or "".

        From ``error`` and ``detail``; from ``message`` and ``msg`` only beside a refusal, since
        elsewhere they may say that all is well.
        """
        return self._said(_WORDS + _REMARKS if self.is_refusal else _WORDS)

    @property
    def all_words(self) -> str:
        """The error text, also from ``message`` and ``msg``: for answers known to be errors."""
        return self._said(_WORDS + _REMARKS)

    @property
    def as_text(self) -> str:
        """The whole value, as plain text of at most 300 characters; "" if it is empty."""
        return _written(self.value) if self.value else ""

    def records(self) -> list[Any] | None:
        """The list in the answer, empty if it is null; None if there is no list.

        An empty list beside a refusal is no list: it must not count as the end of the list.
        """
        if isinstance(self.value, list):
            return self.value
        nobody: list[Any] | None = None
        for layer in self.layers:
            for name in _LISTS:
                found = layer.get(name)
                if isinstance(found, list):
                    return None if not found and self._says_no else found
                if name in layer and layer[name] is None:
                    nobody = []
        return None if self._says_no else nobody

    @property
    def _says_no(self) -> bool:
        return bool(self.words) or self.is_refusal

    def _said(self, names: tuple[str, ...]) -> str:
        said = (words_in(layer.get(name)) for name in names for layer in self.layers)
        return next((words for words in said if words), "")


def unwrap(body: bytes, call: str) -> Unwrapped:
    """Read an answer of a call that only reads.

    Args:
        body: The bytes of the answer.
        call: The name of the call, for the clause of an error.

    Raises:
        ContractError: It is not JSON in UTF-8, or has too many parts.
    """
    return Unwrapped(_read(body, call))


def unwrap_poll(body: bytes, call: str) -> Unwrapped:
    """Read an answer of a poll, which may be empty (as with 202 and 204) or null.

    Raises:
        ContractError: It is not JSON in UTF-8, not an object, or has too many parts.
    """
    value = _read(body, call) if body.strip() else None
    answer = Unwrapped({} if value is None else value)
    if not answer.outer and answer.value != {}:
        raise ContractError(f"{call}: the answer is an object")
    return answer


def unwrap_paid(body: bytes, call: str) -> Unwrapped:
    """Read an answer of a paid call; salvage a broken one.

    Raises:
        ContractError: Nothing in it can be read, though something may have been made.
    """
    broken: ContractError
    try:
        answer = Unwrapped(_read(body, call))
    except ContractError as error:
        broken = error
    else:
        if answer.outer or answer.value == {}:
            return answer
        broken = ContractError(f"{call}: the answer is an object")
    broken.may_have_arrived = True
    saved = salvaged(body)
    if saved is None:
        broken.detail = plain_text(
            body[:_LONGEST_QUOTE].decode("utf-8", "replace"), LONGEST_ERROR_TEXT
        )
        raise broken.with_traceback(None)
    return Unwrapped(saved, broken)


def read_object(body: bytes, call: str) -> dict[str, Any]:
    """Read an answer as the document has it, without any tolerance: for the contract check.

    Raises:
        ContractError: It is not JSON in UTF-8, not an object, or has too many parts.
    """
    if body.startswith(codecs.BOM_UTF8):
        raise ContractError(f"{call}: the answer is JSON")
    value = _read(body, call)
    if not isinstance(value, dict):
        raise ContractError(f"{call}: the answer is an object")
    return value


def error_text(body: bytes) -> str:
    """The text of an error answer, as plain text of at most 300 characters, or "".

    From ``error``, ``detail``, ``message`` or ``msg``, each a text, an object or a list
    (observed in clients of the vendor; no error of this API is documented).
    """
    try:
        return unwrap(body, "error").all_words
    except ContractError:
        return ""


def words_in(said: object, depth: int = _DEEPEST) -> str:
    """The words in the value of a field such as ``error``; "" if it means that there is none."""
    if not said:
        return ""
    if isinstance(said, str):
        words = plain_text(said, LONGEST_ERROR_TEXT)
        return "" if words.lower() in _NO_WORDS else words
    if depth and isinstance(said, dict):
        names = ("message", *_WORDS, *_REMARKS)
        named = (words_in(said.get(name), depth - 1) for name in names)
        found = next((words for words in named if words), "")
        if found or any(said.get(name) for name in names) or not any(said.values()):
            return found
    if depth and isinstance(said, list):
        each = [words_in(one, depth - 1) if isinstance(one, (str, dict)) else "" for one in said]
        if all(each):
            return plain_text("; ".join(each), LONGEST_ERROR_TEXT)
    return _written(said)


def whole_number(value: object) -> int | None:
    """The whole number that a value stands for exactly: 5, 5.0 or "5"; None for any other."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}(?:\.0{1,20})?", value):
        return int(value.partition(".")[0])
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def short(value: object) -> str:
    """A text of the server as one line of at most 60 characters; "" if it is no text."""
    return plain_text(value, LONGEST_STATUS_TEXT) if isinstance(value, str) else ""


def _read(body: bytes, call: str) -> object:
    if body.count(b"{") + body.count(b"[") > MOST_PARTS:
        raise ContractError(f"{call}: the answer has at most {MOST_PARTS:,} objects and lists")
    value: object = None
    try:
        # Most answers hold no long number: the parser is three times as fast without a hook.
        parse_int = bounded_int if _LONG_NUMBER in body.translate(_DIGITS) else None
        value = json.loads(body.decode("utf-8-sig"), parse_int=parse_int)
    except (ValueError, RecursionError):
        is_read = False
    else:
        is_read = True
    if not is_read:
        raise ContractError(f"{call}: the answer is JSON")
    return value


def _object(value: object) -> dict[str, Any] | None:
    """The object in a value: itself, the only one in a list, or JSON in a text."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and value.lstrip().startswith("{"):
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(value, parse_int=bounded_int)
    return value if isinstance(value, dict) else None


def _written(said: object) -> str:
    try:
        return plain_text(json.dumps(said, ensure_ascii=False), LONGEST_ERROR_TEXT)
    except RecursionError:
        return ""
