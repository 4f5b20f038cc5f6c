"""Proxies and certificates from the environment, and the names of their settings.

Only the *name* of a setting is ever shown: its value may hold a password.
"""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from requests.utils import select_proxy

from eternal.errors import ConfigurationError
from eternal.hosts import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

BUNDLE_NAMES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""The settings that requests reads a file with certificates from, in its order."""


def connection_settings(session: requests.Session, url: str) -> dict[str, Any]:
    """Merge ``verify``, ``cert`` and ``proxies`` of a session with those of the environment.

    Raises:
        ConfigurationError: The environment cannot be read.
    """
    if is_loopback(urlsplit(url).hostname or ""):
        # The proxy of the environment cannot reach this machine's own simulator.
        return {"verify": session.verify, "cert": session.cert, "proxies": {}}
    verify = session.verify  # passed here, since the environment would override it
    try:
        merged = session.merge_environment_settings(url, {}, None, verify, None)
    except Exception:
        merged = None
    if merged is None:
        raise ConfigurationError(
            "The settings of the proxy (HTTPS_PROXY, ALL_PROXY, NO_PROXY) cannot be read."
        )
    return {name: merged[name] for name in ("verify", "cert", "proxies")}


def proxy_of(url: str, proxies: Mapping[str, str]) -> str:
    """The address of the proxy for a URL, or ""."""
    return select_proxy(url, dict(proxies)) or ""


def proxy_setting(url: str, proxies: Mapping[str, str]) -> str:
    """The name of the setting that names this proxy, such as ``HTTPS_PROXY``."""
    chosen = proxy_of(url, proxies)
    for wanted in (f"{urlsplit(url).scheme}_proxy", "all_proxy"):
        for name, value in os.environ.items():
            if name.lower() == wanted and value == chosen:
                return name
    return "the proxy setting of this session or system"


def bundle_setting(verify: object) -> str:
    """The name of the setting that names this file with certificates, or "" if none does."""
    if not isinstance(verify, str):
        return ""
    for name in BUNDLE_NAMES:
        if os.environ.get(name) == verify:
            return name
    return "the session's setting 'verify'"


def validate_bundle(path: str) -> None:
    """Check that certificates can be read from a file, before anything is sent.

    Raises:
        OSError: The file does not exist, may not be read, or holds no certificate.
    """
    if Path(path).is_dir():
        return
    stat = Path(path).stat()
    _load(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _load(path: str, changed_at: int, size: int) -> None:
    del changed_at, size  # part of the key only: a changed file is read again
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
