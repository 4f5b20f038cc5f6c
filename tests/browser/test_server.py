"""The server around the pages, as a browser and a platform meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from starlette.responses import HTMLResponse

from eternal.simulator import SimulatorServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REFUSED = "frame-ancestors"


@pytest.mark.row("X9")
def test_another_site_cannot_show_the_dashboard_in_a_frame(browser: Browser, demo: str) -> None:
    """A page of another origin that frames Create shows nothing that could be clicked."""
    trap = HTMLResponse(f'<iframe src="{demo}/create" width="900" height="700"></iframe>')
    with SimulatorServer(trap) as other, browser.new_context() as context:
        page = context.new_page()
        with page.expect_console_message(lambda message: REFUSED in message.text):
            page.goto(other.base_url)
        (frame,) = page.frames[1:]
        assert not frame.url.startswith(demo)


def test_the_health_check_answers(demo: str) -> None:
    """A platform that asks whether the dashboard lives is told so, without a page being run."""
    with urlopen(f"{demo}/healthz") as answer:  # noqa: S310 - our own address
        assert json.load(answer) == {"status": "ok"}
