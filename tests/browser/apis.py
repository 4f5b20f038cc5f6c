"""APIs that the tests put behind the dashboard, where the simulator's own faults do not reach."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

HOSTILE = {
    "id": 31337,
    "username": "=cmd|' /C calc'!A0",
    "display_name": '=HYPERLINK("https://evil.invalid","Click")',
    "description": "<script>document.title='owned'</script> **bold** [link](https://evil.invalid)",
    "avatar_url": "https://pictures.invalid/none.png",
    "age": 33,
    "gender": "female",
    "status": "approved",
    "category": "+1+1",
}


class Held:
    """An API that answers POSTs only once it is let go.

    Args:
        api: What answers.
    """

    def __init__(self, api: ASGIApp) -> None:
        self._api = api
        self.is_let_go = self.is_holding = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        while scope["method"] == "POST" and not self.is_let_go:
            self.is_holding = True
            await asyncio.sleep(0.02)
        await self._api(scope, receive, send)


class DownAtTimes:
    """An API that answers 503 while it is down.

    Args:
        api: What answers otherwise.
        turns: For each request in turn, for ever again, whether it is down; always up without.

    Attributes:
        asked: How many requests have come.
        is_down: Whether it is down for all of them.
    """

    def __init__(self, api: ASGIApp, turns: Iterable[bool] = ()) -> None:
        self._api = api
        self._turns = tuple(turns)
        self.asked = 0
        self.is_down = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_down = self.is_down
        if self._turns:
            is_down |= self._turns[self.asked % len(self._turns)]
        self.asked += 1
        if is_down:
            await answer(send, {"error": "Down for maintenance."}, status=503)
        else:
            await self._api(scope, receive, send)


class Crowd:
    """A list of many characters, each page after a while.

    Args:
        characters: What is listed.
        seconds: How long a page takes.
    """

    def __init__(self, characters: list[dict[str, Any]], seconds: float = 0.0) -> None:
        self._characters = characters
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for a page."""
        query = parse_qs(scope["query_string"].decode())
        page, limit = (int(query[name][0]) for name in ("page", "limit"))
        await asyncio.sleep(self._seconds)
        await answer(send, {"result": self._characters[(page - 1) * limit : page * limit]})


def crowd(count: int) -> list[dict[str, Any]]:
    """Characters by number, without pictures."""
    return [
        {**HOSTILE, "id": number, "username": f"person_{number}", "avatar_url": ""}
        | {"display_name": f"Person {number}", "description": "One of many.", "category": "default"}
        for number in range(1, count + 1)
    ]


async def answer(send: Send, content: object, *, status: int = 200) -> None:
    """Give an answer in JSON."""
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})
