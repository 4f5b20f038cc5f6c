"""Records requests as they arrived, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import Scope


MOST_RECORDED: Final = 1000


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request, as it arrived."""

    method: str
    path: str
    query: str
    """The query string, undecoded."""
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes


def recorded(scope: Scope, body: bytes) -> RecordedRequest:
    """Record a request."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    return RecordedRequest(
        scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, body
    )
