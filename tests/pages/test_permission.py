"""Who may spend: a person's claims and the rules of a deployment give an answer or a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pages.model.permission import Person, Refusal, has_expired, person_of, refusal
from pages.model.sign_in import AllowedPeople, SignIn

NOW = 1_800_000_000.0
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://people.example",
    "sub": "anna-1",
    "iat": NOW - 60,
    "name": "Anna Berg",
    "email": "anna@example.org",
    "email_verified": True,
}
ANYBODY = SignIn(("default",), seconds=3600.0)
LISTED = replace(
    ANYBODY, people=AllowedPeople(frozenset({"anna@example.org"}), frozenset({"example.com"}))
)


def somebody(**claims: object) -> Person:
    """A person whose claims differ in some; None takes one away."""
    given = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    person = person_of(given)
    assert person is not None
    return person


def test_a_person() -> None:
    """The claims of a token are a person."""
    assert somebody() == Person(
        "https://people.example",
        "anna-1",
        "Anna Berg",
        "anna@example.org",
        is_verified=True,
        signed_in_at=NOW - 60,
    )


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "test@example.com"},
        CLAIMS | {"is_logged_in": False},
        CLAIMS | {"is_logged_in": "true"},
        CLAIMS | {"is_logged_in": 1},
        CLAIMS | {"iss": ""},
        CLAIMS | {"sub": " "},
        CLAIMS | {"sub": 7},
        {name: value for name, value in CLAIMS.items() if name != "iss"},
        {name: value for name, value in CLAIMS.items() if name != "sub"},
    ],
)
def test_nobody(claims: dict[str, Any]) -> None:
    """Without a sign-in, an issuer and a subject there is no person."""
    assert person_of(claims) is None


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({}, "Anna Berg"),
        ({"name": None}, "anna@example.org"),
        ({"name": "\u202e\u200b"}, "anna@example.org"),
        ({"name": ["Anna"]}, "anna@example.org"),
        ({"name": "", "email": None, "preferred_username": "anna"}, "anna"),
        ({"name": None, "email": None}, "Somebody"),
        ({"name": "Anna\n\u202eBerg"}, "Anna Berg"),
    ],
)
def test_names(claims: dict[str, Any], name: str) -> None:
    """A person is called by name, else by address: one line of text that can be seen."""
    assert somebody(**claims).name == name
    assert len(somebody(name="x" * 1000).name) <= 80


@pytest.mark.parametrize(
    ("claim", "is_verified"),
    [
        (True, True),
        ("true", True),
        (False, False),
        ("false", False),
        (1, False),
        ("", False),
        (None, None),
    ],
)
def test_what_is_said_of_an_address(claim: object, *, is_verified: bool | None) -> None:
    """An address is verified if the provider says so, as a boolean or as its text."""
    assert somebody(email_verified=claim).is_verified is is_verified


def test_without_rules_all_may() -> None:
    """Where nobody needs to sign in, everybody may create."""
    assert refusal(None, None, NOW) is None
    assert refusal(somebody(email_verified=False), None, NOW) is None


def test_signed_out() -> None:
    """Where people sign in, nobody else may create."""
    assert refusal(None, ANYBODY, NOW) is Refusal.SIGNED_OUT
    assert refusal(None, LISTED, NOW) is Refusal.SIGNED_OUT


def test_without_a_list_an_address_does_not_matter() -> None:
    """Without a list everybody who has signed in may create."""
    assert refusal(somebody(email=None, email_verified=None), ANYBODY, NOW) is None


@pytest.mark.parametrize(
    ("email", "refused"),
    [
        ("anna@example.org", None),
        ("ANNA@Example.ORG", None),
        ("otto@example.com", None),
        ("otto@EXAMPLE.com", None),
        ("otto@example.org", Refusal.NOT_LISTED),
        ("otto@sub.example.com", Refusal.NOT_LISTED),
        ("otto@notexample.com", Refusal.NOT_LISTED),
        ("otto@example.com.evil.example", Refusal.NOT_LISTED),
        ("example.com", Refusal.NOT_LISTED),
        ("@example.com", Refusal.NOT_LISTED),
        ("a@b@example.com", Refusal.NOT_LISTED),
        ("otto @example.com", Refusal.NOT_LISTED),
        ("otto@example.com ", Refusal.NOT_LISTED),
        ("otto@example.com\n", Refusal.NOT_LISTED),
        ("\u212aatja@example.com", Refusal.NOT_LISTED),
        ("anna@example.org,otto@evil.example", Refusal.NOT_LISTED),
        ("", Refusal.NO_EMAIL),
        (None, Refusal.NO_EMAIL),
        (["anna@example.org"], Refusal.NO_EMAIL),
    ],
)
def test_the_list(email: object, refused: Refusal | None) -> None:
    """An address is on the list as a whole or by its domain, in capitals or not."""
    assert refusal(somebody(email=email), LISTED, NOW) is refused


def test_a_letter_that_only_looks_the_same() -> None:
    """The sign of kelvin is no k, though it becomes one in lower case."""
    people = AllowedPeople(frozenset({"katja@example.org"}), frozenset({"k.example"}))
    assert people.includes("Katja@example.org")
    assert not people.includes("\u212aatja@example.org")
    assert not people.includes("anna@\u212a.example")


@pytest.mark.parametrize(
    ("claim", "trusts", "refused"),
    [
        (True, False, None),
        (None, False, Refusal.UNVERIFIED),
        (None, True, None),
        (False, False, Refusal.UNVERIFIED),
        (False, True, Refusal.UNVERIFIED),
        ("false", True, Refusal.UNVERIFIED),
    ],
)
def test_an_address_is_verified(claim: object, *, trusts: bool, refused: Refusal | None) -> None:
    """Only a verified address is on the list; the setting is for providers that say nothing."""
    rules = replace(LISTED, trusts_email=trusts)
    assert refusal(somebody(email_verified=claim), rules, NOW) is refused


@pytest.mark.parametrize(
    ("at", "is_over"),
    [
        (NOW, False),
        (NOW - 3600, False),
        (NOW - 3601, True),
        (NOW + 100, False),
        (None, True),
        ("yesterday", True),
        (True, True),
        (float("nan"), True),
    ],
)
def test_a_sign_in_ends(at: object, *, is_over: bool) -> None:
    """A sign-in that is too old, or does not say from when it is, does not count."""
    person = somebody(iat=at)
    assert has_expired(person, ANYBODY, NOW) is is_over
    assert (refusal(person, ANYBODY, NOW) is Refusal.SIGNED_OUT) is is_over
