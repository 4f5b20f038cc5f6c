"""Hosts of addresses: one rule for the API's own address and for pictures and videos."""

from __future__ import annotations

import ipaddress
import re

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")


def is_host(host: str) -> bool:
    """Whether a host, in lower case, is a valid name or IP address."""
    return _NAME.fullmatch(host) is not None or _is_ipv6(host)


def is_public_name(host: str) -> bool:
    """Whether a host, in lower case, is a name with a domain: no IP address, no bare name."""
    last_label = host.rpartition(".")[2]
    return "." in host and last_label[:1].isalpha() and _NAME.fullmatch(host) is not None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ipv6(host: str) -> bool:
    try:
        return "%" not in host and ipaddress.ip_address(host).version == 6
    except ValueError:
        return False
