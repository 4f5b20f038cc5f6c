"""For each row of the document on bad answers an answer to any call that is like it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from eternal.calls import CALLS
from eternal.simulator.api.faults import Fault, Misbehaviour
from tests.contract.examples import RESULT, path_pattern
from tests.pages.visit import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Answer = Callable[[Any], Fault]
    """Makes the bad answer of the good one."""

RAW: Final = "zq-raw-words"
"""Words that only the service says."""
HTML: Final = f"<html><title>{RAW}</title><p>{RAW}</html>".encode()
MARKUP: Final = f"<script>{RAW}</script>**b** [l](https://x.invalid) :material/home: \u202eabc"
ADDRESS: Final = "http://192.0.2.7/picture.png"
"""An address that a browser may not load."""
SLOW_SECONDS: Final = 0.6

_OPERATIONS: Final = {
    "listCharacters": "list",
    "createCharacter": "create",
    "pollCharacter": "poll",
    "generateEffect": "effect",
    "generateCustom": "generate",
    "pollGeneration": "result",
}


class Bad:
    """An API that gives one bad answer to some of its calls, and is good otherwise.

    Args:
        api: The good one.
        answers: The bad answers by operation.
    """

    def __init__(self, api: ASGIApp, answers: Mapping[str, Answer]) -> None:
        self._api = api
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._answers.get(operation_of(scope["path"]))
        if answer is None:
            await self._api(scope, receive, send)
            return
        body = bytearray()

        async def take(message: Message) -> None:
            body.extend(message.get("body", b""))

        await self._api(scope, receive, take)
        good = json.loads(bytes(body) or b"{}")
        if operation_of(scope["path"]) == "result" and "result_url" not in good:
            good = {**RESULT, "request_id": scope["path"].rpartition("/")[2]}
        fault = answer(good)
        await Misbehaviour(fault, None)(scope, receive, send)


def operation_of(path: str) -> str:
    """The operation that a path belongs to."""
    return next(_OPERATIONS[one.name] for one in CALLS if path_pattern(one.path).match(path))


def raw(body: bytes, status: int = 200, **options: Any) -> Answer:
    """These bytes."""
    return lambda _: Fault("list", status=status, body=body, **options)


def says(value: object, status: int = 200) -> Answer:
    """This JSON."""
    return raw(json.dumps(value).encode(), status)


def changed(change: Callable[[Any], object]) -> Answer:
    """The good answer, changed."""
    return lambda good: says(change(good))(good)


def cut(_good: Any = None) -> Answer:
    """The good answer without its last bytes."""
    return lambda good: raw(json.dumps(good).encode()[:-2])(good)


def _records(good: Any) -> list[dict[str, Any]]:
    """The characters in a good answer."""
    found = good.get("result") if isinstance(good, dict) else None
    return found if isinstance(found, list) else [found] if isinstance(found, dict) else []


def each(**fields: object) -> Answer:
    """The good answer, its characters with these fields."""

    def change(good: Any) -> object:
        for record in _records(good):
            record.update(fields)
        return good

    return changed(change)


def with_ids(make: Callable[[int], object]) -> Answer:
    """The good answer with other ids of its characters."""

    def change(good: Any) -> object:
        for record in _records(good):
            record["id"] = make(int(record["id"]))
        return good

    return changed(change)


def _impossible(good: Any) -> object:
    for record in _records(good)[:1]:
        record["id"] = -5
    for record in _records(good):
        record["age"] = 2**60
    if "request_id" in good:
        good["request_id"] = True
    good.update({name: 10**400 for name in good if "credits" in name or name == "progress"})
    return good


def _with_another(value: object) -> Answer:
    def change(good: Any) -> object:
        good["result"].append(value)
        return good

    return changed(change)


TWICE: Final = [{"id": 5, "display_name": "Ada"}, {"id": 5, "display_name": "Ada"}]
REFUSAL: Final = {"status": 0, "message": f"{RAW} credits"}
DROP: Final[Answer] = lambda _: Fault("list", drop=True)  # noqa: E731 - one of a table
LATE: Final[Answer] = lambda _: Fault("list", status=200, delay_seconds=SLOW_SECONDS)  # noqa: E731

ANSWERS: Final[dict[str, Answer]] = {
    "any-unreadable": raw(HTML),
    "any-bom": lambda good: raw(b"\xef\xbb\xbf" + json.dumps(good).encode())(good),
    "any-envelope": changed(lambda good: {"status": 1, "data": good.get("result") or good}),
    "any-words": says({"error": {"message": f"{RAW} **b** <b>"}}, 400),
    "any-new-value": each(novel={"a": 1}, gender="unheard", category=RAW[:2]),
    "any-number": changed(_impossible),
    "any-refused": says({"detail": RAW}, 422),
    "any-passing": says({"error": RAW}, 503),
    "any-slow": LATE,
    "any-redirect": raw(HTML, 307, headers={"location": "http://localhost:1/"}),
    "any-huge": raw(b" " * 5_000_000),
    "any-key": says({"error": f"{RAW} bad key {KEY}"}, 401),
    "any-cookie": lambda good: raw(json.dumps(good).encode(), headers={"set-cookie": "a=b"})(good),
    "any-picture": each(avatar_url="javascript:alert(1)"),
    "any-text": each(display_name=MARKUP, description=MARKUP * 100),
    "list-shape": changed(lambda good: good["result"]),
    "list-nobody": says({"result": None}),
    "list-unreadable": raw(b""),
    "list-bad-item": _with_another({"id": RAW}),
    "list-field": each(age="25", username=7, gender=None),
    "list-id": with_ids(str),
    "list-age": each(age=-(10**9)),
    "list-pages": says({"result": TWICE}),
    "create-shape": changed(lambda good: good["result"]),
    "create-refused": says(REFUSAL),
    "create-id": changed(lambda good: {"result": {**good["result"], "id": "6870"}}),
    "create-damaged": cut(),
    "create-lost": raw(b""),
    "create-broken": DROP,
    "create-silence": LATE,
    "poll-failed": says({"status": "FAILED", "error": f"{RAW} cannot"}),
    "poll-pending": says({"status": "pending", "error": "processing", "result": None}),
    "poll-word": changed(lambda good: {**good, "status": "SUCCESS"}),
    "poll-unknown": says({"status": "warming_up"}),
    "poll-not-yet": says({"error": "not found"}, 404),
    "poll-early": says({"status": "success", "result": None}),
    "poll-bare": each(avatar_url="", display_name="Bare"),
    "poll-error": says({"error": f"{RAW} broke"}),
    "poll-other": with_ids(lambda id: id + 1),
    "poll-field": each(age="25", username=7),
    "poll-trouble": says({"error": RAW}, 503),
    "generate-shape": changed(lambda good: {"status": 1, "data": good}),
    "generate-refused": says(REFUSAL),
    "generate-id": changed(lambda good: {**good, "id": 42, "request_id": 42}),
    "generate-damaged": cut(),
    "generate-broken": DROP,
    "result-failed": says({"status": "failed", "error": f"{RAW} cannot"}),
    "result-pending": says({"status": "IN_QUEUE"}),
    "result-not-yet": says({"error": "not found"}, 404),
    "result-word": changed(lambda good: {**good, "status": "done"}),
    "result-early": says({"status": "success"}),
    "result-address": changed(lambda good: {**good, "result_url": ADDRESS}),
    "result-other": changed(lambda good: {**good, "id": "another", "request_id": "another"}),
    "result-progress": says({"status": "pending", "progress": "145%"}),
    "result-trouble": says({"error": RAW}, 503),
}
