"""Back from the provider: the page, its address and the words are as they were, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.components.sign_in.return_visit import kept_visits
from tests.pages.labels import CREATE, DESCRIBE, ELARA, PROMPT
from tests.pages.signed_in import NOBODY, anna, as_user
from tests.pages.visit import APP, Visit
from tests.pages.visitors import owner_of, visit_from

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage


@pytest.fixture(autouse=True)
def _no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "login", lambda _: None)


def left(visit: OpenPage, **query: Any) -> Visit:
    """A page with words in its form, left for the provider."""
    opened = as_user(visit("create", **query), NOBODY)
    return opened.type(DESCRIBE, PROMPT).press("Sign in")


def back(opened: Visit, user: dict[str, Any], problem: str = "") -> Visit:
    """A new visit that begins at ``/``, where the provider has sent the browser back to."""
    kept_visits().note_return(owner_of(), problem)
    page = AppTest.from_file(str(APP), default_timeout=20)
    return as_user(Visit(page, opened.api, opened.skip), user)


def page_of(opened: Visit) -> str:
    """The title of the page."""
    return str(opened.app.title[0].value)


def test_page_address_and_words(visit: OpenPage) -> None:
    """Whoever has signed in is on the page that was left, with its address and the words."""
    opened = back(left(visit, shortlist=ELARA, source="Live"), anna())
    assert page_of(opened) == "Create"
    assert opened.address("shortlist") == [ELARA]
    assert opened.field(DESCRIBE).value == PROMPT
    opened.press(CREATE).wait(lambda now: bool(now.sent()))
    assert len(opened.sent()) == 1


def test_the_choices_of_generate(visit: OpenPage) -> None:
    """Kind, length and words of a video are as they were, too."""
    opened = as_user(visit("generate", character=ELARA), NOBODY)
    opened.choose("How", "Custom").type("Describe the change", "at sea").choose("Make a", "video")
    opened.choose("Seconds", 3).press("Sign in")
    opened = back(opened, anna())
    assert page_of(opened) == "Generate"
    assert opened.address("character") == [ELARA]
    assert opened.field("Describe the change").value == "at sea"
    assert opened.field("Seconds").value == 3


def test_it_is_given_once(visit: OpenPage) -> None:
    """The next visit begins as always."""
    opened = back(left(visit), anna())
    again = as_user(visit("gallery", again=opened), anna())
    assert page_of(again) == "Gallery"
    assert not as_user(visit("create", again=opened), anna()).field(DESCRIBE).value


def test_another_browser_gets_nothing(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed is for the browser that it was typed in."""
    opened = left(visit)
    kept_visits().note_return(owner_of())
    visit_from(monkeypatch, "another browser")
    stranger = as_user(visit("gallery", again=opened), anna())
    assert page_of(stranger) == "Gallery"


def test_why_there_is_no_sign_in(visit: OpenPage) -> None:
    """Whoever could not sign in reads why, with the words kept, until the next page."""
    opened = back(left(visit), NOBODY, "It was cancelled.")
    assert page_of(opened) == "Create"
    assert opened.field(DESCRIBE).value == PROMPT
    assert "It was cancelled." in opened.run().words
    assert "It was cancelled." not in opened.go("history").words
    assert "It was cancelled." not in opened.go("create").words


def test_back_by_the_browser(visit: OpenPage) -> None:
    """Whoever goes Back from the provider finds the words, and again after signing in."""
    opened = left(visit, shortlist=ELARA)
    returned = as_user(visit("create", again=opened, shortlist=ELARA), NOBODY)
    assert returned.field(DESCRIBE).value == PROMPT
    assert not as_user(visit("create", again=opened), NOBODY).field(DESCRIBE).value
    assert back(opened, anna()).field(DESCRIBE).value == PROMPT


def test_an_own_key_is_not_kept(visit: OpenPage) -> None:
    """What is kept meanwhile holds no key."""
    opened = visit("create")
    opened.type("Your own key", "a-key-of-the-visitor").run()
    as_user(opened, NOBODY).press("Sign in")
    assert "a-key-of-the-visitor" not in repr(kept_visits()._kept)
    assert kept_visits().peek(owner_of()) is not None
