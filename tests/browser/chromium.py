"""The browser that drives the dashboard."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.dashboard import LOOPBACK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "msedge"),
)
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    "--disable-dev-shm-usage",  # it is small in containers, and the browser dies of that
    # Any other host is refused, so that no test can depend on one.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
)


def find_browser() -> str | None:
    """The browser named in ETERNAL_BROWSER, or the first on the PATH; None if there is none."""
    named = os.environ.get("ETERNAL_BROWSER")
    if named:
        return named
    return next(filter(None, map(shutil.which, _NAMES)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
