"""How people sign in and who of them may create, from ``[auth]`` in the secrets and the settings.

Streamlit itself reads ``[auth]``, and signs people in by OpenID Connect. Here it is only checked: a
half configured one must neither crash a page nor leave the key of a deployment open to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from eternal import ConfigurationError

AUTH_SECTION: Final = "auth"
ALLOWED_PEOPLE_NAME: Final = "ETERNALAI_ALLOWED_PEOPLE"
TRUST_EMAIL_NAME: Final = "ETERNALAI_TRUST_EMAIL"
SIGN_IN_TO_BROWSE_NAME: Final = "ETERNALAI_SIGN_IN_TO_BROWSE"
SIGN_IN_HOURS_NAME: Final = "ETERNALAI_SIGN_IN_HOURS"
SIGN_IN_NAMES: Final = (
    ALLOWED_PEOPLE_NAME,
    TRUST_EMAIL_NAME,
    SIGN_IN_TO_BROWSE_NAME,
    SIGN_IN_HOURS_NAME,
)
DEFAULT_PROVIDER: Final = "default"
"""The provider whose values stand in ``[auth]`` itself, as ``st.login`` calls it."""
MOST_HOURS: Final = 30 * 24
"""How long Streamlit's cookie keeps a sign-in."""
SHORTEST_COOKIE_SECRET: Final = 32

_SECTION: Final = f"[{AUTH_SECTION}]"
_CALLBACK: Final = "/oauth2callback"
_OF_A_PROVIDER: Final = ("client_id", "client_secret", "server_metadata_url")
_PROVIDER: Final = re.compile(r"[A-Za-z0-9-]{1,30}")
_LOCAL_PART: Final = re.compile(r"[!-?A-~]{1,64}")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]")
_PROBLEMS: Final = {
    ALLOWED_PEOPLE_NAME: (
        "must be a list of email addresses and domains, such as 'anna@example.org, example.com'."
    ),
    TRUST_EMAIL_NAME: "must be 'true' or 'false'.",
    SIGN_IN_TO_BROWSE_NAME: "must be 'true' or 'false'.",
    SIGN_IN_HOURS_NAME: f"must be a number of hours, more than 0 and at most {MOST_HOURS}.",
}


@dataclass(frozen=True, slots=True)
class AllowedPeople:
    """A list of people, by their email addresses in lower case.

    Attributes:
        addresses: Whole addresses.
        domains: All addresses of these domains, but not of those below them.
    """

    addresses: frozenset[str]
    domains: frozenset[str]

    def includes(self, email: str) -> bool:
        """Whether an address is on the list; one with letters beyond ASCII never is."""
        local, _, domain = email.rpartition("@")
        if not _LOCAL_PART.fullmatch(local) or not domain.isascii():
            return False
        return email.lower() in self.addresses or domain.lower() in self.domains


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in, and what for.

    Attributes:
        providers: The names of the providers, as ``st.login`` takes them.
        people: Who of those who sign in may create; None for all of them.
        trusts_email: Whether an address counts as verified where the provider says nothing of it.
        is_needed_to_browse: Whether nothing is shown to others.
        seconds: How long a sign-in lasts.
    """

    providers: tuple[str, ...]
    people: AllowedPeople | None = None
    trusts_email: bool = False
    is_needed_to_browse: bool = False
    seconds: float = MOST_HOURS * 3600.0


def read_sign_in(section: object, settings: Mapping[str, object]) -> SignIn | None:
    """Read how people sign in; None if nobody needs to.

    Args:
        section: ``[auth]`` of the secrets, or None without one.
        settings: The settings of ``SIGN_IN_NAMES`` that have a value.

    Raises:
        ConfigurationError: They cannot be used. Its words hold no value.
    """
    values = _valid(settings)
    if section is None:
        if settings:
            raise ConfigurationError(f"{next(iter(settings))} needs {_SECTION} in the secrets.")
        return None
    return SignIn(
        _providers(section),
        values.people,
        values.trusts_email,
        values.is_needed_to_browse,
        values.hours * 3600,
    )


def _read_people(value: object) -> AllowedPeople:
    entries = re.split(r"[,;\s]+", value) if isinstance(value, str) else value
    if not isinstance(entries, Sequence) or not all(isinstance(one, str) for one in entries):
        raise ValueError("no list of texts")
    named = [entry.strip().lower() for entry in entries if entry.strip()]
    addresses = frozenset(entry for entry in named if entry.rpartition("@")[0])
    domains = frozenset(entry.removeprefix("@") for entry in named if entry not in addresses)
    are_usable = all(_LOCAL_PART.fullmatch(one.rpartition("@")[0]) for one in addresses)
    are_usable &= all(
        _DOMAIN.fullmatch(one) for one in {*domains, *(one.rpartition("@")[2] for one in addresses)}
    )
    if not named or not are_usable:
        raise ValueError("no addresses and domains")
    return AllowedPeople(addresses, domains)


def _no_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")  # noqa: TRY004 - for pydantic
    return value


class _Values(BaseModel):
    """The settings of sign-in, by name."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    people: Annotated[
        AllowedPeople | None, BeforeValidator(_read_people), Field(alias=ALLOWED_PEOPLE_NAME)
    ] = None
    trusts_email: Annotated[bool, Field(alias=TRUST_EMAIL_NAME)] = False
    is_needed_to_browse: Annotated[bool, Field(alias=SIGN_IN_TO_BROWSE_NAME)] = False
    hours: Annotated[
        float,
        BeforeValidator(_no_bool),
        Field(alias=SIGN_IN_HOURS_NAME, gt=0, le=MOST_HOURS, allow_inf_nan=False),
    ] = MOST_HOURS


