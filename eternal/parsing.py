"""From bytes to models, in this one place. Whatever comes, out comes a model or a ContractError."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import ValidationError

from eternal.errors import ContractError, GenerationFailed
from eternal.models import LARGEST_ID, Character, CharacterPage, Creation, Poll, PollState
from eternal.text import plain_text

LONGEST_ERROR_TEXT: Final = 300
LONGEST_STATUS_TEXT: Final = 60
MOST_PARTS: Final = 200_000
"""Objects and lists in an answer: each costs time and memory, however short it is."""

_MOST_NOTES = 20
DOCUMENTED_FIELDS = (
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
KNOWN_VALUES = {
    "status": {"approved", "pending"},
    "category": {"default", "internal"},
}
POLL_STATES = {
    "pending": PollState.PENDING,
    "processing": PollState.PENDING,
    "success": PollState.READY,
    "failed": PollState.FAILED,
    "error": PollState.FAILED,
}


def parse_page(body: bytes, *, page: int, limit: int) -> CharacterPage:
    """Reads the answer of List Characters.

    Raises:
        ContractError: It is not an object whose ``result`` is a list. A record that cannot be read
            is counted instead.
    """
    records = read_object(body, "list").get("result")
    if not isinstance(records, list):
        raise ContractError("list: result is a list")
    found: dict[int, Character] = {}
    notes = Notes()
    unreadable = 0
    for record in records:
        try:
            character = _character(record, "list: result[]", notes, absent=())
        except ContractError:
            unreadable += 1
            continue
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
    """Reads the answer of Create a Character, and saves the id from it at any price.

    Raises:
        GenerationFailed: The answer holds an error and no id.
        ContractError: No id can be found in it, so the creation may exist without us knowing which.
    """
    try:
        answer = read_object(body, "create")
    except ContractError as error:
        error.may_have_arrived = True
        raise
    result = answer.get("result")
    record: dict[str, Any] = result if isinstance(result, dict) else {}
    request_id = answer.get("request_id")
    notes = Notes()
    found = _saved_id(record.get("id"), request_id)
    if found is None:
        said = server_error(answer)
        if said is not None:
            raise GenerationFailed(said)
        raise ContractError("create: result.id is a positive whole number", may_have_arrived=True)
    if type(record.get("id")) is not int or record["id"] != found:
        notes.add("create: result.id is not a plain number")
    if str(request_id) != str(found):
        notes.add("create: request_id is not the id as text")
    return Creation(
        id=found,
        request_id=plain_text(str(request_id or ""), LONGEST_STATUS_TEXT),
        character=_readable_part(record, found, notes),
        drift=notes.all,
    )


def parse_poll(body: bytes, *, id: int) -> Poll:
    """Reads the answer of Poll for Character Result.

    Raises:
        ContractError: It is not an object with a ``status``; or it says success without the
            character that was asked for.
    """
    answer = read_object(body, "poll")
    status = answer.get("status")
    if not isinstance(status, str):
        raise ContractError("poll: status is text")
    notes = Notes()
    said = server_error(answer)
    state = PollState.FAILED if said is not None else POLL_STATES.get(status, PollState.PENDING)
    if status not in POLL_STATES:
        notes.add(f"poll: new status '{plain_text(status, LONGEST_STATUS_TEXT)}'")
    character = _polled_character(answer.get("result"), id, state, notes)
    return Poll(
        id=id,
        state=state,
        character=character,
        status=plain_text(status, LONGEST_STATUS_TEXT),
        error=said or "",
        drift=notes.all,
        raw=body.decode(),
    )


def error_text(body: bytes) -> str:
    """What an error answer says of itself, as plain text of at most 300 characters, or "".

    Read from ``error``, ``detail`` or ``message``, each a text or an object (sibling: a public
    client of the vendor does so; no error of this API is documented).
    """
    try:
        answer = read_object(body, "error")
    except ContractError:
        return ""
    for name in ("error", "detail", "message"):
        if answer.get(name):
            return _words(answer[name])
    return ""


def read_object(body: bytes, call: str) -> dict[str, Any]:
    """The object that an answer consists of.

    Args:
        body: The bytes of the answer.
        call: What was asked, to name the clause that broke.

    Raises:
        ContractError: It is not JSON in UTF-8, not an object, or has parts without end.
    """
    if body.count(b"{") + body.count(b"[") > MOST_PARTS:
        raise ContractError(f"{call}: the answer has at most {MOST_PARTS:,} objects and lists")
    try:
        answer = json.loads(body.decode(), parse_int=_bounded_int)
    except (ValueError, RecursionError):
        answer = None
        readable = False
    else:
        readable = True
    if not readable:
        raise ContractError(f"{call}: the answer is JSON")
    if not isinstance(answer, dict):
        raise ContractError(f"{call}: the answer is an object")
    return answer


def server_error(answer: dict[str, Any]) -> str | None:
    """What an answer says under ``error``, as plain text, or None if it says nothing."""
    said = answer.get("error")
    return _words(said) if said else None


class Notes:
    """Drift, each note once and not without end."""

    def __init__(self) -> None:
        self._notes: dict[str, None] = {}

    def add(self, note: str) -> None:
        """Notes a sentence, unless it is known or there are too many."""
        if len(self._notes) < _MOST_NOTES:
            self._notes[note] = None

    @property
    def all(self) -> tuple[str, ...]:
        """What was noted, in the order in which it was first seen."""
        return tuple(self._notes)


def _bounded_int(digits: str) -> int | float:
    # Python refuses to print or parse thousands of digits; as a float they fail as an id or an age.
    return int(digits) if len(digits) <= 20 else float("inf")


def _character(record: object, where: str, notes: Notes, *, absent: tuple[str, ...]) -> Character:
    if not isinstance(record, dict):
        raise ContractError(f"{where} is an object")
    problem = ""
    try:
        character = Character.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        problem = str(first["loc"][0])
    if problem:
        raise ContractError(f"{where}.{problem} is as documented")
    _note_drift(record, where, notes, absent)
    return character


def _note_drift(record: dict[str, Any], where: str, notes: Notes, absent: tuple[str, ...]) -> None:
    for name in DOCUMENTED_FIELDS:
        if record.get(name) is None and name not in absent:
            notes.add(f"{where}: no {name}")
    for name in record:
        if name not in Character.model_fields:
            notes.add(f"{where}: new field '{plain_text(name, LONGEST_STATUS_TEXT)}'")
    for name, known in KNOWN_VALUES.items():
        value = record.get(name)
        if value is not None and value not in known:
            notes.add(f"{where}: new {name} '{plain_text(value, LONGEST_STATUS_TEXT)}'")


def _saved_id(*candidates: object) -> int | None:
    for candidate in candidates:
        if isinstance(candidate, bool):
            continue
        if isinstance(candidate, str) and candidate.isascii() and candidate.isdigit():
            candidate = _bounded_int(candidate)  # noqa: PLW2901
        if isinstance(candidate, float) and candidate.is_integer():
            candidate = int(candidate)  # noqa: PLW2901
        if isinstance(candidate, int) and 1 <= candidate <= LARGEST_ID:
            return candidate
    return None


def _readable_part(record: dict[str, Any], id: int, notes: Notes) -> Character:
    """The character with each field that can be read; the id was paid for and is never given up."""
    fields: dict[str, Any] = {**record, "id": id}
    while True:
        try:
            character = Character.model_validate(fields)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            notes.add(f"create: result.{name} is not as documented")
            del fields[name]
        else:
            _note_drift(fields, "create: result", notes, ())
            return character


def _polled_character(
    result: object,
    id: int,
    state: PollState,
    notes: Notes,
) -> Character | None:
    if state is not PollState.READY and not result:
        return None
    try:
        character = _character(result, "poll: result", notes, absent=("status",))
    except ContractError as error:
        if state is PollState.READY:
            raise
        notes.add(error.clause)
        return None
    if character.id == id:
        return character
    clause = "poll: result.id is the id that was asked for"
    if state is PollState.READY:
        raise ContractError(clause)
    notes.add(clause)
    return None


def _words(said: object) -> str:
    if isinstance(said, dict):
        said = next((said[name] for name in ("message", "detail", "error") if said.get(name)), said)
    if not isinstance(said, str):
        try:
            said = json.dumps(said, ensure_ascii=False)
        except RecursionError:
            return ""
    return plain_text(said, LONGEST_ERROR_TEXT)
