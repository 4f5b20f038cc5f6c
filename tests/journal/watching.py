"""A visitor in a process of their own who opens Create again and again, and creates nothing."""

from __future__ import annotations

import sys
import time

from pages.components.jobs.watch import TICK_SECONDS
from tests.journal.creating import open_create

OPENED = "opened"
"""What is printed once the page was opened."""


def main(cookie: str) -> None:
    """Watch all that the visitor has begun, also elsewhere, until the process is killed."""
    app = open_create(cookie)
    print(OPENED, flush=True)  # noqa: T201 - for the test that waits for it
    while True:
        time.sleep(TICK_SECONDS)
        app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