def _valid(settings: Mapping[str, object]) -> _Values:
    # Raised outside of the handler: pydantic's error holds the values, and they are of people.
    try:
        return _Values.model_validate(dict(settings))
    except ValidationError as error:
        name = str(error.errors(include_input=False)[0]["loc"][0])
    raise ConfigurationError(f"{name} {_PROBLEMS[name]}")


def _providers(section: object) -> tuple[str, ...]:
    """The names of the providers of ``[auth]``, as Streamlit reads it, once all of it is there."""
    if not isinstance(section, Mapping):
        raise ConfigurationError(f"{_SECTION} in the secrets is no table.")
    _check_shared(section)
    named = {
        str(name): values
        for name, values in section.items()
        if isinstance(values, Mapping) and name != "client_kwargs"
    }
    if any(section.get(name) for name in _OF_A_PROVIDER) or not named:
        named = {DEFAULT_PROVIDER: section} | named
    for name, values in named.items():
        _check_provider(name, values, _SECTION if values is section else f"[{AUTH_SECTION}.{name}]")
    if not has_auth_packages():
        raise ConfigurationError(f"{_SECTION} needs the package Authlib, which is not installed.")
    return tuple(named)


def _check_shared(section: Mapping[str, object]) -> None:
    address = _text(section, "redirect_uri", _SECTION)
    try:
        parts = urlsplit(address.replace("{port}", "1"))
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_usable = False
    if not is_usable or not address.endswith(_CALLBACK):
        raise ConfigurationError(
            f"redirect_uri in {_SECTION} must be the dashboard's own address with {_CALLBACK}"
            " at its end."
        )
    if len(_text(section, "cookie_secret", _SECTION)) < SHORTEST_COOKIE_SECRET:
        raise ConfigurationError(
            f"cookie_secret in {_SECTION} must be a random text of at least"
            f" {SHORTEST_COOKIE_SECRET} letters."
        )


def _check_provider(name: str, values: Mapping[str, object], where: str) -> None:
    if not _PROVIDER.fullmatch(name):
        raise ConfigurationError(
            f"The name of a provider in {_SECTION} has other signs than letters, digits and '-'."
        )
    for needed in _OF_A_PROVIDER:
        _text(values, needed, where)
    if not _text(values, "server_metadata_url", where).startswith(("https://", "http://")):
        raise ConfigurationError(
            f"server_metadata_url in {where} must be an address that begins with 'https://'."
        )


def _text(values: Mapping[str, object], name: str, where: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{where} in the secrets has no {name}.")
    return value


@cache
def has_auth_packages() -> bool:
    """Whether the packages that Streamlit signs people in with are installed; imports none."""
    return all(find_spec(name) is not None for name in ("authlib", "httpx"))
