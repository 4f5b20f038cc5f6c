"""Sign-ins that have ended, while pages of theirs are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.model import logins as module
from pages.model.logins import Logins, login_of

if TYPE_CHECKING:
    import pytest

NAME = "_streamlit_user"


def test_a_sign_in_ends() -> None:
    """A sign-in counts until it is ended; another one goes on."""
    logins = Logins()
    assert logins.is_current("a")
    assert logins.is_current("b")
    logins.end("a")
    assert not logins.is_current("a")
    assert logins.is_current("b")


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those used longest ago are forgotten first; what no page has used is not kept at all."""
    monkeypatch.setattr(module, "MOST_LOGINS", 3)
    logins = Logins()
    for login in "abc":
        assert logins.is_current(login)
    logins.end("a")
    for number in range(10):
        logins.end(f"made up {number}")
    assert not logins.is_current("a")
    assert logins.is_current("d")
    assert not logins.is_current("a")
    assert len(logins._has_ended) == 3


def test_what_names_a_sign_in() -> None:
    """A sign-in is named by its cookie in all its parts, and by no other cookie."""
    login = login_of({NAME: "chunks-2", f"{NAME}_1": "x", f"{NAME}_2": "y", "other": "z"}, NAME)
    assert login == login_of({f"{NAME}_2": "y", NAME: "chunks-2", f"{NAME}_1": "x"}, NAME)
    assert login != login_of({NAME: "chunks-2", f"{NAME}_1": "x", f"{NAME}_2": "Y"}, NAME)
    assert login != login_of({NAME: "chunks-2"}, NAME)
    assert login_of({NAME: "x", f"{NAME}_tokens": "y"}, NAME) == login_of({NAME: "x"}, NAME)
    assert login_of({"other": "x"}, NAME) == ""
    assert "chunks" not in login
