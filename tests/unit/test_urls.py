"""Only addresses that a browser may load become pictures."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal.hosts import is_loopback
from eternal.models import Character
from eternal.urls import (
    LONGEST_ADDRESS,
    LONGEST_DATA_ADDRESS,
    data_bytes,
    is_private_url,
    safe_image_url,
    safe_media_url,
)
from tests.contract.examples import ELARA, POLL

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
    "https://exa mple.com/a.png",
    "https://example.com/a.png\n",
    "https://exam\tple.com/a.png",
    "https://ex\u202eample.com/a.png",
    "https://１２７.0.0.1x/a.png",
    "https://ä@example.com/a.png",
    "http://exämple.com/a.png",
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
    assert safe_image_url(address) == address


@pytest.mark.bad_answer("any-picture")
@pytest.mark.parametrize("address", BAD, ids=lambda address: ascii(address[:60]))
def test_bad(address: str) -> None:
    """Paths, other schemes, hidden hosts and quotes are no pictures, and a character has none."""
    assert safe_image_url(address) is None
    assert Character(id=1, avatar_url=address).picture is None


@given(st.text() | st.text("htps:/@[]\\.#?%a1", max_size=30))
def test_any_text(address: str) -> None:
    """Whatever the text, it is used unchanged or not at all."""
    assert safe_image_url(address) in {address, None}
    assert safe_image_url("https://" + address) in {"https://" + address, None}


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


UNDECODABLE = [
    "data:image/png;base64,AAAAA",
    "data:image/png;base64,A",
    "data:image/png;base64,A===",
    "data:image/png;base64,AAAA=",
    "data:image/png;base64,AAAA==",
    "data:image/png;base64,AA=A",
    "data:image/png;base64,=",
    "data:image/png;base64,",
    "data:image/png,",
    "data:image/svg+xml,%",
    "data:image/svg+xml,%3",
    "data:image/svg+xml,%3Csvg%zz",
]


@pytest.mark.row("S22")
@pytest.mark.parametrize("address", UNDECODABLE)
def test_data_that_cannot_be_decoded(address: str) -> None:
    """Embedded data that no browser can decode, or that is empty, is no picture."""
    assert safe_image_url(address) is None
    assert Character(id=1, avatar_url=address).picture is None


@pytest.mark.row("S22")
@given(st.binary(min_size=1, max_size=20), st.booleans())
def test_data_is_decoded_as_browsers_do(data: bytes, padded: bool) -> None:  # noqa: FBT001
    """What was encoded comes back, with the padding of base64 or without."""
    encoded = b64encode(data).decode()
    address = "data:image/png;base64," + (encoded if padded else encoded.rstrip("="))
    assert safe_image_url(address) == address
    assert data_bytes(address) == data
    percent = "data:image/png," + "".join(f"%{byte:02x}" for byte in data)
    assert safe_image_url(percent) == percent
    assert data_bytes(percent) == data


@pytest.mark.row("S22")
@given(st.text("AB+/=-% \n", max_size=12))
def test_data_that_is_safe_can_be_decoded(body: str) -> None:
    """Whatever passes as embedded data has something in it."""
    for head in ("data:image/png;base64,", "data:image/svg+xml,"):
        if safe_image_url(head + body) is not None:
            assert data_bytes(head + body)


INSIDE = [
    *("localhost", "LOCALHOST", "localhost.", "a.localhost", "a.localhost."),
    *("127.0.0.1", "127.8.8.8", "[::1]", "[::ffff:127.0.0.1]", "[::]", "0.0.0.0"),
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]"),
    *("printer.local", "metadata.google.internal", "router.lan", "a.home.arpa", "x.localdomain"),
]
ELSEWHERE = [
    *("example.com", "local.example.com", "localhost.example.com", "mylocal", "x.notlocal"),
    *("8.8.8.8", "[2001:4860:4860::8888]", "lan.de"),
]


@pytest.mark.row("X8")
@pytest.mark.parametrize("host", INSIDE)
def test_what_leads_inside(host: str) -> None:
    """This machine, private and link-local networks and their reserved names are inside."""
    assert is_private_url(f"https://{host}:8443/x.png")


@pytest.mark.row("X8")
@pytest.mark.parametrize("host", ELSEWHERE)
def test_what_leads_elsewhere(host: str) -> None:
    """Names and addresses on the internet are not inside."""
    assert not is_private_url(f"https://{host}/x.png")
    assert not is_private_url("data:image/png;base64,AAAA")
    assert not is_private_url("https://[::1/")


@pytest.mark.row("X8")
@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://0x7f000001/x",
            "https://2130706433/x",
            "https://127.1/x",
            "https://0177.0.0.1/x",
        ),
        *("https://[::ffff:127.0.0.1]/x", "https://10.0.0.1/x", "https://localhost./x"),
    ],
)
def test_other_spellings_are_refused_everywhere(address: str) -> None:
    """Numbers in other spellings are no address of a picture, whoever names them."""
    assert safe_image_url(address) is None


ENCODED = {
    "https://example.com/a b.png": "https://example.com/a%20b.png",
    " https://example.com/a.png ": "https://example.com/a.png",
    "https://example.com/grün/日本.png?q=ä b#é": (
        "https://example.com/gr%C3%BCn/%E6%97%A5%E6%9C%AC.png?q=%C3%A4%20b#%C3%A9"
    ),
    "https://Bücher.example:8443/a.png": "https://xn--bcher-kva.example:8443/a.png",
    "https://straße.example/x": "https://xn--strae-oqa.example/x",
    "https://example.com/a%20b.png": "https://example.com/a%20b.png",
}


@pytest.mark.row("M7")
@pytest.mark.parametrize(("address", "loaded"), ENCODED.items())
def test_letters_and_spaces_are_encoded(address: str, loaded: str) -> None:
    """Spaces, umlauts and hosts beyond ASCII are written as a browser sends them, and load."""
    assert safe_image_url(address) == safe_media_url(address) == loaded
    assert safe_image_url(loaded) == loaded


@pytest.mark.row("X8")
def test_digits_of_another_width_lead_inside_too() -> None:
    """A host that a browser reads as loopback is loopback, however it is written."""
    assert is_private_url("https://１２７.0.0.1/x.png")
    assert is_private_url("http://localhost。/x.png")
