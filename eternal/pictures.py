"""Which addresses of pictures a browser may be sent to: they are written by strangers."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2048
LONGEST_DATA_ADDRESS = 262_144

_PLAIN = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
_DATA = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml)(?:;charset=utf-8)?"
    r"(?:;base64,[A-Za-z0-9+/]+={0,2}|,[A-Za-z0-9%!*'()\-._~:/?@&=+$,;]+)"
)
_HOST_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*"
)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def safe_address(address: str) -> str | None:
    """The address if a browser may load it, or None.

    Taken are ``https`` on a named host, ``http`` on loopback, and embedded ``data:image/…``.
    Everything else is refused: paths and ``file:`` (which Streamlit would open on the server),
    ``javascript:``, ``//host``, user names in the address, bare IP hosts, quotes and backslashes.
    """
    if address.startswith("data:"):
        short = len(address) <= LONGEST_DATA_ADDRESS
        return address if short and _DATA.fullmatch(address) else None
    if len(address) > LONGEST_ADDRESS or not _PLAIN.fullmatch(address):
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
