"""A visitor in a process of their own who creates a character, for tests that kill the process."""

from __future__ import annotations

import sys
import time

import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.components.jobs.watch import TICK_SECONDS
from pages.components.shell.server import SCRIPT
from pages.components.shell.visitor import VISITOR_COOKIE
from pages.model import ledger
from tests.pages.labels import CREATE, DESCRIBE
from tests.pages.timers import run_timers
from tests.pages.visit import PAGES

PRESSES = "presses"
"""What is printed just before the button is pressed."""


def open_create(cookie: str) -> AppTest:
    """Open the page as the visitor with that cookie."""
    type(st.context).cookies = {VISITOR_COOKIE: cookie}  # type: ignore[assignment, method-assign]
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    return app.switch_page(str(PAGES / "create.py")).run()


def main(cookie: str, prompt: str) -> None:
    """Create a character, and watch it until the process is killed."""
    ledger.CREATION_PAUSE_SECONDS = 0.0  # type: ignore[misc]  # the visitor has many processes
    app = open_create(cookie)
    next(one for one in app.text_area if one.label == DESCRIBE).set_value(prompt)
    button = next(one for one in app.button if one.label == CREATE)
    print(PRESSES, flush=True)  # noqa: T201 - for the test that waits for it
    button.click().run()
    while True:
        time.sleep(TICK_SECONDS)
        run_timers(app)


if __name__ == "__main__":
    main(*sys.argv[1:])
