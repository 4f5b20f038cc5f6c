"""Signing in, as the pages show it: who may create, and what is refused though it is pressed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st

from pages.components.jobs.kept import demo_jobs, live_jobs
from pages.components.sign_in.person import LOGIN_COOKIE, logins
from pages.model import permission
from pages.model.job_store import JobQuery
from pages.model.logins import login_of
from pages.model.permission import Refusal
from tests.pages.labels import CREATE, DESCRIBE, ELARA, PROMPT
from tests.pages.past_jobs import creation, keep
from tests.pages.signed_in import ANNA_OWNER, AUTH, COOKIE, NOBODY, anna, as_user, with_cookies
from tests.pages.visitors import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

LISTED = {"ETERNALAI_ALLOWED_PEOPLE": "anna@example.org"}
SIGN_IN, SIGN_OUT = "Sign in", "Sign out"
GENERATE = "Generate"


def has_field(opened: Visit, label: str) -> bool:
    """Whether there is a text field of that label."""
    return any(one.label == label for one in (*opened.app.text_input, *opened.app.text_area))


@pytest.mark.parametrize("page", ["create", "generate"])
def test_signed_out_the_form_is_there(visit: OpenPage, page: str) -> None:
    """Whoever has not signed in sees the form and the way in, and no field for a key."""
    opened = visit(page) if page == "create" else visit(page, character=ELARA)
    as_user(opened, NOBODY)
    assert f"Sign in to {page}." in opened.words
    assert has_field(opened, DESCRIBE if page == "create" else "Effect ID")
    assert opened.has_button(SIGN_IN)
    assert not opened.has_button(CREATE if page == "create" else GENERATE)
    assert not has_field(opened, "Your own key")
    assert not opened.has_button(SIGN_OUT)
    assert "left today" not in opened.words


def test_the_demo_is_for_everybody(visit: OpenPage) -> None:
    """In the demo nothing is paid, so nobody needs to sign in."""
    opened = as_user(visit("create", source="Demo"), NOBODY)
    opened.type(DESCRIBE, PROMPT).press(CREATE)
    assert demo_jobs().search(owner_of(), JobQuery()).total == 1
    assert "Sign in to" not in opened.words


def test_without_a_section_nothing_is_said(visit: OpenPage) -> None:
    """Where nobody signs in, nothing on the page speaks of it."""
    opened = visit("create")
    assert "sign" not in opened.words.lower()
    assert not opened.has_button(SIGN_IN)


def test_whoever_has_signed_in_creates(visit: OpenPage) -> None:
    """What a person creates is sent once and belongs to the person, not to the browser."""
    opened = as_user(visit("create"), anna(), **LISTED)
    opened.type(DESCRIBE, PROMPT).press(CREATE).wait(lambda now: bool(now.sent()))
    assert len(opened.sent()) == 1
    assert live_jobs().search(ANNA_OWNER, JobQuery()).total == 1
    assert live_jobs().search(owner_of(), JobQuery()).total == 0


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"email": "otto@example.org"}, Refusal.NOT_LISTED),
        ({"email": None}, Refusal.NO_EMAIL),
        ({"email_verified": False}, Refusal.UNVERIFIED),
        ({"email_verified": None}, Refusal.UNVERIFIED),
    ],
)
def test_who_is_not_let_in_is_told_why(
    visit: OpenPage, claims: dict[str, Any], refused: Refusal
) -> None:
    """Whoever has signed in and may not create reads why, and can sign out."""
    opened = as_user(visit("create"), anna(**claims), **LISTED)
    assert refused in opened.words
    assert not opened.has_button(CREATE)
    assert opened.has_button(SIGN_OUT)


def signs_out(opened: Visit, _: pytest.MonkeyPatch) -> None:
    """Streamlit forgets the user."""
    opened.app.user = dict(NOBODY)


def signs_out_elsewhere(_: Visit, __: pytest.MonkeyPatch) -> None:
    """Another tab signs out: this one still has the claims."""
    logins().end(login_of({LOGIN_COOKIE: COOKIE}, LOGIN_COOKIE))


def waits_too_long(_: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month goes by, as the rules see it."""
    real = permission.has_expired
    monkeypatch.setattr(
        permission, "has_expired", lambda *of: real(of[0], of[1], of[2] + 2_592_000)
    )


def is_taken_off(opened: Visit, _: pytest.MonkeyPatch) -> None:
    """Somebody changes the list."""
    opened.app.secrets["ETERNALAI_ALLOWED_PEOPLE"] = "otto@example.org"


def has_half_a_section(opened: Visit, _: pytest.MonkeyPatch) -> None:
    """Somebody breaks the section."""
    opened.app.secrets["auth"] = {"client_id": "the-dashboard"}


STALE = pytest.mark.parametrize(
    ("becomes_stale", "words"),
    [
        (signs_out, Refusal.SIGNED_OUT),
        (signs_out_elsewhere, Refusal.SIGNED_OUT),
        (waits_too_long, Refusal.SIGNED_OUT),
        (is_taken_off, Refusal.NOT_LISTED),
        (has_half_a_section, "has no redirect_uri"),
    ],
)


