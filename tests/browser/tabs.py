"""The tabs of one browser: used again by the next visit, as a new one costs as much as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, ViewportSize

SECONDS: Final = 1000
"""Playwright counts in milliseconds."""

PATIENCE: Final = 30.0
"""How long is waited, in seconds, for what will come: long enough for a machine that is busy."""

DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 800}


class Tabs:
    """Lends tabs of one browser context.

    Args:
        context: Opens them.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._idle: list[Page] = []

    def lend(self) -> Page:
        """Return an empty tab, in front."""
        if self._idle:
            page = self._idle.pop()
            page.bring_to_front()
            return page
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE * SECONDS)
        return page

    def take_back(self, page: Page) -> None:
        """Empty a tab: its visit ends, its size and its looks are those of a new one."""
        page.goto("about:blank")
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self._idle.append(page)
