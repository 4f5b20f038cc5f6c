"""What the server notes of Streamlit's routes of sign-in, and what it makes of their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from streamlit.web.server.starlette import starlette_server_config

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.components.sign_in.person import LOGIN_COOKIE, logins
from pages.components.sign_in.return_visit import kept_visits
from pages.components.sign_in.routes import (
    CALLBACK,
    CANCELLED,
    FAILED,
    LOGIN,
    LOGOUT,
    NO_ANSWER,
    SignInRoutes,
)
from pages.model.kept_visits import KeptVisit
from pages.model.logins import login_of
from tests.pages.visitors import owner_of, token_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIES = f"{VISITOR_COOKIE}={token_of()}; {LOGIN_COOKIE}=signed"
SIGNED_IN = login_of({LOGIN_COOKIE: "signed"}, LOGIN_COOKIE)


def asked(app: ASGIApp, path: str, query: str = "", cookies: str = COOKIES) -> tuple[int, str]:
    """The status of an answer, and where it leads."""
    started: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)

    headers = [(b"cookie", cookies.encode())]
    scope: dict[str, object] = {"type": "http", "path": path, "method": "GET", "headers": headers}
    scope["query_string"] = query.encode()
    anyio.run(SignInRoutes(app), scope, receive, send)
    (start,) = started
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], found.get("location", "")


@pytest.fixture(autouse=True)
def _left() -> None:
    kept_visits().keep(owner_of(), KeptVisit("create"))
    assert logins().is_current(SIGNED_IN)


def noted() -> str | None:
    """Why the browser is back without a sign-in; None if it is not back."""
    visit = kept_visits().take(owner_of())
    return visit.problem if visit else None


def with_login(value: str = "signed-anew") -> Response:
    """An answer that sets the cookie of a sign-in."""
    answer = RedirectResponse("/", status_code=302)
    answer.set_cookie(LOGIN_COOKIE, value)
    return answer


def test_the_cookie_is_streamlits() -> None:
    """Streamlit calls its cookie as we do."""
    assert starlette_server_config.USER_COOKIE_NAME == LOGIN_COOKIE


def test_somebody_is_back() -> None:
    """A callback that signs somebody in ends the sign-in before, and is noted."""
    assert asked(with_login(), CALLBACK, "code=x&state=y") == (302, "/")
    assert noted() == ""
    assert not logins().is_current(SIGNED_IN)


@pytest.mark.parametrize(
    ("answer", "query", "problem"),
    [
        (RedirectResponse("/", status_code=302), "error=access_denied&state=y", CANCELLED),
        (RedirectResponse("/", status_code=302), "code=x&state=y", FAILED),
        (with_login(""), "code=x&state=y", FAILED),
        (RedirectResponse("/", status_code=302), "", None),
    ],
)
def test_somebody_is_back_without(answer: Response, query: str, problem: str | None) -> None:
    """A callback that signs nobody in is noted with its reason; after a sign-out there is none."""
    assert asked(answer, CALLBACK, query) == (302, "/")
    assert noted() == problem
    assert logins().is_current(SIGNED_IN)


def test_signing_out_ends_the_sign_in() -> None:
    """Whoever signs out is signed out on pages that are open, too; another browser is not."""
    other = login_of({LOGIN_COOKIE: "other"}, LOGIN_COOKIE)
    assert logins().is_current(other)
    asked(RedirectResponse("/", status_code=302), LOGOUT)
    assert not logins().is_current(SIGNED_IN)
    assert logins().is_current(other)


def test_the_way_to_the_provider() -> None:
    """An answer that leads to the provider is passed on, and nothing is noted."""
    answer = RedirectResponse("https://people.example/authorize?state=y", status_code=302)
    assert asked(answer, LOGIN) == (302, "https://people.example/authorize?state=y")
    assert noted() is None


async def crash(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Streamlit breaks."""
    raise RuntimeError("client_secret=hidden")


@pytest.mark.parametrize("base", ["", "/a/path"])
@pytest.mark.parametrize("app", [PlainTextResponse("Authentication error", 400), crash])
def test_a_provider_that_does_not_answer(
    app: ASGIApp, base: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An error on the way to the provider leads back to the pages, which say it in words."""
    assert asked(app, f"{base}{LOGIN}") == (303, f"{base}/")
    assert noted() == NO_ANSWER
    assert "hidden" not in caplog.text


@pytest.mark.parametrize("cookies", ["", f"{VISITOR_COOKIE}=nonsense", f"{LOGIN_COOKIE}="])
def test_strange_cookies(cookies: str) -> None:
    """A browser without our cookies is answered all the same, and changes nothing."""
    for path in (CALLBACK, LOGOUT):
        assert asked(RedirectResponse("/"), path, "error=x", cookies) == (307, "/")
    assert noted() is None
    assert logins().is_current(SIGNED_IN)


def test_other_paths_are_passed_on() -> None:
    """What is no route of sign-in is left alone, errors included."""
    assert asked(PlainTextResponse("no", 404), "/create")[0] == 404
    assert noted() is None
