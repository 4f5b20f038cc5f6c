"""Whose visit it is: the token in a cookie or in the browser's storage, and its hash in records."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import anyio
import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.components.shell.visitor_cookie import VisitorCookie
from pages.model.visitor import Visitor, is_token, new_token
from tests.pages.visitors import owner_of, token_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

TOKEN = token_of("somebody")
MALFORMED = [
    "",
    "short",
    TOKEN[:-1],
    TOKEN + "A",
    TOKEN[:-1] + "=",
    TOKEN[:-1] + ".",
    TOKEN[:-1] + "\u0661",
    TOKEN + "\n",
    "<script>alert(1)</script>",
]


def answered(response: Response, **sent: str) -> tuple[list[str], Mapping[str, str]]:
    """The cookies that an answer sets, and its headers, for a request with these headers."""
    started: list[tuple[str, str]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        raw: list[tuple[bytes, bytes]] = message.get("headers", [])  # type: ignore[assignment]
        started.extend((name.decode(), value.decode()) for name, value in raw)

    scheme = sent.pop("scheme", "http")
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "path": "/", "method": "GET", "headers": raw, "scheme": scheme}
    anyio.run(VisitorCookie(response), scope, receive, send)  # type: ignore[arg-type]
    return [value for name, value in started if name == "set-cookie"], dict(started)


def token_in(cookies: list[str]) -> str:
    """The token of the only cookie that is set."""
    (cookie,) = cookies
    return cookie.partition(";")[0].removeprefix(f"{VISITOR_COOKIE}=")


def page() -> Response:
    """A page."""
    return HTMLResponse("hello")


@pytest.mark.row("X7")
def test_each_browser_gets_a_token() -> None:
    """A browser that opens its first page gets a random token for 400 days; no script reads it."""
    first, second = (answered(page())[0] for _ in range(2))
    assert is_token(token_in(first))
    assert token_in(first) != token_in(second)
    (cookie,) = first
    rules = cookie.split("; ")[1:]
    assert rules == ["Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Lax"]


def test_each_page_renews_the_cookie() -> None:
    """A browser that has a token keeps it, for another 400 days from each page on."""
    cookies, _ = answered(page(), cookie=f"theme=dark; {VISITOR_COOKIE}={TOKEN}")
    assert token_in(cookies) == TOKEN
    assert "Max-Age=34560000" in cookies[0]


@pytest.mark.parametrize("value", [one for one in MALFORMED if one.isascii() and "\n" not in one])
def test_a_malformed_cookie_is_replaced(value: str) -> None:
    """What has not the form of a token is replaced, and stands nowhere in the answer."""
    cookies, headers = answered(page(), cookie=f"{VISITOR_COOKIE}={value}")
    assert is_token(token_in(cookies))
    assert token_in(cookies) != value
    assert not value or value not in str(headers)


@pytest.mark.parametrize("value", [*MALFORMED, None, 7, TOKEN.encode()])
def test_the_form_of_a_token(value: object) -> None:
    """Only 43 letters of URL-safe base64 are a token, and a new one is of that form."""
    assert not is_token(value)
    assert is_token(new_token())


@pytest.mark.parametrize(
    ("scheme", "forwarded", "is_secure"),
    [
        ("http", "", False),
        ("https", "", True),
        ("http", "https", True),
        ("http", "HTTPS, http", True),
        ("http", "http, https", False),
        ("https", "http", False),
    ],
)
def test_over_https_the_cookie_is_secure(scheme: str, forwarded: str, *, is_secure: bool) -> None:
    """What counts is how the browser came, as a proxy that ends TLS says."""
    sent = {"x_forwarded_proto": forwarded} if forwarded else {}
    (cookie,), _ = answered(page(), scheme=scheme, **sent)
    assert cookie.endswith("; Secure") == is_secure


def test_only_pages_set_the_cookie() -> None:
    """Scripts, pictures and data set no cookie, and may be cached as before."""
    script = Response("1", media_type="text/javascript")
    for one in (PlainTextResponse("hello"), script, Response(status_code=304)):
        cookies, headers = answered(one, accept="*/*")
        assert not cookies
        assert "private" not in headers.get("cache-control", "")


def test_a_page_that_has_not_changed_renews_the_cookie() -> None:
    """An answer that the browser's own copy of a page still holds renews the cookie, too."""
    accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    unchanged = Response(status_code=304)
    cookies, _ = answered(unchanged, accept=accept, cookie=f"{VISITOR_COOKIE}={TOKEN}")
    assert token_in(cookies) == TOKEN


def test_no_shared_cache_keeps_a_page() -> None:
    """A cache between here and the browsers may not give one token to two of them."""
    _, headers = answered(HTMLResponse("hello", headers={"Cache-Control": "no-cache"}))
    assert headers["cache-control"] == "private, no-cache"


def test_the_owner_is_a_hash() -> None:
    """An owner says nothing of the token, and is the same for the same token only."""
    owner = Visitor.of(TOKEN).owner
    assert re.fullmatch("[0-9a-f]{64}", owner)
    assert owner == owner_of("somebody") != owner_of("somebody else")
    assert TOKEN not in repr(Visitor.of(TOKEN))


def seen_visitor(opened: Visit) -> Visitor:
    """The visitor that a visit has."""
    visitor = opened.app.session_state["visitor"]
    assert isinstance(visitor, Visitor)
    return visitor


def asks_storage(opened: Visit) -> bool:
    """Whether the page asks the browser's storage for a token."""
    return any(one.proto.component_name == "visitor" for one in opened.app.get("bidi_component"))


def give_token(opened: Visit, token: object) -> Visit:
    """Has the component of the page hand over a token."""
    (component,) = opened.app.get("bidi_component")
    events = [{"event": "token", "value": token}]
    states = opened.app._tree.get_widget_states()
    given = states.widgets.add()
    given.id = f"$$STREAMLIT_INTERNAL_KEY{component.proto.id}__events"
    given.json_trigger_value = json.dumps(events)
    opened.app._run(states)
    return opened


def test_a_cookie_is_the_visitor(visit: OpenPage) -> None:
    """With a cookie the first run knows the visitor, and no storage is asked."""
    opened = visit("create")
    assert seen_visitor(opened) == Visitor.of(token_of())
    assert not asks_storage(opened)
