"""A key and a base address are checked once, and the key is shown by nothing."""

from __future__ import annotations

import dataclasses

import pytest

from eternal import ConfigurationError, EternalClient
from eternal.settings import DEFAULT_BASE_URL, make_settings

GOOD_ADDRESSES = {
    None: DEFAULT_BASE_URL,
    "": DEFAULT_BASE_URL,
    "  ": DEFAULT_BASE_URL,
    "https://open.eternalai.org/": "https://open.eternalai.org",
    " https://example.com/prefix/// ": "https://example.com/prefix",
    "https://example.com:8443/a/b": "https://example.com:8443/a/b",
    "https://192.0.2.1": "https://192.0.2.1",
    "https://[2001:db8::1]:8443": "https://[2001:db8::1]:8443",
    "https://intranet": "https://intranet",
    "https://Example.COM.": "https://Example.COM.",
    "https://my_host.example.com": "https://my_host.example.com",
    "http://localhost:8787": "http://localhost:8787",
    "http://127.0.0.1": "http://127.0.0.1",
    "http://[::1]:8787/x": "http://[::1]:8787/x",
}

BAD_ADDRESSES = [
    "open.eternalai.org",
    "https://",
    "https:///path",
    "//example.com",
    "http://example.com",
    "http://192.0.2.1",
    "http://localhost.example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "https://user:secret@example.com",
    "https://example.com?x=1",
    "https://example.com/#x",
    "https://example.com\\x",
    "https://exam ple.com",
    "https://exämple.com",
    "https://example.com/\x00",
    "https://example.com:port",
    "https://example.com:99999",
    "https://[::1",
    "https://*.example.com",
    "https://.example.com",
    "https://a..example.com",
    "https://-a.example.com",
    "https://ex%61mple.com",
    "https://example.com,example.org",
    f"https://{'a' * 64}.com",
    f"https://{'a.' * 130}com",
]


@pytest.mark.parametrize(("given", "used"), GOOD_ADDRESSES.items())
def test_good_address(given: str | None, used: str) -> None:
    """A base address may carry a port and a path; blanks and slashes at its end do not matter."""
    assert make_settings(base_url=given).base_url == used
    with EternalClient(base_url=given) as client:
        assert client.base_url == used


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_address(address: str) -> None:
    """An address that requests would choke on, or that would show the key, is refused at once."""
    with pytest.raises(ConfigurationError, match="ETERNALAI_BASE_URL"):
        make_settings(base_url=address)


@pytest.mark.parametrize("key", [None, "", "  ", "\n"])
def test_no_key(key: str | None) -> None:
    """A blank key is none."""
    assert make_settings(key).api_key is None


def test_key_is_trimmed() -> None:
    """White space around a key comes from copying it, and goes."""
    key = make_settings(" sk-1234\n").api_key
    assert key is not None
    assert key.get_secret_value() == "sk-1234"


@pytest.mark.parametrize("key", ["sk 1234", "sk-1234é", "sk\r\nX-Evil: 1", "sk\x00", "k" * 1001])
def test_bad_key(key: str) -> None:
    """A key that no header could carry is refused, and the error does not hold it."""
    with pytest.raises(ConfigurationError) as caught:
        make_settings(key)
    assert key not in f"{caught.value} {caught.value!r}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_settings_are_frozen_and_silent() -> None:
    """Settings cannot be changed, and do not show the key."""
    settings = make_settings("sk-1234567890", "https://example.com/x")
    assert "1234567890" not in f"{settings} {settings!r} {dataclasses.asdict(settings)}"
    assert settings.host == "example.com"
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.base_url = "https://evil.example"  # type: ignore[misc]
