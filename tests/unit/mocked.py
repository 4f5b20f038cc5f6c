"""A client with a key, and the documented requests, for tests that mock the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responses import matchers

from eternal import EternalClient, __version__
from tests.contract.examples import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-0123456789abcdef"
LIST, CREATE = f"{BASE_URL}/v2/characters", f"{BASE_URL}/v2/character/create"
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": f"eternal-dashboard/{__version__}",
}


def make_client(key: str = KEY, **options: Any) -> EternalClient:
    """A client with a key, without jitter, that does not pause between tries."""
    return EternalClient(key, **{"sleep": lambda _: None, "random": lambda: 0.0, **options})


def exactly(body: bytes | None, headers: dict[str, str]) -> list[Callable[..., Any]]:
    """Match a request with this body and these headers, and with no other."""

    def matches_body(request: Any) -> tuple[bool, str]:
        return request.body == body, f"the body is {request.body!r}"

    return [matchers.header_matcher(headers, strict_match=True), matches_body]
