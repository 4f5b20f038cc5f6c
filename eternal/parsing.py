"""Parses pages, creations and polls of characters into models, or raises an ``EternalError``."""

from __future__ import annotations

import math
from typing import Any, Final

from pydantic import ValidationError

from eternal.errors import ContractError, EternalError, GenerationFailed
from eternal.models import LARGEST_ID, Character, CharacterPage, Creation, Poll, PollState
from eternal.rules import POLL_STATES, meaning, says_under_way, state_of, telling
from eternal.text import plain_text
from eternal.unwrap import (
    LONGEST_STATUS_TEXT,
    DriftNotes,
    Unwrapped,
    short,
    unwrap,
    unwrap_paid,
    unwrap_poll,
    whole_number,
)

DOCUMENTED_FIELDS: Final = (
    "id",
    "username",
    "display_name",
    "description",
    "avatar_url",
    "age",
    "gender",
    "status",
    "category",
)
_DOCUMENTED: Final = frozenset(DOCUMENTED_FIELDS)
_FIELDS: Final = frozenset(Character.model_fields)
KNOWN_VALUES: Final = {
    "status": {"approved", "pending"},
    "category": {"default", "internal"},
}
_ADVICE = "Nothing was made. Put right what the service says, then send it again."
_ID_NAMES = ("id", "character_id", "characterId", "request_id")
"""Fields that may hold a creation's id: first and last documented, the others inferred."""
_OWN_FIELDS = frozenset({"id", "username", "display_name", "description", "avatar_url"})


def parse_page(body: bytes, *, page: int, limit: int) -> CharacterPage:
    """Parse the answer of List Characters.

    Raises:
        ContractError: It has no list. A record without an id is only counted.
    """
    answer = unwrap(body, "list")
    records = answer.records()
    if records is None:
        raise _without_list(answer)
    found: dict[int, Character] = {}
    notes = DriftNotes()
    is_in_place = records is answer.outer.get("result")
    if not is_in_place:
        notes.add("list: result is not the list")
    unreadable = 0
    for record in records:
        id = usable_id(record.get("id")) if isinstance(record, dict) else None
        if id is None:
            unreadable += 1
            continue
        character = _character(record, id, "list: result[]", notes)
        if character.id in found:
            notes.add(f"the id {character.id} came twice in one page")
        found.setdefault(character.id, character)
    return CharacterPage(
        characters=tuple(found.values()),
        page=page,
        limit=limit,
        received=len(records),
        unreadable=unreadable,
        drift=notes.all,
    )


def parse_creation(body: bytes) -> Creation:
    """Parse the answer of Create a Character.

    The id is recovered even from a malformed answer, because the call was paid for.

    Raises:
        GenerationFailed: The service refused, in words or by its status, and gave no id.
        ContractError: The answer has no id, though the creation may exist.
    """
    answer = unwrap_paid(body, "create")
    notes = DriftNotes()
    record, id = _created(answer)
    has_record = len(_OWN_FIELDS & record.keys()) > 1
    if id is None or (not has_record and answer.all_words and says_no(answer)):
        clause = "create: result.id is a positive whole number"
        raise refused(answer, clause, "character", id).with_traceback(None)
    note_salvage(answer, "create", notes)
    if record is not answer.outer.get("result"):
        notes.add("create: the character is not in result")
    if type(record.get("id")) is not int or record["id"] != id:
        notes.add("create: result.id is not a plain number")
    request_id = answer.outer.get("request_id")
    if str(request_id) != str(id):
        notes.add("create: request_id is not the id as text")
    return Creation(
        id=id,
        request_id=plain_text(str(request_id or ""), LONGEST_STATUS_TEXT),
        character=_character(record, id, "create: result", notes),
        drift=notes.all,
    )


def parse_poll(body: bytes, *, id: int) -> Poll:
    """Parse the answer of Poll for Character Result.

    A success with another character counts as pending, since the right one may follow; the other
    character is dropped.

    Raises:
        ContractError: The answer is not JSON, or not an object.
    """
    answer = unwrap_poll(body, "poll")
    notes = DriftNotes()
    record = _record(answer)
    character = _polled_character(answer, record, id, notes)
    word = status_word(answer, "poll", notes, record=record)
    has = [character.description, character.avatar_url] if character else ["", ""]
    is_there = [bool(text.strip()) for text in has]
    is_success = meaning(word) is PollState.READY
    words = answer.all_words if meaning(word) is PollState.FAILED else answer.words
    state = state_of(word, is_whole=all(is_there), has_something=any(is_there), words=words)
    return Poll(
        id=id,
        state=state,
        character=character,
        status=short(word),
        error="" if state is PollState.READY else words,
        drift=notes.all,
        raw=body.decode("utf-8-sig"),
        is_bare=is_success and state is PollState.PENDING and (character is not None or not record),
    )


def status_word(
    answer: Unwrapped, call: str, notes: DriftNotes, *, record: dict[str, Any] | None = None
) -> str:
    """The status in an answer to a poll, unchanged; the character's own if there is no other."""
    envelopes = [one for one in answer.inner_first if one is not record] or [answer.outer]
    words = [one["status"] for one in envelopes if isinstance(one.get("status"), str)]
    if not words and record and isinstance(record.get("status"), str):
        words = [record["status"]]
    if not words:
        notes.add(f"{call}: status is not a text")
    word = telling(words)
    if words and word not in POLL_STATES:
        notes.add(f"{call}: new status '{short(word)}'")
    return word


