"""What the server adds around the pages: headers, and who may frame them."""

from __future__ import annotations

import anyio
import pytest
from starlette.responses import PlainTextResponse

from pages.components.shell.security_headers import SecurityHeaders, allowed_frame_ancestors

SELF = "'self'"


def headers_of(path: str, setting: str = "") -> dict[str, str]:
    """The headers of the answer to one request."""
    found: dict[str, str] = {}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            raw: list[tuple[bytes, bytes]] = message["headers"]  # type: ignore[assignment]
            found.update({name.decode(): value.decode() for name, value in raw})

    app = SecurityHeaders(PlainTextResponse("hello"), lambda: setting)
    scope = {"type": "http", "path": path, "method": "GET", "headers": []}
    anyio.run(app, scope, receive, send)  # type: ignore[arg-type]
    return found


@pytest.mark.row("X9")
def test_no_other_site_may_frame_the_page() -> None:
    """Without a setting a browser is told, in both ways it knows, that only we may frame us."""
    headers = headers_of("/create")
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_setting_allows_a_frame() -> None:
    """The sites that the setting names may frame the page: the older header cannot name them."""
    headers = headers_of("/", "'self' https://intranet.example")
    policy = headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://intranet.example")
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("value", ["", "  ", "*; script-src *", "a, b", "ünder.example", "a\nb"])
def test_a_setting_that_could_end_the_directive_is_not_taken(value: str) -> None:
    """A value that is empty, or could add a directive of its own, leaves framing refused."""
    assert allowed_frame_ancestors(value) == SELF


@pytest.mark.row("S22")
def test_a_downloaded_drawing_runs_nothing() -> None:
    """What the server hands out as media may run no script, wherever it was drawn."""
    assert headers_of("/media/abc.svg")["content-security-policy"] == "default-src 'none'; sandbox"


def test_nothing_is_sniffed_and_no_address_leaves() -> None:
    """A browser takes answers for what they say they are, and tells no other site our address."""
    headers = headers_of("/")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
