"""What Streamlit does not tell the pages of a sign-in: that somebody is back, or signed out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.components.sign_in.person import LOGIN_COOKIE, logins
from pages.components.sign_in.return_visit import kept_visits
from pages.model.logins import login_of
from pages.model.visitor import Visitor, is_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGIN: Final = "/auth/login"
LOGOUT: Final = "/auth/logout"
CALLBACK: Final = "/oauth2callback"
NO_ANSWER: Final = "The sign-in service cannot be reached just now. Try again in a moment."
CANCELLED: Final = "You were not signed in: it was cancelled, or the sign-in service refused it."
FAILED: Final = "You were not signed in: something went wrong on the way. Try again."

_FIRST_ERROR = 400
_log = logging.getLogger("eternal.dashboard")


class SignInRoutes:
    """Middleware that notes the end of each sign-in and sign-out, and has no error page be seen.

    Args:
        app: What answers: Streamlit.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path.endswith(LOGIN):
            await self._login(scope, receive, send)
        elif path.endswith(CALLBACK):
            await self._callback(scope, receive, send)
        else:
            if path.endswith(LOGOUT):
                _end_login(scope)
            await self._app(scope, receive, send)

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send somebody to the provider, or back to the pages if it does not answer."""
        answer: list[Message] = []

        async def hold(message: Message) -> None:
            answer.append(message)

        try:
            await self._app(scope, receive, hold)
        except Exception as error:
            _log.error("Nobody can be sent to the sign-in service: %s", type(error).__name__)
            answer.clear()
        if answer and answer[0]["status"] < _FIRST_ERROR:
            for message in answer:
                await send(message)
            return
        _note_return(scope, NO_ANSWER)
        back = scope["path"].removesuffix(LOGIN) + "/"
        await RedirectResponse(back, status_code=303)(scope, receive, send)

    async def _callback(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sign somebody in whom the provider has sent back, and note how that went."""
        query = parse_qs(scope["query_string"].decode("latin-1"))

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _sets_login(message):
                    _end_login(scope)
                    _note_return(scope)
                elif "error" in query:
                    _note_return(scope, CANCELLED)
                elif "state" in query:
                    _note_return(scope, FAILED)
            await send(message)

        await self._app(scope, receive, note)


def _sets_login(message: Message) -> bool:
    """Whether an answer sets the cookie of a sign-in, and not an empty one."""
    cookies: Sequence[str] = Headers(raw=message["headers"]).getlist("set-cookie")
    values = [
        cookie.partition(";")[0].partition("=")[2]
        for cookie in cookies
        if cookie.startswith(f"{LOGIN_COOKIE}=")
    ]
    return any(value.strip('" ') for value in values)


def _end_login(scope: Scope) -> None:
    """End the sign-in of the browser's cookie: pages that are open have read it already."""
    logins().end(login_of(HTTPConnection(scope).cookies, LOGIN_COOKIE))


def _note_return(scope: Scope, problem: str = "") -> None:
    token = HTTPConnection(scope).cookies.get(VISITOR_COOKIE)
    if is_token(token):
        kept_visits().note_return(Visitor.of(str(token)).owner, problem)
