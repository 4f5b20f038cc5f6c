"""Visits of people who have signed in, without a provider."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.components.sign_in.person import LOGIN_COOKIE
from pages.model.visitor import Visitor
from tests.pages.visitors import BROWSER, token_of

if TYPE_CHECKING:
    import pytest

    from tests.pages.visit import Visit

ISSUER: Final = "https://people.example"
AUTH: Final[dict[str, Any]] = {
    "redirect_uri": "https://dashboard.example/oauth2callback",
    "cookie_secret": "a-cookie-secret-that-nobody-can-guess",
    "client_id": "the-dashboard",
    "client_secret": "a-secret-of-the-client",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
NOBODY: Final[dict[str, Any]] = {"is_logged_in": False}
ANNA_OWNER: Final = Visitor.of_person(ISSUER, "anna-1").owner
COOKIE: Final = "a-signed-cookie"
"""The cookie of a sign-in."""


def anna(**claims: object) -> dict[str, Any]:
    """The claims of somebody who has just signed in; None takes one away."""
    given: dict[str, object] = {
        "is_logged_in": True,
        "iss": ISSUER,
        "sub": "anna-1",
        "iat": time.time() - 1,
        "name": "Anna Berg",
        "email": "anna@example.org",
        "email_verified": True,
    }
    return {name: one for name, one in (given | claims).items() if one is not None}


def as_user(opened: Visit, user: dict[str, Any], **settings: object) -> Visit:
    """The page of a deployment where people sign in, as this user sees it."""
    opened.app.secrets["auth"] = AUTH
    for name, value in settings.items():
        opened.app.secrets[name] = value
    opened.app.user = user
    return opened.run()


def with_cookies(monkeypatch: pytest.MonkeyPatch, browser: str = BROWSER, **more: str) -> None:
    """Has visits come from a browser with the cookie of a sign-in, and with others."""
    cookies = {VISITOR_COOKIE: token_of(browser), LOGIN_COOKIE: COOKIE, **more}
    monkeypatch.setattr(type(st.context), "cookies", cookies)
