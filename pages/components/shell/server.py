"""The server around the script: security headers, a health check, and a shutdown that waits.

Nothing here draws. It runs once in a process, not once for each visitor.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import wait
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.components.jobs.kept import close_jobs, in_flight
from pages.components.shell.visitor_cookie import VisitorCookie
from pages.model.jobs import Accepted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from concurrent.futures import Future

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pages.model.jobs import JobError

SCRIPT: Final = Path(__file__).with_name("dashboard.py")
FRAME_ANCESTORS_NAME: Final = "ETERNALAI_FRAME_ANCESTORS"
"""The sites that may frame the dashboard, as in a Content-Security-Policy."""
LONGEST_DRAIN_SECONDS: Final = 100.0
"""Seconds that a shutdown waits for paid requests: longer than their time-out."""

_SELF = "'self'"
_LOOPBACK = "http://127.0.0.1:* http://localhost:*"
_MEDIA = "/media/"
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
                if scope["path"].startswith(_MEDIA):
                    # A download may be an untrusted SVG: opened, it runs no script.
                    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def healthz(_request: Request) -> JSONResponse:
    """Answer the health check."""
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """At shutdown, wait for the answers to paid requests, and log their ids.

    The platform must give the process the time.
    """
    yield
    if sent := in_flight().unanswered():
        _log.warning("Stopping once %d paid requests are answered.", len(sent))
        await anyio.to_thread.run_sync(_drain, sent)
    await anyio.to_thread.run_sync(close_jobs)


def _drain(sent: Sequence[Future[Accepted | JobError]]) -> None:
    answered, late = wait(sent, LONGEST_DRAIN_SECONDS)
    for one in answered:
        answer = one.result()
        if isinstance(answer, Accepted):
            _log.warning("Accepted while stopping: %s.", answer.remote_id)
        else:
            _log.warning("Failed while stopping: %s %s", answer.headline, answer.detail)
    if late:
        _log.error("%d paid requests were not answered before the end.", len(late))


def render_crash(error: Exception) -> bool:
    """Render a plain sentence in place of a traceback, and log the error."""
    _log.error("A page crashed", exc_info=error)
    st.error(
        "Reload the page. What you paid for goes on; an ID in the address is kept.",
        title="Something went wrong on this page.",
        icon=":material/error:",
    )
    return True


ROUTES: Final = (Route("/healthz", healthz),)
MIDDLEWARE: Final = (
    Middleware(VisitorCookie),
    Middleware(SecurityHeaders, setting=lambda: os.environ.get(FRAME_ANCESTORS_NAME, "")),
)
