"""Only addresses that a browser may load become pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal.models import Character
from eternal.pictures import LONGEST_ADDRESS, LONGEST_DATA_ADDRESS, is_loopback, safe_address
from tests.contract.documented import ELARA, POLL

GOOD = [
    ELARA["avatar_url"],
    POLL["result"]["avatar_url"],
    "https://example.com/a(1).jpg?x=%20&y=~1#z",
    "https://example.com:8443/a.png",
    "HTTPS://Example.COM/a.png",
    "https://xn--bcher-kva.example/a.png",
    "https://a_b.example.com/",
    "http://localhost:8787/a.png",
    "http://127.0.0.1/a.png",
    "http://[::1]:8787/a.png",
    "https://localhost/a.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "data:image/svg+xml;charset=utf-8,%3Csvg%20xmlns='x'%3E%3C/svg%3E",
    "https://example.com/" + "a" * (LONGEST_ADDRESS - 20),
    "data:image/png;base64," + "A" * (LONGEST_DATA_ADDRESS - 22),
]

BAD = [
    "",
    " ",
    "a.png",
    "/etc/passwd",
    "../secrets.toml",
    "C:\\secret.png",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "javascript:alert(1)",
    "vbscript:x",
    "<svg onload=alert(1)>",
    "//example.com/a.png",
    "https:/example.com/a.png",
    "https:example.com/a.png",
    "https:///a.png",
    "https://",
    "ftp://example.com/a.png",
    "http://example.com/a.png",
    "http://localhost.example.com/a.png",
    "https://user@example.com/a.png",
    "https://user:password@localhost/a.png",
    "https://example.com\\@evil.example/a.png",
    'https://example.com/"onload="x',
    "https://example.com/'x",
    "https://example.com/`x",
    "https://example.com/<x>",
    "https://example.com/a b.png",
    " https://example.com/a.png",
    "https://example.com/a.png\n",
    "https://exam\tple.com/a.png",
    "https://example.com/ä.png",
    "https://exämple.com/a.png",
    "https://intranet/a.png",
    "https://192.0.2.1/a.png",
    "https://[2001:db8::1]/a.png",
    "https://[::1/a.png",
    "https://0x7f.1/a.png",
    "https://2130706433/a.png",
    "https://example.com:port/a.png",
    "https://example.com:99999/a.png",
    "https://-a.example.com/",
    "https://a..example.com/",
    f"https://{'a' * 64}.example.com/",
    "https://example.com/" + "a" * (LONGEST_ADDRESS - 19),
    "data:text/html,<script>alert(1)</script>",
    "data:image/png;base64,iVBO Rw0=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    'data:image/png,"x',
    "data:image/png;base64," + "A" * (LONGEST_DATA_ADDRESS - 21),
]


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address[:60])
def test_good(address: str) -> None:
    """The address of a picture on the web, on this machine or in itself is used as it is."""
    assert safe_address(address) == address


@pytest.mark.bad_answer("any-picture")
@pytest.mark.parametrize("address", BAD, ids=lambda address: ascii(address[:60]))
def test_bad(address: str) -> None:
    """Paths, other schemes, hidden hosts and quotes are no pictures, and a character has none."""
    assert safe_address(address) is None
    assert Character(id=1, avatar_url=address).picture is None


@given(st.text() | st.text("htps:/@[]\\.#?%a1", max_size=30))
def test_any_text(address: str) -> None:
    """Whatever the text, it is used unchanged or not at all."""
    assert safe_address(address) in {address, None}
    assert safe_address("https://" + address) in {"https://" + address, None}


LOOPBACK = {
    "localhost": True,
    "LOCALHOST": True,
    "127.0.0.1": True,
    "127.8.8.8": True,
    "::1": True,
    "": False,
    "0.0.0.0": False,
    "10.0.0.1": False,
    "127.0.0.1.example.com": False,
    "localhost.example.com": False,
    "127.1": False,
    "::2": False,
}


@pytest.mark.parametrize(("host", "expected"), LOOPBACK.items())
def test_is_loopback(host: str, *, expected: bool) -> None:
    """This machine is localhost, 127.*.*.* and ::1, and nothing that looks like it."""
    assert is_loopback(host) is expected
