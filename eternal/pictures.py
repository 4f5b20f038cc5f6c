"""Which addresses of pictures and videos a browser may be sent to: strangers write them."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

LONGEST_ADDRESS: Final = 2048
LONGEST_SIGNED_ADDRESS: Final = 8192
"""Characters of a result's address: a signature and its session take some thousand."""
LONGEST_DATA_ADDRESS: Final = 262_144
LONGEST_DATA_VIDEO: Final = 1_048_576

_PLAIN = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
_DATA = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml)(?:;charset=utf-8)?"
    r"(?:;base64,[A-Za-z0-9+/]+={0,2}|,[A-Za-z0-9%!*'()\-._~:/?@&=+$,;]+)"
)
_DATA_VIDEO = re.compile(r"data:video/(?:mp4|webm);base64,[A-Za-z0-9+/]+={0,2}")
_HOST_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*"
)


class MediaKind(StrEnum):
    """What a generation makes."""

    PICTURE = "picture"
    VIDEO = "video"


_SUFFIXES = {
    MediaKind.PICTURE: (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"),
    MediaKind.VIDEO: (".mp4", ".m4v", ".webm", ".mov"),
}


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def safe_address(address: str) -> str | None:
    """The address of a picture if a browser may load it, or None.

    Taken are ``https`` on a named host, ``http`` on loopback, and embedded ``data:image/…``.
    Everything else is refused: paths and ``file:`` (which Streamlit would open on the server),
    ``javascript:``, ``//host``, user names in the address, bare IP hosts, quotes and backslashes.
    """
    if address.startswith("data:"):
        return _fits(_DATA, address, LONGEST_DATA_ADDRESS)
    return _safe_on_the_web(address, LONGEST_ADDRESS)


def safe_result(address: str) -> str | None:
    """The address of a generated picture or video if a browser may load it, or None.

    The rules are those of pictures. A signed address may be longer, and an embedded video may be
    mp4 or webm.
    """
    if address.startswith("data:video/"):
        return _fits(_DATA_VIDEO, address, LONGEST_DATA_VIDEO)
    if address.startswith("data:"):
        return safe_address(address)
    return _safe_on_the_web(address, LONGEST_SIGNED_ADDRESS)


def media_kind(address: str) -> MediaKind | None:
    """What a safe address leads to, as far as it tells by itself."""
    for kind, scheme in ((MediaKind.PICTURE, "data:image/"), (MediaKind.VIDEO, "data:video/")):
        if address.startswith(scheme):
            return kind
    path = urlsplit(address).path.lower()
    return next((kind for kind, ends in _SUFFIXES.items() if path.endswith(ends)), None)


def _fits(form: re.Pattern[str], address: str, longest: int) -> str | None:
    return address if len(address) <= longest and form.fullmatch(address) else None


def _safe_on_the_web(address: str, longest: int) -> str | None:
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
    return address if parts.scheme == "https" and _HOST_NAME.fullmatch(host) else None
