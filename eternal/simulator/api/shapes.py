"""Shapes of answers other than the documented one, for tests of clients."""

from __future__ import annotations

import codecs
import json
from enum import StrEnum
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.simulator.api.faults import Operation


Answer = dict[str, Any]


class Shape(StrEnum):
    """One deviation from the documented answers."""

    DOCUMENTED = "documented"
    ENVELOPED = "enveloped"
    """All inside ``data``, beside a number for a status; a list is ``data`` itself (observed)."""
    UNDER_RESULT = "under result"
    """All inside ``result``, beside a Boolean for a status; a list is its ``items`` (observed)."""
    FLAT = "flat"
    """The record's fields beside the status; a list is the whole answer (observed)."""
    UPPER_CASE = "upper case"
    """The words for a status in capitals (observed)."""
    SYNONYMS = "synonyms"
    """Other words for the same status (observed)."""
    NOT_YET = "not yet"
    """A pending result answers as if it had failed or did not exist (observed)."""
    EARLY_SUCCESS = "early success"
    """The status is success before the result is there (inferred)."""
    RETYPED = "retyped"
    """Numbers as text, text as numbers (inferred)."""
    BOM = "bom"
    """A byte order mark before the JSON (inferred)."""


_REFUSALS: Final = {402, 422}
"""Refusals that the two envelopes send with HTTP status 200."""
_SYNONYMS: Final = {
    "pending": ("in_queue", "queued", "in_progress", "processing"),
    "success": ("completed", "succeeded", "done"),
    "failed": ("error", "FAILED"),
}
_NOT_YET: Final[tuple[tuple[int, object], ...]] = (
    (200, {"error": "still processing"}),
    (200, {"detail": "not found"}),
    (404, {"error": "not found"}),
    (200, {}),
    (200, None),
    (202, None),
    (200, {"status": "pending", "error": "processing"}),
)
"""Pairs of a status and a body; None is an empty body."""


class Shaper:
    """Puts documented answers into another shape.

    Args:
        shape: Which.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._not_yet = cycle(_NOT_YET)
        self._words = {word: cycle(others) for word, others in _SYNONYMS.items()}
        self._early = cycle((False, True))
        self._reshape: Callable[[Operation, Answer], object] = {
            Shape.ENVELOPED: _enveloped,
            Shape.UNDER_RESULT: _under_result,
            Shape.FLAT: _flat,
            Shape.UPPER_CASE: self._reworded,
            Shape.SYNONYMS: self._reworded,
            Shape.EARLY_SUCCESS: self._succeeding,
            Shape.RETYPED: _retyped,
        }.get(shape, lambda _, answer: answer)

    def shaped(self, operation: Operation, usual: Response) -> Response:
        """Convert an answer to this shape.

        Args:
            operation: The operation that it answers.
            usual: The documented answer, or a refusal.
        """
        if self._shape is Shape.DOCUMENTED:
            return usual
        answer = json.loads(bytes(usual.body))
        if usual.status_code >= 400:
            return self._refused(operation, usual, str(answer["error"]))
        if self._shape is Shape.NOT_YET and _is_pending(operation, answer):
            return _response(*next(self._not_yet))
        bom = codecs.BOM_UTF8 if self._shape is Shape.BOM else b""
        return _response(usual.status_code, self._reshape(operation, answer), bom)

    def _refused(self, operation: Operation, usual: Response, words: str) -> Response:
        is_told_at_200 = usual.status_code in _REFUSALS and operation not in {"list", "poll"}
        code = 200 if is_told_at_200 else usual.status_code
        if self._shape is Shape.ENVELOPED:
            return _response(code, {"status": 0, "message": words})
        if self._shape is Shape.UNDER_RESULT:
            return _response(code, {"status": False, "error": words, "result": None})
        if self._shape is Shape.FLAT:
            return _response(usual.status_code, {"detail": words})
        return usual

    def _word(self, status: str) -> str:
        if self._shape is Shape.SYNONYMS and status in self._words:
            return next(self._words[status])
        return status.upper()

    def _reworded(self, operation: Operation, answer: Answer) -> object:
        if operation == "list":
            return answer
        holder = answer
        if operation == "create":
            holder = answer["result"]
        elif isinstance(answer.get("data"), dict):
            holder = answer["data"]
        holder["status"] = self._word(holder["status"])
        return answer

    def _succeeding(self, operation: Operation, answer: Answer) -> object:
        if not _is_pending(operation, answer):
            return answer
        if operation == "result" or next(self._early):
            return {**answer, "status": "success"}
        return {**answer, "status": "success", "result": None}


def _response(status: int, content: object, before: bytes = b"") -> Response:
    body = b"" if content is None else json.dumps(content).encode()
    return Response(before + body, status, media_type="application/json")


def _is_pending(operation: Operation, answer: Answer) -> bool:
    return operation in {"poll", "result"} and answer["status"] == "pending"


def _part(operation: Operation, answer: Answer) -> Answer:
    """The useful part of an answer, without envelope, credits and message."""
    if operation == "create":
        return dict(answer["result"])
    if operation == "poll":
        record = answer["result"] or {}
        return {**record, "status": answer["status"]}
    inner = answer.get("data")
    part = inner if isinstance(inner, dict) else answer
    return {
        name: value for name, value in part.items() if name not in {"error", "credits_remaining"}
    }


def _around(answer: Answer) -> Answer:
    return {name: answer[name] for name in ("request_id", "credits_remaining") if answer.get(name)}


def _enveloped(operation: Operation, answer: Answer) -> object:
    if operation == "list":
        return {"status": 1, "data": answer["result"]}
    part: Answer = _part(operation, answer)
    if operation == "poll":
        part = {"status": answer["status"], "result": answer["result"]}
    if answer.get("error"):
        part["error"] = answer["error"]
    return {"status": 1, "data": part, **_around(answer)}


def _under_result(operation: Operation, answer: Answer) -> object:
    if operation == "list":
        return {"status": True, "error": None, "result": {"items": answer["result"]}}
    part = _part(operation, answer)
    if answer.get("error"):
        part["error"] = answer["error"]
    return {"status": True, "error": None, "result": part, **_around(answer)}


def _flat(operation: Operation, answer: Answer) -> object:
    if operation == "list":
        return answer["result"]
    return {**_part(operation, answer), **_around(answer), "error": answer.get("error")}


def _retyped(operation: Operation, answer: Answer) -> object:
    if operation == "list":
        listed = [{**_retyped_record(one), "id": str(one["id"])} for one in answer["result"]]
        return {**answer, "result": listed}
    changed = {**answer, "error": answer.get("error") or "null"}
    if operation in {"create", "poll"}:
        record = answer["result"]
        changed["result"] = record and _retyped_record(record)
        if operation == "create":
            changed["request_id"] = int(answer["request_id"])
    elif "progress" in answer:
        changed["progress"] = f"{answer['progress']}%"
    return changed


def _retyped_record(record: Answer) -> Answer:
    return {**record, "age": str(record["age"]), "username": record["id"]}
