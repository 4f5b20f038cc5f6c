"""The cookie with the visitor's token: set with each page, so that it is there in the first run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.model.visitor import is_token, new_token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_AGE_SECONDS: Final = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at most, from the newest page on."""

_CACHE_CONTROL: Final = "private, no-cache"
"""No cache between here and the browser may give the same token to two."""
_HTML: Final = "text/html"
_NOT_MODIFIED: Final = 304


class VisitorCookie:
    """Gives each browser that opens a page a random token, and renews it with each page.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(scope, message):
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", _cookie(scope))
                headers["cache-control"] = _CACHE_CONTROL
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _is_page(scope: Scope, message: Message) -> bool:
    """Whether an answer is a page, or says that the browser's copy of it still holds."""
    if message["status"] == _NOT_MODIFIED:
        return _HTML in Headers(scope=scope).get("accept", "")
    return Headers(raw=message["headers"]).get("content-type", "").startswith(_HTML)


def _cookie(scope: Scope) -> str:
    kept = HTTPConnection(scope).cookies.get(VISITOR_COOKIE)
    token = kept if is_token(kept) else new_token()
    secure = "; Secure" if _is_secure(scope) else ""
    rules = f"Path=/; Max-Age={MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax{secure}"
    return f"{VISITOR_COOKIE}={token}; {rules}"


def _is_secure(scope: Scope) -> bool:
    """Whether the browser came by https, also where a proxy before us ends it."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    scheme = forwarded.partition(",")[0].strip().lower() or scope["scheme"]
    return bool(scheme == "https")
