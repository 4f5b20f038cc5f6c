"""Settings: from arguments, secrets and the environment to one frozen value."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from eternal.effects import Effect, is_effect_id
from eternal.errors import ConfigurationError, InvalidInput
from eternal.urls import MediaKind, is_loopback
from eternal.validation import validate_timeout

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_BASE_URL: Final = "https://open.eternalai.org"
"""Documented."""

DEFAULT_POST_TIMEOUT_SECONDS: Final = 90.0
"""Inferred: how long the server may take to accept a creation is not documented."""

API_KEY_NAME: Final = "ETERNALAI_API_KEY"
BASE_URL_NAME: Final = "ETERNALAI_BASE_URL"
SOURCE_NAME: Final = "ETERNALAI_SOURCE"
POST_TIMEOUT_NAME: Final = "ETERNALAI_POST_TIMEOUT"
LIST_LIMIT_NAME: Final = "ETERNALAI_LIST_LIMIT"
SETTING_NAMES: Final = (
    API_KEY_NAME,
    BASE_URL_NAME,
    SOURCE_NAME,
    POST_TIMEOUT_NAME,
    LIST_LIMIT_NAME,
)
DEFAULT_LIST_LIMIT: Final = 10_000
LARGEST_LIST_LIMIT: Final = 1_000_000
EFFECTS_SECTION: Final = ("eternalai", "effects")
MOST_EFFECTS: Final = 100
LONGEST_EFFECT_NAME: Final = 60

_SECTION = f"[{'.'.join(EFFECTS_SECTION)}]"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")


class Source(StrEnum):
    """Where characters come from: the embedded simulator, or the API."""

    DEMO = "demo"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client needs to know.

    Attributes:
        api_key: The key, which its type keeps out of every text; None to only browse.
        base_url: Where the API is, without a slash at its end.
        post_timeout: Seconds to wait for the answer to what costs credits.
    """

    api_key: SecretStr | None = None
    base_url: str = DEFAULT_BASE_URL
    post_timeout: float = DEFAULT_POST_TIMEOUT_SECONDS

    @property
    def host(self) -> str:
        """The host of the API, to show to people."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        """Whether the API is on this machine itself."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


@dataclass(frozen=True, slots=True)
class Deployment:
    """What whoever runs the dashboard has decided.

    Attributes:
        settings: For the live source.
        source: The source at the start.
        is_source_fixed: Whether visitors cannot switch.
        list_limit: How many characters of the list are read at most.
    """

    settings: Settings
    source: Source
    is_source_fixed: bool
    list_limit: int = DEFAULT_LIST_LIMIT


def make_settings(api_key: str | None = None, base_url: str | None = None) -> Settings:
    """Checks a key and a base address.

    Raises:
        ConfigurationError: One of them cannot be used; the message does not hold the key.
    """
    return Settings(api_key=_checked_key(api_key), base_url=_checked_base_url(base_url))


