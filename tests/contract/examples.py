"""The examples of openapi.yaml, by the name of their operation."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

from eternal.calls import CALLS
from eternal.contract import document


def operation(name: str) -> dict[str, Any]:
    """An operation of the document, by its ``operationId``."""
    return next(
        operation
        for operations in document()["paths"].values()
        for operation in operations.values()
        if operation["operationId"] == name
    )


def answer(name: str) -> dict[str, Any]:
    """The example of the answer to an operation; a copy."""
    content = operation(name)["responses"]["200"]["content"]["application/json"]
    (example,) = content["examples"].values()
    referred: str = example["$ref"].rpartition("/")[2]
    value: dict[str, Any] = document()["components"]["examples"][referred]["value"]
    return copy.deepcopy(value)


def request(name: str) -> dict[str, Any]:
    """The example of what is sent to an operation; a copy."""
    content = operation(name)["requestBody"]["content"]["application/json"]
    value: dict[str, Any] = content["example"]
    return copy.deepcopy(value)


def parameters(name: str) -> dict[str, int | str]:
    """An example, or else the default, of each parameter of an operation."""
    described = operation(name).get("parameters", [])
    return {one["name"]: one.get("example", one["schema"].get("default")) for one in described}


def as_bytes(answer: object) -> bytes:
    """An answer as it goes over the wire."""
    return json.dumps(answer, ensure_ascii=False).encode()


def answer_to(path: str) -> bytes:
    """The documented answer to a request, by its path; a page for any that nobody knows."""
    names = (call.name for call in CALLS if path_pattern(call.path).match(path))
    return as_bytes(answer(next(names, "listCharacters")))


def path_pattern(path: str) -> re.Pattern[str]:
    """Match a path of the document, whatever its parameters are, to its end or its query."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(path)) + r"(?=$|\?)")


BASE_URL: str = document()["servers"][0]["url"]
PAGE = answer("listCharacters")
ELARA: dict[str, Any] = PAGE["result"][0]
CREATION = answer("createCharacter")
POLL = answer("pollCharacter")
EFFECT = answer("generateEffect")
VIDEO = answer("generateCustom")
RESULT = answer("pollGeneration")
PROMPT: str = request("createCharacter")["prompt"]
EFFECT_ID: str = request("generateEffect")["effect_id"]
