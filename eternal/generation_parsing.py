"""From bytes to pictures and videos: two envelopes, either of which may come.

An image's answer is flat. A video's has its useful part inside ``data``, and a number for a status.
Whichever call gave it, both are understood.
"""

from __future__ import annotations

import math
from typing import Any, Final

from eternal.checks import is_request_id
from eternal.errors import ContractError, GenerationFailed
from eternal.generation import WHAT, Generation, GenerationPoll
from eternal.models import PollState
from eternal.parsing import (
    LONGEST_STATUS_TEXT,
    POLL_STATES,
    Notes,
    read_object,
    server_error,
)
from eternal.pictures import safe_result
from eternal.text import plain_text

DOCUMENTED_PART: Final = ("request_id", "status", "result", "progress")
"""What both envelopes of an accepted request hold."""
DOCUMENTED_ANSWER: Final = (*DOCUMENTED_PART, "credits_remaining")
"""What the flat envelope holds."""


def parse_generation(body: bytes) -> Generation:
    """Reads the answer of a request for a picture or a video, and saves the id at any price.

    Raises:
        GenerationFailed: The answer holds an error and no id.
        ContractError: No id can be found in it, so something may be made without us knowing which.
    """
    try:
        answer = read_object(body, "generate")
    except ContractError as error:
        error.may_have_arrived = True
        raise
    part = _useful_part(answer)
    candidates = [one.get("request_id") for one in (part, answer, _inner(answer))]
    request_id = next((found for one in candidates if (found := _saved_id(one))), None)
    if request_id is None:
        said = server_error(part) or server_error(answer)
        if said is not None:
            raise GenerationFailed(said, what=WHAT)
        raise ContractError("generate: request_id is the id of a request", may_have_arrived=True)
    notes = Notes()
    if part.get("request_id") != request_id:
        notes.add("generate: request_id is not a plain text")
    status = part.get("status")
    if not isinstance(status, str):
        notes.add("generate: status is not a text")
    _note_fields(part, notes, is_whole=part is answer)
    return Generation(
        request_id=request_id,
        status=_word(status),
        progress=_progress(part, "generate", notes),
        credits_remaining=_credits(part, answer),
        drift=notes.all,
    )


def parse_generation_poll(body: bytes, *, request_id: str) -> GenerationPoll:
    """Reads how far a picture or a video is.

    Raises:
        ContractError: It is not an object with a ``status``; or it says success without an address
            that a browser may load, or with the id of another request.
    """
    answer = read_object(body, "result")
    part = _useful_part(answer)
    status = part.get("status")
    if not isinstance(status, str):
        raise ContractError("result: status is text")
    notes = Notes()
    said = server_error(part) or server_error(answer)
    state = PollState.FAILED if said is not None else POLL_STATES.get(status, PollState.PENDING)
    if status not in POLL_STATES:
        notes.add(f"result: new status '{_word(status)}'")
    is_ready = state is PollState.READY
    _check_same(part, request_id, notes, is_ready=is_ready)
    return GenerationPoll(
        request_id=request_id,
        state=state,
        status=_word(status),
        progress=_progress(part, "result", notes),
        result_url=_result_url(part) if is_ready else None,
        credits_remaining=_credits(part, answer),
        error=said or "",
        drift=notes.all,
        raw=body.decode(),
    )


def _useful_part(answer: dict[str, Any]) -> dict[str, Any]:
    """What is inside ``data``, unless the outside says a status in words itself."""
    inner = _inner(answer)
    return inner if inner and not isinstance(answer.get("status"), str) else answer


def _inner(answer: dict[str, Any]) -> dict[str, Any]:
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def _saved_id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and is_request_id(value) else None


def _word(status: object) -> str:
    return plain_text(status, LONGEST_STATUS_TEXT) if isinstance(status, str) else ""


def _note_fields(part: dict[str, Any], notes: Notes, *, is_whole: bool) -> None:
    documented = DOCUMENTED_ANSWER if is_whole else DOCUMENTED_PART
    for name in documented:
        if part.get(name) is None:
            notes.add(f"generate: no {name}")
    for name in part:
        if name not in documented:
            notes.add(f"generate: new field '{_word(name)}'")
    status = part.get("status")
    if isinstance(status, str) and status not in POLL_STATES:
        notes.add(f"generate: new status '{_word(status)}'")


def _check_same(part: dict[str, Any], request_id: str, notes: Notes, *, is_ready: bool) -> None:
    answered = part.get("request_id")
    if not answered:
        notes.add("result: no request_id")
    elif _saved_id(answered) != request_id:
        clause = "result: request_id is the one that was asked for"
        if is_ready:
            raise ContractError(clause)
        notes.add(clause)


def _progress(part: dict[str, Any], call: str, notes: Notes) -> int | None:
    value = part.get("progress")
    if type(value) is int and 0 <= value <= 100:
        return value
    notes.add(f"{call}: progress is not a whole percentage")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return None
    return int(min(max(value, 0), 100))


def _credits(*parts: dict[str, Any]) -> float | None:
    for part in parts:
        value = part.get("credits_remaining")
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return None


def _result_url(part: dict[str, Any]) -> str:
    address = part.get("result_url")
    safe = safe_result(address) if isinstance(address, str) else None
    if safe is None:
        raise ContractError("result: result_url is an address that a browser may load")
    return safe
