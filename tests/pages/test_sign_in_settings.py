"""What a deployment decides about signing in: whole and usable, or one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from eternal import ConfigurationError
from pages.model import sign_in
from pages.model.settings import read_deployment
from pages.model.sign_in import AllowedPeople, SignIn, read_sign_in

SECRET = "a-cookie-secret-that-nobody-can-guess"
OF_PROVIDER: dict[str, Any] = {
    "client_id": "the-dashboard",
    "client_secret": "a-secret-of-the-client",
    "server_metadata_url": "https://people.example/.well-known/openid-configuration",
}
SHARED: dict[str, Any] = {
    "redirect_uri": "https://dashboard.example/oauth2callback",
    "cookie_secret": SECRET,
}
AUTH = SHARED | OF_PROVIDER
PEOPLE, TRUST = sign_in.ALLOWED_PEOPLE_NAME, sign_in.TRUST_EMAIL_NAME
BROWSE, HOURS = sign_in.SIGN_IN_TO_BROWSE_NAME, sign_in.SIGN_IN_HOURS_NAME


def test_without_auth_nobody_signs_in() -> None:
    """Without a section nobody needs to sign in."""
    assert read_deployment({}, {}).sign_in is None
    assert read_deployment().sign_in is None


def test_a_whole_section() -> None:
    """With nothing but the section everybody who signs in may create, for as long as the cookie."""
    assert read_deployment({"auth": AUTH}, {}).sign_in == SignIn(("default",), seconds=2_592_000)


def test_the_section_stands_in_the_secrets_only() -> None:
    """A variable of that name in the environment is not ours."""
    assert read_deployment({}, {"auth": "basic"}).sign_in is None


def test_all_settings() -> None:
    """Who may create, what of an address is believed, and for how long, are settings."""
    settings: dict[str, object] = {
        PEOPLE: "Anna@Example.org, @example.com; sub.example.com",
        TRUST: "true",
        BROWSE: True,
        HOURS: "12",
    }
    people = AllowedPeople(
        frozenset({"anna@example.org"}), frozenset({"example.com", "sub.example.com"})
    )
    wanted = SignIn(("default",), people, True, True, 43_200)  # noqa: FBT003
    assert read_deployment({"auth": AUTH}, settings).sign_in == wanted
    as_list = settings | {PEOPLE: ["anna@example.org", "example.com", "@sub.example.com"]}
    assert read_deployment({"auth": AUTH, **as_list}, {}).sign_in == wanted


@pytest.mark.parametrize(
    ("section", "names"),
    [
        (SHARED | {"google": OF_PROVIDER, "my-idp": OF_PROVIDER}, ("google", "my-idp")),
        (AUTH | {"google": OF_PROVIDER}, ("default", "google")),
        (AUTH | {"client_kwargs": {"scope": "openid email"}}, ("default",)),
        (SHARED | {"default": OF_PROVIDER}, ("default",)),
        (AUTH | {"redirect_uri": "http://localhost:{port}/oauth2callback"}, ("default",)),
    ],
)
def test_providers(section: dict[str, Any], names: tuple[str, ...]) -> None:
    """A section can have one provider, or several with names."""
    found = read_sign_in(section, {})
    assert found is not None
    assert found.providers == names


def without(name: str) -> dict[str, Any]:
    """The section without one of its values."""
    return {key: value for key, value in AUTH.items() if key != name}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({}, "has no redirect_uri"),
        ("yes", "is no table"),
        (True, "is no table"),
        ([AUTH], "is no table"),
        *[(without(name), f"has no {name}") for name in AUTH],
        *[(AUTH | {name: "  "}, f"has no {name}") for name in AUTH],
        *[(AUTH | {name: 7}, f"has no {name}") for name in AUTH],
        (SHARED, "has no client_id"),
        (SHARED | {"google": {}}, r"\[auth.google\] in the secrets has no client_id"),
        (AUTH | {"google": {"client_id": "x"}}, r"\[auth.google\] in the secrets has no client_s"),
        (SHARED | {"my_idp": OF_PROVIDER}, "name of a provider"),
        (SHARED | {"<b>": OF_PROVIDER}, "name of a provider"),
        (AUTH | {"redirect_uri": "https://dashboard.example/"}, "own address"),
        (AUTH | {"redirect_uri": "/oauth2callback"}, "own address"),
        (AUTH | {"redirect_uri": "https://[/oauth2callback"}, "own address"),
        (AUTH | {"cookie_secret": "short"}, "at least 32 letters"),
        (AUTH | {"server_metadata_url": "people.example"}, "begins with 'https://'"),
    ],
)
def test_half_a_section(section: object, words: str) -> None:
    """What is missing or cannot be used is one sentence, and holds no secret."""
    with pytest.raises(ConfigurationError, match=words) as caught:
        read_deployment({"auth": section}, {})
    for secret in (SECRET, "a-secret-of-the-client", "short", "<b>"):
        assert secret not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            (PEOPLE, value)
            for value in (
                ",",
                [],
                ["anna@example.org", 7],
                {"anna": "example.org"},
                7,
                "anna",
                "anna@",
                "@",
                "anna@@example.org",
                "anna@example",
                "änna@example.org",
                "anna@exämple.org",
                "*.example.org",
                "anna@example.org otto",
            )
        ],
        *[(name, value) for name in (TRUST, BROWSE) for value in ("maybe", 2, "truee")],
        *[(HOURS, value) for value in ("0", 0, -1, "721", "nan", "inf", "a day", True)],
    ],
)
def test_unusable_settings(name: str, value: object) -> None:
    """A setting that cannot be used is refused by its name, without its value."""
    with pytest.raises(ConfigurationError, match=name) as caught:
        read_deployment({"auth": AUTH, name: value}, {})
    assert "änna" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("name", "value"), [(PEOPLE, "example.org"), (BROWSE, "true"), (TRUST, "false"), (HOURS, 1)]
)
def test_settings_without_a_section(name: str, value: object) -> None:
    """Whoever limits who may create without a way to sign in is told, instead of letting all in."""
    with pytest.raises(ConfigurationError, match=rf"{name} needs \[auth\]"):
        read_deployment({}, {name: value})


def test_without_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A section without the packages that it needs is one sentence."""
    monkeypatch.setattr(sign_in, "has_auth_packages", lambda: False)
    with pytest.raises(ConfigurationError, match="Authlib, which is not installed"):
        read_sign_in(AUTH, {})