@STALE
@pytest.mark.parametrize("own_key", ["", "a-key-of-the-visitor"])
def test_a_stale_page_is_refused(
    visit: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    becomes_stale: Callable[[Visit, pytest.MonkeyPatch], None],
    words: str,
    own_key: str,
) -> None:
    """A button that was drawn before is pressed: nothing is sent or lost, and it says why."""
    with_cookies(monkeypatch)
    opened = as_user(visit("create"), anna(), **LISTED)
    if own_key:
        opened.type("Your own key", own_key).run()
    opened.type(DESCRIBE, PROMPT)
    assert opened.has_button(CREATE)
    becomes_stale(opened, monkeypatch)
    opened.press(CREATE)
    assert words in opened.words
    assert not opened.sent()
    for owner in (ANNA_OWNER, owner_of()):
        assert live_jobs().search(owner, JobQuery()).total == 0
    if words != "has no redirect_uri":
        assert opened.field(DESCRIBE).value == PROMPT


@STALE
def test_a_stale_page_generates_nothing(
    visit: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    becomes_stale: Callable[[Visit, pytest.MonkeyPatch], None],
    words: str,
) -> None:
    """The same holds for pictures and videos."""
    with_cookies(monkeypatch)
    opened = as_user(visit("generate", character=ELARA), anna(), **LISTED)
    opened.choose("How", "Custom").type("Describe the change", "at sea")
    becomes_stale(opened, monkeypatch)
    opened.press(GENERATE)
    assert words in opened.words
    assert not opened.sent()


def test_half_a_section_is_one_sentence(visit: OpenPage) -> None:
    """A section that is not whole stops every page, with one sentence and no secret."""
    opened = visit("create")
    opened.app.secrets["auth"] = {"cookie_secret": AUTH["cookie_secret"]}
    opened.run()
    assert len(opened.app.error) == 1
    assert "[auth] in the secrets has no redirect_uri." in opened.words
    assert AUTH["cookie_secret"] not in opened.words
    assert not opened.app.title


@pytest.mark.parametrize("name", ["**Anna** [x](https://evil.example)", "<b>Anna</b>", "# Anna"])
def test_a_name_is_plain_text(visit: OpenPage, name: str) -> None:
    """The name and the address of a person are the provider's words, and are shown as text."""
    opened = as_user(visit("create"), anna(name=name, email="*a*@example.org"))
    shown = [one.value for one in opened.app.text]
    assert {name, "*a*@example.org"} <= set(shown)
    others = [one.value for one in (*opened.app.markdown, *opened.app.caption)]
    assert not [one for one in others if name in one]


CLOSED = {"ETERNALAI_SIGN_IN_TO_BROWSE": "true"}


@pytest.mark.parametrize("page", ["gallery", "create", "lookup", "generate", "history"])
@pytest.mark.parametrize("user", [NOBODY, anna(email="otto@example.org")])
def test_browsing_can_be_closed(visit: OpenPage, page: str, user: dict[str, Any]) -> None:
    """Where browsing is closed, whoever may not create sees no page, and nothing is asked for."""
    opened = visit("create")
    as_user(opened, user, **CLOSED, **LISTED)
    before = len(opened.sent("GET"))
    opened.go(page, details="6790", id="6790", character="6790")
    assert len(opened.sent("GET")) == before
    assert [one.value for one in opened.app.title] == ["Characters"]
    assert opened.has_button(SIGN_IN) is (user is NOBODY)


def test_browsing_is_open_to_who_may_create(visit: OpenPage) -> None:
    """Where browsing is closed, whoever may create sees all; elsewhere everybody does."""
    opened = as_user(visit("history"), anna(), **CLOSED, **LISTED)
    assert [one.value for one in opened.app.title] == ["History"]
    opened = as_user(visit("history"), NOBODY)
    assert [one.value for one in opened.app.title] == ["History"]


def test_signing_out(visit: OpenPage) -> None:
    """A person signs out by the button; the browser has its own History again."""
    opened = as_user(visit("history"), anna())
    assert "you see it wherever you sign in" in opened.words
    opened.press(SIGN_OUT)
    assert "You are not signed in." in opened.words
    assert "It belongs to this browser" in opened.words


def test_several_providers(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each provider has a button with its name, and the button leads there."""
    asked: list[str] = []
    monkeypatch.setattr(st, "login", asked.append)
    opened = visit("create")
    of_provider = {
        name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")
    }
    shared = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
    opened.app.secrets["auth"] = shared | {"google": of_provider, "okta": of_provider}
    opened.app.user = dict(NOBODY)
    opened.run().press("Sign in with Okta")
    assert asked == ["okta"]
    assert opened.has_button("Sign in with Google")


def test_an_old_sign_in_counts_as_none(visit: OpenPage) -> None:
    """A sign-in that is older than it may be shows the way in again."""
    opened = as_user(visit("create"), anna(iat=time.time() - 3601), ETERNALAI_SIGN_IN_HOURS=1)
    assert "Sign in to create." in opened.words
    assert not opened.has_button(SIGN_OUT)


def test_a_stale_page_deletes_nothing(visit: OpenPage) -> None:
    """A page of somebody who has signed out since does not delete that person's History."""
    keep(creation(owner=ANNA_OWNER))
    opened = as_user(visit("history"), anna()).press("Delete all")
    opened.app.user = dict(NOBODY)
    opened.app.button(key="history.delete").click()
    opened.run()
    assert live_jobs().search(ANNA_OWNER, JobQuery()).total == 1
