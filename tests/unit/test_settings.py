"""From arguments, secrets and the environment to one frozen value."""

from __future__ import annotations

import dataclasses

import pytest

from eternal import ConfigurationError, EternalClient
from eternal.settings import (
    DEFAULT_BASE_URL,
    LIST_LIMIT_NAME,
    Source,
    make_settings,
    read_deployment,
)

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


KEY, ADDRESS, SOURCE = "ETERNALAI_API_KEY", "ETERNALAI_BASE_URL", "ETERNALAI_SOURCE"

DEPLOYMENTS: list[tuple[list[dict[str, object]], Source, bool]] = [
    ([], Source.DEMO, False),
    ([{}, {}], Source.DEMO, False),
    ([{KEY: "sk-1"}], Source.LIVE, False),
    ([{ADDRESS: "https://example.com"}], Source.LIVE, False),
    ([{KEY: "  ", ADDRESS: ""}], Source.DEMO, False),
    ([{KEY: 5, SOURCE: None}], Source.DEMO, False),
    ([{SOURCE: "demo", KEY: "sk-1"}], Source.DEMO, True),
    ([{SOURCE: " LIVE "}], Source.LIVE, True),
    ([{SOURCE: "live"}, {SOURCE: "demo"}], Source.LIVE, True),
    ([{SOURCE: ""}, {SOURCE: "demo"}], Source.DEMO, True),
]


@pytest.mark.parametrize(("places", "source", "fixed"), DEPLOYMENTS)
def test_source(places: list[dict[str, object]], source: Source, *, fixed: bool) -> None:
    """A named source is fixed; else a key or an address means live, and nothing means demo."""
    deployment = read_deployment(*places)
    assert deployment.source is source
    assert deployment.is_source_fixed is fixed


def test_first_place_wins() -> None:
    """Each setting is taken from the first place that has it."""
    first, second = {KEY: "sk-1"}, {KEY: "sk-2", ADDRESS: "https://example.com"}
    settings = read_deployment(first, second).settings
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-1"
    assert settings.base_url == "https://example.com"


@pytest.mark.parametrize("named", ["prod", "demo,live", "0"])
def test_unknown_source(named: str) -> None:
    """A source that does not exist is refused, with the two that do."""
    with pytest.raises(ConfigurationError, match="'demo' or 'live'"):
        read_deployment({SOURCE: named})


POST_TIMEOUT = "ETERNALAI_POST_TIMEOUT"


@pytest.mark.row("M14")
@pytest.mark.parametrize(
    ("places", "seconds"),
    [
        ([], 90),
        ([{POST_TIMEOUT: ""}, {POST_TIMEOUT: None}], 90),
        ([{POST_TIMEOUT: "120"}], 120),
        ([{POST_TIMEOUT: 45}, {POST_TIMEOUT: "120"}], 45),
        ([{POST_TIMEOUT: " "}, {POST_TIMEOUT: " 2.5 "}], 2.5),
    ],
)
def test_time_for_a_post(places: list[dict[str, object]], seconds: float) -> None:
    """How long a paid call is waited for is a setting, as a number or a text."""
    assert read_deployment(*places).settings.post_timeout == seconds


@pytest.mark.row("M14")
@pytest.mark.parametrize("value", ["soon", "0", -1, 3601, "nan", "inf", True, [90]])
def test_odd_time_for_a_post(value: object) -> None:
    """A time that is none is refused at the start, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=POST_TIMEOUT):
        read_deployment({POST_TIMEOUT: value})


@pytest.mark.parametrize(
    ("value", "limit"),
    [("", 10_000), ("500", 500), (" 1 ", 1), (20_000, 20_000), ("1000000", 10**6)],
)
def test_list_limit(value: object, limit: int) -> None:
    """How much of the list is read is a whole number, as text or as a number; 10,000 without it."""
    assert read_deployment({LIST_LIMIT_NAME: value}).list_limit == limit


@pytest.mark.parametrize("value", ["0", "-5", "many", "1.5", "1000001", "²", "9" * 5000, 0])
def test_bad_list_limit(value: object) -> None:
    """Another value is refused, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=LIST_LIMIT_NAME):
        read_deployment({LIST_LIMIT_NAME: value})
