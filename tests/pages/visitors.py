"""Whose browser a visit comes from."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.model.visitor import Visitor

if TYPE_CHECKING:
    import pytest

BROWSER: Final = "the browser of the tests"


def token_of(browser: str = BROWSER) -> str:
    """The token that a browser of that name keeps."""
    return urlsafe_b64encode(sha256(browser.encode()).digest()).decode().rstrip("=")


def owner_of(browser: str = BROWSER) -> str:
    """The owner of what is sent from a browser of that name."""
    return Visitor.of(token_of(browser)).owner


def visit_from(monkeypatch: pytest.MonkeyPatch, browser: str) -> None:
    """Has visits that begin now come from that browser; without a name from one without cookies."""
    cookies = {VISITOR_COOKIE: token_of(browser)} if browser else {}
    monkeypatch.setattr(type(st.context), "cookies", cookies)