def says_no(answer: Unwrapped) -> bool:
    """Whether the status of an answer to a paid call is a refusal; there may be an id all the same.

    A field ``code`` is taken for an HTTP status (inferred).
    """
    words = [one["status"] for one in answer.layers if isinstance(one.get("status"), str)]
    meanings = {meaning(word) for word in words}
    if meanings & {PollState.PENDING, PollState.READY} or says_under_way(answer.all_words):
        return False
    code = whole_number(answer.outer.get("code"))
    is_error = code is not None and 400 <= code < 600
    return is_error or answer.is_refusal or PollState.FAILED in meanings


def refused(answer: Unwrapped, clause: str, what: str, id: int | str | None = None) -> EternalError:
    """Make the error for an answer to a paid call that has no id, or that is a refusal.

    After a refusal, by status or in words that do not speak of something under way, nothing was
    made. After any other answer something may have been made: the error says so.
    """
    if says_no(answer) or (
        answer.broken is None and answer.words and not says_under_way(answer.words)
    ):
        of_id = "" if id is None else f" (ID {id})"
        failure = GenerationFailed(answer.all_words + of_id, id=id, what=what)
        failure.advice = _ADVICE if answer.all_words else failure.advice
        return failure
    error = answer.broken or ContractError(clause, may_have_arrived=True)
    error.detail = answer.all_words or answer.as_text
    return error


def note_salvage(answer: Unwrapped, call: str, notes: DriftNotes) -> None:
    """Note that an answer was incomplete."""
    if answer.broken is not None:
        notes.add(f"{call}: the answer is broken; its id was saved from what came")


def usable_id(value: object) -> int | None:
    """The id in a value, a number or its text; None if it is no id."""
    if type(value) is int:
        return value if 1 <= value <= LARGEST_ID else None
    id = whole_number(value.strip() if isinstance(value, str) else value)
    return id if id is not None and 1 <= id <= LARGEST_ID else None


def _without_list(answer: Unwrapped) -> ContractError:
    if not answer.outer and answer.value != {}:
        return ContractError("list: the answer is an object")
    error = ContractError("list: result is a list")
    error.detail = answer.all_words
    return error


def _created(answer: Unwrapped) -> tuple[dict[str, Any], int | None]:
    """The record of the created character, and its id.

    The id of the object that looks most like a character comes first: one in an envelope may be
    that of a task or an account. ``request_id`` comes last.
    """
    record = _record(answer)
    for name in _ID_NAMES:
        for layer in (record, *answer.inner_first):
            if (id := usable_id(layer.get(name))) is not None:
                return (layer if name == "id" else record), id
    return record, None


def _record(answer: Unwrapped) -> dict[str, Any]:
    """The object that looks most like a character; empty if none does."""
    best = max(answer.inner_first, key=lambda one: len(_OWN_FIELDS & one.keys()))
    return best if _OWN_FIELDS & best.keys() else {}


def _polled_character(
    answer: Unwrapped, record: dict[str, Any], id: int, notes: DriftNotes
) -> Character | None:
    if not record:
        return None
    given = record.get("id")
    if given not in (None, "") and usable_id(given) != id:
        notes.add("poll: result.id is the id that was asked for")
        return None
    if record is answer.outer:  # its status is that of the poll
        notes.add("poll: the character is not in result")
        record = {name: value for name, value in record.items() if name != "status"}
    return _character(record, id, "poll: result", notes, absent=("status",))


def _character(
    record: dict[str, Any], id: int, where: str, notes: DriftNotes, *, absent: tuple[str, ...] = ()
) -> Character:
    """Make the character from the fields that can be read; only the id is required."""
    try:
        character = Character.model_validate(record)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors()}
        character = _mended(record, id, wrong, where, notes)
    _note_drift(record, where, notes, absent)
    return character


def _mended(
    record: dict[str, Any], id: int, wrong: set[str], where: str, notes: DriftNotes
) -> Character:
    fields: dict[str, Any] = {}
    for name in Character.model_fields:
        if name in wrong:
            notes.add(f"{where}.{name} is not as documented")
        if name not in wrong:
            fields[name] = record.get(name)
        elif name == "age":
            age = whole_number(record.get(name))
            fields[name] = age if age is not None and abs(age) <= LARGEST_ID else None
        else:
            fields[name] = _as_text(record.get(name))
    return Character.model_validate({**fields, "id": id})


def _as_text(value: object) -> str:
    """A number as text, a text without lone surrogates, "" for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return ""
    return str(value)


def _note_drift(
    record: dict[str, Any], where: str, notes: DriftNotes, absent: tuple[str, ...]
) -> None:
    if None in record.values() or not record.keys() >= _DOCUMENTED:
        for name in DOCUMENTED_FIELDS:
            if record.get(name) is None and name not in absent:
                notes.add(f"{where}: no {name}")
    if not record.keys() <= _FIELDS:
        for name in record:
            if name not in _FIELDS:
                notes.add(f"{where}: new field '{short(name)}'")
    for name, known in KNOWN_VALUES.items():
        value = record.get(name)
        if isinstance(value, str) and value not in known:
            notes.add(f"{where}: new {name} '{short(value)}'")
