"""Security headers: what a page may load, and which sites may show it in a frame."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

from pages.components.source.portraits import PORTRAITS_PATH

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAME_ANCESTORS_NAME: Final = "ETERNALAI_FRAME_ANCESTORS"
"""The sites that may frame the dashboard, as in a Content-Security-Policy."""

_SELF = "'self'"
_LOOPBACK = "http://127.0.0.1:* http://localhost:*"
_PICTURES = ("/media/", PORTRAITS_PATH)
_log = logging.getLogger("eternal.dashboard")


def page_policy(frame_ancestors: str = _SELF) -> str:
    """The Content-Security-Policy of the page.

    Streamlit's page needs inline scripts and styles, scripts from blobs and fonts as data; pictures
    and videos come from any https host. Other sites may not frame the page, so that a click in
    their frame cannot pay.

    Args:
        frame_ancestors: The sites that may frame the page.
    """
    directives = {
        "default-src": _SELF,
        "script-src": f"{_SELF} 'unsafe-inline' blob:",
        "style-src": f"{_SELF} 'unsafe-inline'",
        "font-src": f"{_SELF} data:",
        "img-src": f"{_SELF} data: blob: https: {_LOOPBACK}",
        "media-src": f"{_SELF} data: blob: https: {_LOOPBACK}",
        "connect-src": f"{_SELF} ws: wss:",
        "worker-src": f"{_SELF} blob:",
        "frame-src": _SELF,
        "object-src": "'none'",
        "base-uri": _SELF,
        "form-action": _SELF,
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def allowed_frame_ancestors(value: str) -> str:
    """The setting of the framing sites; ``'self'`` if it is empty or could end the directive."""
    value = value.strip()
    is_clean = value.isascii() and value.isprintable() and not set(value) & {";", ","}
    if value and not is_clean:
        _log.warning("%s cannot be used: framing stays refused.", FRAME_ANCESTORS_NAME)
    return value if value and is_clean else _SELF


class SecurityHeaders:
    """Middleware that adds security headers to each answer over HTTP.

    Args:
        app: The application behind it.
        setting: Gives the setting of the framing sites. It is called at the first answer: Streamlit
            puts secrets into the environment only once the server has started.
    """

    def __init__(self, app: ASGIApp, setting: Callable[[], str]) -> None:
        self._app = app
        self._setting = setting

    @cached_property
    def _headers(self) -> dict[str, str]:
        frame_ancestors = allowed_frame_ancestors(self._setting())
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Content-Security-Policy": page_policy(frame_ancestors),
        }
        if frame_ancestors == _SELF:
            headers["X-Frame-Options"] = "SAMEORIGIN"
        return headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if scope["path"].startswith(_PICTURES):
                    # A download may be an untrusted SVG: opened, it runs no script.
                    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
            await send(message)

        await self._app(scope, receive, send_with_headers)
