"""Who may spend: the rules, for a person as the provider describes one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from eternal import EternalError
from eternal.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.model.sign_in import SignIn

_LONGEST_NAME = 80


class Refusal(StrEnum):
    """Why somebody may not create or generate, as they read it."""

    SIGNED_OUT = "You are not signed in, or not any more. Sign in, then press again."
    NOT_LISTED = (
        "Your account is not on the list of those who may do this here. Ask whoever runs this"
        " dashboard, or sign out and sign in with another account."
    )
    NO_EMAIL = (
        "Your account did not tell your email address, by which people are let in here. Sign out,"
        " and sign in with an account that does."
    )
    UNVERIFIED = (
        "The email address of your account is not verified. Verify it where you have the account,"
        " then sign out and sign in again."
    )


class NotAllowed(EternalError):
    """A person may not spend here; nothing was sent."""

    advice = "Nothing was sent."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in, as the provider's token says.

    Attributes:
        issuer: The provider.
        subject: Names the person there, for ever.
        name: What to call the person: text of strangers, in one short line.
        email: The address, or "".
        is_verified: Whether the provider has verified the address; None if it does not say.
        signed_in_at: When it was, in seconds since the epoch.
    """

    issuer: str
    subject: str
    name: str
    email: str
    is_verified: bool | None
    signed_in_at: float


def person_of(claims: Mapping[str, object]) -> Person | None:
    """The person that claims describe; None if nobody has signed in.

    Args:
        claims: Those of the ID token, and ``is_logged_in``: as ``st.user`` has them.
    """
    issuer, subject, at = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if claims.get("is_logged_in") is not True or not (_is_text(issuer) and _is_text(subject)):
        return None
    email = claims.get("email") if isinstance(claims.get("email"), str) else ""
    names = (claims.get("name"), email, claims.get("preferred_username"), "Somebody")
    shown = (plain_text(str(name), _LONGEST_NAME) for name in names if _is_text(name))
    return Person(
        str(issuer),
        str(subject),
        next(filter(None, shown)),
        str(email),
        _verified(claims.get("email_verified")),
        at if isinstance(at, (int, float)) and not isinstance(at, bool) else 0.0,
    )


def has_expired(person: Person, sign_in: SignIn, at: float) -> bool:
    """Whether a sign-in is too old.

    Args:
        person: Who has signed in.
        sign_in: The rules.
        at: Now, in seconds since the epoch.
    """
    return not at - person.signed_in_at <= sign_in.seconds


def refusal(person: Person | None, sign_in: SignIn | None, at: float) -> Refusal | None:
    """Why a person may not create or generate, or None if that is allowed.

    Args:
        person: Who has signed in; None for nobody.
        sign_in: The rules; None if nobody needs to sign in.
        at: Now, in seconds since the epoch.
    """
    if sign_in is None:
        return None
    if person is None or has_expired(person, sign_in, at):
        return Refusal.SIGNED_OUT
    if sign_in.people is None:
        return None
    if not person.email:
        return Refusal.NO_EMAIL
    if not (sign_in.trusts_email if person.is_verified is None else person.is_verified):
        return Refusal.UNVERIFIED
    return None if sign_in.people.includes(person.email) else Refusal.NOT_LISTED


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _verified(claim: object) -> bool | None:
    """What a provider says of an address; some say it as text."""
    if claim is None:
        return None
    return claim is True or claim == "true"
