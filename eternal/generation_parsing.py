"""Parses answers about pictures and videos.

A picture's answer is flat. A video's has its useful part inside ``data``, and a number as status.
All envelopes are accepted from every call.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from eternal.generation import WHAT, Generation, GenerationPoll
from eternal.models import PollState
from eternal.parsing import note_salvage, refused, says_no, status_word
from eternal.rules import POLL_STATES, meaning, state_of
from eternal.text import plain_text
from eternal.unwrap import DriftNotes, Unwrapped, short, unwrap_paid, unwrap_poll, words_in
from eternal.urls import LONGEST_SIGNED_ADDRESS, safe_media_url
from eternal.validation import is_request_id

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTED_PART: Final = ("request_id", "status", "result", "progress")
"""The fields of both envelopes of an accepted request."""
DOCUMENTED_ANSWER: Final = (*DOCUMENTED_PART, "credits_remaining")
"""The fields of the flat envelope."""
_ID_NAMES = ("request_id", "requestId", "task_id", "taskId", "id")
"""Fields that may hold the id of a request: the first is documented, the others inferred."""
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,20}://|data:)\S", re.IGNORECASE)
_PERCENT = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,20})?)\s*(%?)\s*")


def parse_generation(body: bytes) -> Generation:
    """Parse the answer to a request for a picture or a video.

    The id is recovered even from a malformed answer, because the call was paid for.

    Raises:
        GenerationFailed: The service refused, in words or by its status, and gave no id.
        ContractError: The answer has no id, though something may have been made.
    """
    answer = unwrap_paid(body, "generate")
    part = _useful_part(answer)
    layers = (part, *answer.layers)
    request_id = _request_id(layers)
    is_inside = _request_id(answer.layers[1:]) is not None
    # Beside a refusal with a reason, an id in the envelope is only that of the call.
    if request_id is None or (not is_inside and answer.all_words and says_no(answer)):
        clause = "generate: request_id is the id of a request"
        raise refused(answer, clause, WHAT, request_id).with_traceback(None)
    notes = DriftNotes()
    note_salvage(answer, "generate", notes)
    if part.get("request_id") != request_id:
        notes.add("generate: request_id is not a plain text")
    status = part.get("status")
    if not isinstance(status, str):
        notes.add("generate: status is not a text")
    _note_fields(part, notes, is_whole=part is answer.outer)
    return Generation(
        request_id=request_id,
        status=short(status),
        progress=_progress(layers, "generate", notes),
        credits_remaining=_credits(layers),
        drift=notes.all,
    )


def parse_generation_poll(body: bytes, *, request_id: str) -> GenerationPoll:
    """Parse the answer to a poll of a picture or a video.

    The result of another request counts as pending, since the right one may follow. So does a
    success without an address.

    Raises:
        ContractError: The answer is not JSON, or not an object.
    """
    answer = unwrap_poll(body, "result")
    part = _useful_part(answer)
    notes = DriftNotes()
    word = status_word(answer, "result", notes)
    is_own = _is_same(part, request_id, notes)
    address = next(_addresses(answer), "") if is_own else ""
    words = answer.all_words if meaning(word) is PollState.FAILED else answer.words
    state = state_of(word, is_whole=bool(address), has_something=False, words=words)
    is_ready = state is PollState.READY
    url = safe_media_url(address) if is_ready else None
    return GenerationPoll(
        request_id=request_id,
        state=state,
        status=short(word),
        progress=_progress((part, *answer.inner_first), "result", notes),
        result_url=url,
        result_text=plain_text(address, LONGEST_SIGNED_ADDRESS) if is_ready and not url else "",
        credits_remaining=_credits((part, *answer.layers)),
        error="" if is_ready else words,
        drift=notes.all,
        raw=body.decode("utf-8-sig"),
        is_bare=is_own and meaning(word) is PollState.READY and not is_ready,
    )


def _useful_part(answer: Unwrapped) -> dict[str, Any]:
    """The innermost object whose status is a text, else the innermost that is not empty."""
    candidates = answer.inner_first
    told = (one for one in candidates if isinstance(one.get("status"), str))
    return next(told, None) or next((one for one in candidates if one), answer.outer)


def _request_id(layers: tuple[dict[str, Any], ...]) -> str | None:
    ids = (_saved_id(one.get(name)) for name in _ID_NAMES for one in layers)
    return next((found for found in ids if found), None)


def _saved_id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    value = value.strip() if isinstance(value, str) else value
    return value if isinstance(value, str) and is_request_id(value) else None


def _addresses(answer: Unwrapped) -> Iterator[str]:
    """Possible addresses of the result: result_url, then result, then url (observed)."""
    for name in ("result_url", "result", "url"):
        for layer in answer.inner_first:
            value = layer.get(name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and _is_address(one, name):
                    yield one


def _is_address(value: str, name: str) -> bool:
    if _ADDRESS.match(value):
        return True
    # The documented field is shown to people even if no browser can load it.
    return name == "result_url" and bool(words_in(value)) and bool(re.search("[/:.]", value))


def _note_fields(part: dict[str, Any], notes: DriftNotes, *, is_whole: bool) -> None:
    documented = DOCUMENTED_ANSWER if is_whole else DOCUMENTED_PART
    for name in documented:
        if part.get(name) is None:
            notes.add(f"generate: no {name}")
    for name in part:
        if name not in documented:
            notes.add(f"generate: new field '{short(name)}'")
    status = part.get("status")
    if isinstance(status, str) and status not in POLL_STATES:
        notes.add(f"generate: new status '{short(status)}'")


def _is_same(part: dict[str, Any], request_id: str, notes: DriftNotes) -> bool:
    answered = part.get("request_id")
    if not answered:
        notes.add("result: no request_id")
    elif (_saved_id(answered) or "").casefold() != request_id.casefold():
        notes.add("result: request_id is the one that was asked for")
        return False
    return True


def _progress(layers: tuple[dict[str, Any], ...], call: str, notes: DriftNotes) -> int | None:
    """Percent from 0 to 100.

    Documented as a whole percentage; a fraction of 1 is observed, so a number between 0 and 1 is
    one. 1 and 1.0 are one percent: JSON cannot tell them apart, and too low a progress does no
    harm.
    """
    told = (layer["progress"] for layer in layers if layer.get("progress") is not None)
    value = next(told, None)
    if type(value) is int and 0 <= value <= 100:
        return value
    notes.add(f"{call}: progress is not a whole percentage")
    is_percent = False
    if isinstance(value, str) and (match := _PERCENT.fullmatch(value)):
        value, is_percent = float(match[1]), bool(match[2])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return None
    if 0 < value < 1 and not is_percent:
        value = round(value * 100, 6)
    return int(min(max(value, 0), 100))


def _credits(layers: tuple[dict[str, Any], ...]) -> float | None:
    for layer in layers:
        value = layer.get("credits_remaining")
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return None
