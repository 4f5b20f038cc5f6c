"""The JSON examples of the vendor's document, as they stand there."""

from __future__ import annotations

import json
from typing import Any

ELARA: dict[str, Any] = {
    "id": 6790,
    "username": "elara_voss",
    "display_name": "Elara Voss",
    "description": (
        "former bartender, current overthinker. will judge your movie taste but make you a great"
        " cocktail to make up for it."
    ),
    "avatar_url": ("https://cdn.eternalai.org/imagine/4e006263-b6f9-47fb-9fb2-d160d3448e2d.jpg"),
    "age": 25,
    "gender": "female",
    "status": "approved",
    "category": "default",
}

PAGE: dict[str, Any] = {"result": [ELARA]}

CREATION: dict[str, Any] = {
    "request_id": "6870",
    "result": {
        "id": 6870,
        "username": "astrid",
        "display_name": "Astrid",
        "description": "",
        "avatar_url": "",
        "age": 20,
        "gender": "female",
        "status": "pending",
        "category": "internal",
        "type": "character",
    },
    "data": None,
    "error": None,
}

POLL: dict[str, Any] = {
    "status": "success",
    "result": {
        "id": 6870,
        "username": "astrid",
        "display_name": "Astrid",
        "description": (
            "engineering student. probably overthinking a bridge design or where to find the best"
            " coffee in oslo. hiking counts as a personality trait here, right? 🇳🇴"
        ),
        "avatar_url": (
            "https://cdn.eternalai.org/dating_media/2026/03/31/"
            "bd61d557-bd70-4e59-a511-9b9c876e2627.jpg"
        ),
        "age": 20,
        "gender": "female",
        "category": "internal",
    },
    "data": None,
    "error": None,
}

PROMPT = (
    "A brilliant Norwegian student who has carved out space for herself in male-dominated fields"
    " through sheer determination."
)


EFFECT_ID = "57421d3726265d3257260c"

EFFECT: dict[str, Any] = {
    "request_id": "d633991f-6b68-4c75-a2c0-76f7f1c099c8",
    "status": "pending",
    "result": "",
    "progress": 0,
    "credits_remaining": 623.6,
}

VIDEO: dict[str, Any] = {
    "status": 1,
    "data": {
        "request_id": "453ead2d-a09f-44fb-81df-b37dac9e401a",
        "status": "pending",
        "result": "",
        "progress": 0,
    },
}

RESULT: dict[str, Any] = {
    "request_id": EFFECT["request_id"],
    "status": "success",
    "progress": 100,
    "result_url": (
        "https://cdn.eternalai.org/results/d633991f.jpg?Expires=1775000000&Signature=abc~def_"
    ),
}
"""The documented fields; the values of the last two are made up."""


def as_bytes(answer: object) -> bytes:
    """An answer as it goes over the wire."""
    return json.dumps(answer, ensure_ascii=False).encode()


def answer_to(path: str) -> bytes:
    """The documented answer to a call, by its path."""
    answers = {
        "/v2/character/create": CREATION,
        "/v2/character/poll-result/": POLL,
        "/v2/generate": EFFECT,
        "/v2/base/generate": VIDEO,
        "/v2/poll-result/": RESULT,
    }
    return as_bytes(next((answers[one] for one in answers if path.startswith(one)), PAGE))
