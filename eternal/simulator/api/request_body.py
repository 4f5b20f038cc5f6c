"""Reads the key and the body of a request; refuses invalid ones."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request


_LONGEST_PROMPT: Final = 2000


def key_of(request: Request) -> str:
    """The key of a request; any text but an empty one is a key.

    Raises:
        HTTPException: There is none.
    """
    key: str = request.headers.get("x-api-key", "").strip()
    if not key:
        raise HTTPException(401, "An API key is required, in the header x-api-key.")
    return key


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty one for any other JSON.

    Raises:
        HTTPException: It is no JSON.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The body is not JSON.") from None
    return sent if isinstance(sent, dict) else {}


def prompt_of(sent: dict[str, Any]) -> str:
    """The prompt in a body.

    Raises:
        HTTPException: There is none, or it is too long.
    """
    prompt = sent.get("prompt")
    if not isinstance(prompt, str) or is_blank(prompt):
        raise HTTPException(422, "A prompt is required, as text.")
    if len(prompt) > _LONGEST_PROMPT:
        raise HTTPException(422, f"The prompt is longer than {_LONGEST_PROMPT} characters.")
    return prompt


def is_blank(text: str) -> bool:
    """Whether a text is blank. Unusual separators are not blank, as in JSON Schema."""
    return not text.strip(" \t\r\n")


def number(text: str) -> int:
    """Parse plain digits; anything else is 0, which is no valid id, page or limit."""
    return int(text) if re.fullmatch(r"[0-9]{1,16}", text) else 0
