"""The settings of a client: its key and the address of the API, validated once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from eternal.errors import ConfigurationError
from eternal.hosts import is_host, is_loopback

DEFAULT_BASE_URL: Final = "https://open.eternalai.org"
"""Documented."""

DEFAULT_POST_TIMEOUT_SECONDS: Final = 90.0
"""Inferred: how long the server may take to accept a creation is not documented."""

API_KEY_NAME: Final = "ETERNALAI_API_KEY"
BASE_URL_NAME: Final = "ETERNALAI_BASE_URL"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a client.

    Attributes:
        api_key: The key, kept out of reprs and logs by its type; None if there is none.
        base_url: The address of the API, without a slash at its end.
        post_timeout: Seconds to wait for the answer to a paid call.
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


def make_settings(api_key: str | None = None, base_url: str | None = None) -> Settings:
    """Validate a key and a base address.

    Raises:
        ConfigurationError: One of them cannot be used; the message does not hold the key.
    """
    return Settings(api_key=_checked_key(api_key), base_url=_checked_base_url(base_url))


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
    named = is_host(host) and base_url.isascii() and base_url.isprintable()
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