def read_deployment(*places: Mapping[str, object]) -> Deployment:
    """Reads the settings from places such as the secrets and the environment; the first one wins.

    Without any of them the source is demo; with a key or a base address it is live.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    key = _first(API_KEY_NAME, places)
    base_url = _first(BASE_URL_NAME, places)
    named = _first(SOURCE_NAME, places).lower()
    if named and named not in set(Source):
        raise ConfigurationError(f"{SOURCE_NAME} must be 'demo' or 'live'.")
    source = Source(named or (Source.LIVE if key or base_url else Source.DEMO))
    settings = replace(make_settings(key, base_url), post_timeout=_post_timeout(places))
    limit = _list_limit(places)
    return Deployment(settings, source, is_source_fixed=bool(named), list_limit=limit)


def read_effects(place: Mapping[str, object]) -> tuple[Effect, ...]:
    """Reads the effects that a deployment names, from ``[eternalai.effects]`` in its secrets.

    It is a list of tables with ``name``, ``id`` and ``kind`` (picture or video), or a table of
    tables, each under its effect's name. Without any there are no effects.

    Raises:
        ConfigurationError: An effect cannot be used, or comes twice.
    """
    found: object = place
    for part in EFFECTS_SECTION:
        found = found.get(part, ()) if isinstance(found, Mapping) else ()
    effects = tuple(_effect(entry, number) for number, entry in enumerate(_entries(found), 1))
    if len(effects) > MOST_EFFECTS:
        raise ConfigurationError(f"{_SECTION} names more than {MOST_EFFECTS} effects.")
    for what, values in (
        ("name", {one.name for one in effects}),
        ("id", {one.id for one in effects}),
    ):
        if len(values) < len(effects):
            raise ConfigurationError(f"{_SECTION} holds the same {what} twice.")
    return effects


def _entries(found: object) -> Iterable[object]:
    if isinstance(found, Mapping):
        return [
            {"name": name, **entry} if isinstance(entry, Mapping) else entry
            for name, entry in found.items()
        ]
    if isinstance(found, Sequence) and not isinstance(found, (str, bytes)):
        return found
    raise ConfigurationError(f"{_SECTION} is no list of effects.")


def _effect(entry: object, number: int) -> Effect:
    where = f"Effect {number} in {_SECTION}"
    if not isinstance(entry, Mapping):
        raise ConfigurationError(f"{where} is no table with a name, an id and a kind.")
    name, id, kind = (entry.get(field) for field in ("name", "id", "kind"))
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise ConfigurationError(f"{where} has no name.")
    if len(name) > LONGEST_EFFECT_NAME:
        raise ConfigurationError(f"{where} has a name of more than {LONGEST_EFFECT_NAME} letters.")
    if kind not in tuple(MediaKind):
        raise ConfigurationError(f"{where} must have the kind 'picture' or 'video'.")
    if not isinstance(id, str) or not is_effect_id(id.strip()):
        raise ConfigurationError(f"{where} has no id that can be sent.")
    return Effect(name.strip(), id.strip(), MediaKind(kind))


def _first(name: str, places: tuple[Mapping[str, object], ...]) -> str:
    for place in places:
        value = place.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _post_timeout(places: tuple[Mapping[str, object], ...]) -> float:
    for place in places:
        value = place.get(POST_TIMEOUT_NAME)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        with contextlib.suppress(ValueError, TypeError, InvalidInput):
            seconds = float("" if isinstance(value, bool) else value)  # type: ignore[arg-type]
            validate_timeout(seconds)
            return seconds
        raise ConfigurationError(
            f"{POST_TIMEOUT_NAME} must be a number of seconds, more than 0 and at most 3600."
        )
    return DEFAULT_POST_TIMEOUT_SECONDS


def _list_limit(places: tuple[Mapping[str, object], ...]) -> int:
    numbers = [place.get(LIST_LIMIT_NAME) for place in places]
    texts = [{LIST_LIMIT_NAME: str(one)} for one in numbers if one is not None]  # TOML has numbers
    text = _first(LIST_LIMIT_NAME, tuple(texts))
    if not text:
        return DEFAULT_LIST_LIMIT
    if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_LIST_LIMIT)):
        limit = int(text)
        if 1 <= limit <= LARGEST_LIST_LIMIT:
            return limit
    raise ConfigurationError(
        f"{LIST_LIMIT_NAME} must be a whole number from 1 to {LARGEST_LIST_LIMIT}."
    )


def _checked_key(key: str | None) -> SecretStr | None:
    key = (key or "").strip()
    if not key:
        return None
    if not (key.isascii() and key.isprintable() and " " not in key and len(key) <= 1000):
        raise ConfigurationError(
            "The key holds characters that no key has, such as spaces. Copy it again."
        )
    return SecretStr(key)


def _checked_base_url(base_url: str | None) -> str:
    base_url = (base_url or "").strip().rstrip("/") or DEFAULT_BASE_URL
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    named = _HOST.fullmatch(host) and base_url.isascii() and base_url.isprintable()
    if not named or " " in base_url:
        raise ConfigurationError(f"{BASE_URL_NAME} is not an address such as {DEFAULT_BASE_URL}.")
    if parts.scheme not in {"http", "https"} or (parts.scheme == "http" and not is_loopback(host)):
        raise ConfigurationError(
            f"{BASE_URL_NAME} must start with https:// (plain http is for this machine only)."
        )
    if "@" in parts.netloc or "?" in base_url or "#" in base_url or "\\" in base_url:
        raise ConfigurationError(
            f"{BASE_URL_NAME} must hold no user name, no '?', no '#' and no backslash."
        )
    return base_url
