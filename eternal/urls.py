"""Which addresses of pictures and videos a browser may load. The addresses are untrusted."""

from __future__ import annotations

import binascii
import ipaddress
import re
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlsplit

import idna

from eternal.hosts import is_loopback, is_public_name

LONGEST_ADDRESS: Final = 2048
LONGEST_SIGNED_ADDRESS: Final = 8192
"""Characters of a result's address: a signature with its session token has some thousands."""
LONGEST_DATA_ADDRESS: Final = 262_144
LONGEST_DATA_VIDEO: Final = 1_048_576

_PLAIN = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
_ON_THE_WEB = re.compile(r"(https?://)([^/?#: @]*)(:[0-9]*)?([/?#].*)?", re.IGNORECASE | re.DOTALL)
_TO_ENCODE = re.compile(r"[ \x80-\U0010ffff]+")
_DATA = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml)(?:;charset=utf-8)?"
    r"(?:;base64,[A-Za-z0-9+/]+={0,2}|,(?:[A-Za-z0-9!*'()\-._~:/?@&=+$,;]|%[0-9A-Fa-f]{2})+)"
)
_DATA_VIDEO = re.compile(r"data:video/(?:mp4|webm);base64,[A-Za-z0-9+/]+={0,2}")


class MediaKind(StrEnum):
    """What a generation makes."""

    PICTURE = "picture"
    VIDEO = "video"


_SUFFIXES = {
    MediaKind.PICTURE: (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp"),
    MediaKind.VIDEO: (".mp4", ".m4v", ".webm", ".mov", ".ogv", ".mkv"),
}
_TYPES = ("response-content-type", "rsct", "content-type", "content_type", "mime", "mimetype")
"""Parameters of signed addresses that set the content type: Amazon's, Azure's, others."""
_NAMES = (
    *("response-content-disposition", "rscd", "content-disposition"),
    *("filename", "file_name", "file", "name", "key", "path"),
)
_FORMATS = ("format", "fmt", "ext", "extension", "type", "media", "media_type", "kind")
_INSIDE = (
    *("localhost", "local", "localdomain", "internal", "intranet", "private"),
    *("lan", "home", "corp", "home.arpa"),
)
"""Domains of local networks: reserved, or in use for them."""


def encoded(address: str) -> str:
    """Encode an address as a browser does: host in ASCII, spaces and letters percent-encoded.

    An address that cannot be encoded is returned unchanged; the rules then refuse it.
    """
    address = address.strip(" ")
    parts = _ON_THE_WEB.fullmatch(address)
    if parts is None or _TO_ENCODE.search(address) is None:
        return address
    scheme, host, port, rest = (part or "" for part in parts.groups())
    try:
        host = host if host.isascii() else idna.encode(host, uts46=True).decode()
        rest = _TO_ENCODE.sub(lambda found: quote(found[0]), rest)
    except ValueError:  # IDNAError, or a lone surrogate
        return address
    return f"{scheme}{host}{port}{rest}"


def is_private_url(address: str) -> bool:
    """Whether an address leads into the browser's own machine or network.

    From a remote service such an address is never right: each visitor's browser would send a
    request into its own network.
    """
    try:
        host = (urlsplit(encoded(address)).hostname or "").rstrip(".")
    except ValueError:
        return False
    if is_loopback(host) or any(host == name or host.endswith(f".{name}") for name in _INSIDE):
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return not (mapped or found).is_global


def data_bytes(address: str) -> bytes | None:
    """Decode a ``data:`` address; None if that fails or it is empty.

    Base64 is read as in browsers, with padding or without.
    """
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        return unquote_to_bytes(body) or None
    if len(body) % 4 == 0:
        body = body.removesuffix("=").removesuffix("=")
    if "=" in body:
        return None
    try:
        return binascii.a2b_base64(body + "=" * (-len(body) % 4), strict_mode=True) or None
    except ValueError:  # binascii.Error, or text that is not ASCII
        return None


def safe_image_url(address: str) -> str | None:
    """The address of a picture in ASCII if a browser may load it, else None.

    Accepted are ``https`` on a named host, ``http`` on loopback, and embedded ``data:image/…``.
    Everything else is refused: paths and ``file:`` (which Streamlit would open on the server),
    ``javascript:``, ``//host``, user names in the address, bare IP hosts, quotes and backslashes.
    """
    if address.startswith("data:"):
        return _embedded(_DATA, address, LONGEST_DATA_ADDRESS)
    return _safe_on_the_web(address, LONGEST_ADDRESS)


def safe_media_url(address: str) -> str | None:
    """The address of a generated picture or video if a browser may load it, else None.

    The rules are those of ``safe_image_url``, but an address may be longer, since it is signed, and
    a video may be embedded as mp4 or webm.
    """
    if address.startswith("data:video/"):
        return _embedded(_DATA_VIDEO, address, LONGEST_DATA_VIDEO)
    if address.startswith("data:"):
        return safe_image_url(address)
    return _safe_on_the_web(address, LONGEST_SIGNED_ADDRESS)


def media_kind(address: str) -> MediaKind | None:
    """Whether a safe address leads to a picture or a video; None if it does not say."""
    for kind, scheme in ((MediaKind.PICTURE, "data:image/"), (MediaKind.VIDEO, "data:video/")):
        if address.startswith(scheme):
            return kind
    parts = urlsplit(address)
    told = {name.lower(): value for name, value in parse_qsl(parts.query)}
    hints = [
        *(told.get(name, "") for name in _TYPES),
        unquote(parts.path).rstrip("/"),
        *(told.get(name, "").rstrip("\"'; ") for name in _NAMES),
        *(f".{told[name].removeprefix('.')}" for name in _FORMATS if name in told),
        *(f"{told[name]}/" for name in _FORMATS if name in told),
    ]
    return next((found for hint in hints if (found := _hinted(hint))), None)


def _hinted(hint: str) -> MediaKind | None:
    hint = hint.strip().lower()
    if hint.startswith("image/"):
        return MediaKind.PICTURE
    if hint.startswith("video/"):
        return MediaKind.VIDEO
    return next((kind for kind, ends in _SUFFIXES.items() if hint.endswith(ends)), None)


def _embedded(form: re.Pattern[str], address: str, longest: int) -> str | None:
    # Decoded, too: the pattern alone accepts base64 that cannot be decoded.
    fits = _fits(form, address, longest)
    return fits if fits is not None and data_bytes(fits) is not None else None


def _fits(form: re.Pattern[str], address: str, longest: int) -> str | None:
    return address if len(address) <= longest and form.fullmatch(address) else None


def _safe_on_the_web(address: str, longest: int) -> str | None:
    address = encoded(address[: longest + 1])
    if _fits(_PLAIN, address, longest) is None:
        return None
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if "@" in parts.netloc:
        return None
    if is_loopback(host):
        return address if parts.scheme in {"http", "https"} else None
    return address if parts.scheme == "https" and is_public_name(host) else None
