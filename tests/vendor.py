"""A vendor that goes through every tolerated answer in one creation, or in one generation.

It is the simulator with a script: each line strikes one poll, in order, before the end comes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from eternal.simulator import Fault, Shape, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

Polled = Literal["poll", "result"]

CREATED_ID: Final = 6870
PENDING_WORDS: Final = ("pending", "PENDING", "processing", "queued", "in_queue", "in_progress")
UNKNOWN_WORDS: Final = ("warming_up", "", "nearly there")
NOT_YET: Final = ("not found", "still processing", "Processing", "pending", "please wait")
HTML: Final = b"<html><title>One moment</title><p>Checking your browser</p></html>"
JSON: Final = {"content-type": "application/json"}
PAUSE: Final = {"Retry-After": "1"}


def script(operation: Polled) -> list[Fault]:
    """All that an API may say before a thing is there, each once.

    Args:
        operation: Which poll: of a character, or of a picture or a video.
    """
    lines = [*_statuses(operation), *_bodies(operation)]
    lines += [_says(operation, answer) for answer in _answers(operation)]
    return lines


def scripted(operation: Polled, shape: Shape) -> Simulator:
    """The vendor, which follows the script and then ends well, in a shape."""
    return Simulator(
        creation_seconds=(0.0, 0.0),
        generation_seconds=(0.0, 0.0),
        faults=script(operation),
        shape=shape,
        record=True,
    )


def _says(operation: Polled, answer: object, status: int = 200, before: bytes = b"") -> Fault:
    body = before + json.dumps(answer).encode()
    return Fault(operation, status=status, body=body, headers=JSON)


def _statuses(operation: Polled) -> Iterator[Fault]:
    """Failures that pass, before the service was ever reached and behind it."""
    yield _says(operation, {"error": "not found"}, 404)
    yield Fault(operation, status=404, body=HTML)
    yield Fault(operation, status=403, body=HTML)
    yield _says(operation, {"detail": "Forbidden"}, 401)
    yield Fault(operation, status=408)
    yield Fault(operation, status=429, headers=PAUSE)
    yield Fault(operation, status=429, body=b"slow down")
    for status in (500, 502, 503, 504):
        yield Fault(operation, status=status, body=HTML)
    for _ in range(8):  # in a row: longer than any number of tries
        yield Fault(operation, status=503)
    yield Fault(operation, drop=True)
    yield Fault(operation, status=200, headers={"content-length": "99"}, body=b'{"sta', drop=True)


def _bodies(operation: Polled) -> Iterator[Fault]:
    """Bodies that say nothing, or nothing that can be read."""
    for status in (200, 202, 204):
        yield Fault(operation, status=status)
    yield _says(operation, {"status": "pending"}, 202)
    for body in (b"null", b"[]", b"{}", b'""', b'{"sta', HTML, b"\xff\xfe{", b'{"result": NaN'):
        yield Fault(operation, status=200, body=body)


def _answers(operation: Polled) -> Iterator[object]:
    """Answers that can be read, none of which is the end."""
    for words in NOT_YET:
        yield {"error": words}
        yield {"detail": words}
        yield {"error": {"message": words}}
    for word in (*PENDING_WORDS, *UNKNOWN_WORDS):
        yield from _enveloped({"status": word, "progress": 45})
    yield {"status": "pending", "error": "processing", "result": None}
    yield {"status": "pending", "error": "Something odd that does not count"}
    yield {"status": "pending", "error": "null", "progress": "45%"}
    yield from _early(operation)


def _enveloped(part: dict[str, Any]) -> Iterator[object]:
    yield part
    yield {**part, "result": None, "data": None, "error": None}
    yield {"status": 1, "data": part}
    yield {"status": True, "error": None, "result": part}


def _early(operation: Polled) -> Iterator[object]:
    """Success is said, and there is nothing."""
    for word in ("success", "SUCCESS", "completed", "succeeded", "done"):
        yield from _enveloped({"status": word})
    if operation == "poll":
        empty = {"id": CREATED_ID, "description": "", "avatar_url": ""}
        yield {"status": "success", "result": empty, "data": None, "error": None}
    else:
        yield {"status": "success", "progress": 100, "result_url": ""}
