"""Two dashboards on one PostgreSQL are one service: what is begun on one goes on on the other."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from eternal.simulator import Simulator, SimulatorServer
from pages.model.spending_settings import DAILY_CREATIONS_NAME
from tests.browser.pace import FAST_APP, FAST_POLL_SECONDS
from tests.clock import Clock
from tests.dashboard import Dashboard
from tests.journal.postgresql import running_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

WORDS = "A lighthouse keeper from Skagen who carves whales."
POLLS = 12
"""So many polls show how many poll: two that have a schedule each would meet."""


@dataclass
class Timed:
    """Notes when each creation and each poll arrives.

    Attributes:
        api: What answers.
        polled_at: When a poll has arrived, in monotonic seconds.
        creations: How many creations have arrived.
    """

    api: ASGIApp
    polled_at: list[float] = field(default_factory=list)
    creations: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if "/poll-result/" in scope["path"]:
            self.polled_at.append(time.monotonic())
        self.creations += scope["method"] == "POST"
        await self.api(scope, receive, send)


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    with running_cluster() as cluster:
        yield cluster.new_database()


def test_begun_on_one_and_finished_on_the_other(visit: NewVisitor, database: str) -> None:
    """The same browser sees a creation on both; one polls, and if it is killed the other one."""
    clock = Clock()
    api = Timed(Simulator(creation_seconds=(60, 60), clock=clock))
    with ExitStack() as stack:
        settings = {
            "ETERNALAI_BASE_URL": stack.enter_context(SimulatorServer(api)).base_url,
            "ETERNALAI_API_KEY": "a-key-of-the-deployment",
            "ETERNALAI_DATABASE": database,
        }
        first, second = (
            stack.enter_context(Dashboard(settings, script=FAST_APP)) for _ in range(2)
        )
        begun = visit(first.url, "/create")
        creates(begun, WORDS)
        begun.waits_for(lambda: "creation=" in begun.page.url)

        other = visit(second.url, "/create").sees(WORDS)
        expect(other.page.get_by_role("progressbar")).to_have_count(1)
        shows_one_poller(other, api)
        expect(begun.page.get_by_role("progressbar")).to_have_count(1)

        begun.is_cut_off = True
        first.kill()
        clock.pass_by()
        other.sees("Done. Here is your character.")
        other.menu("History").sees("1 entry").sees(WORDS).sees("Done")
        begun.leave()
        other.leave()
    assert api.creations == 1


def test_two_dashboards_have_one_limit(visit: NewVisitor, database: str) -> None:
    """What one dashboard spends of the key is gone on the other, also for an older page."""
    api = Timed(Simulator())
    with ExitStack() as stack:
        settings = {
            "ETERNALAI_BASE_URL": stack.enter_context(SimulatorServer(api)).base_url,
            "ETERNALAI_API_KEY": "a-key-of-the-deployment",
            "ETERNALAI_DATABASE": database,
            DAILY_CREATIONS_NAME: "2",
        }
        first, second = (
            stack.enter_context(Dashboard(settings, script=FAST_APP)) for _ in range(2)
        )
        one = visit(first.url, "/create").sees("2 of 2 left today")
        creates(one, WORDS).sees("1 of 2 left today")
        other = visit(second.url, "/create").sees("1 of 2 left today")
        creates(other, "A baker.").sees("0 of 2 left today").sees("are used up")
        creates(one, "A potter.").sees("are used up")
        expect(one.page.get_by_role("textbox", name="Describe")).to_have_value("A potter.")
        one.leave()
        other.leave()
    assert api.creations == 2


def creates(visitor: Visitor, words: str) -> Visitor:
    """Have a visitor press the button with these words."""
    visitor.page.get_by_role("textbox", name="Describe").fill(words)
    return visitor.press("Create character")


def shows_one_poller(visitor: Visitor, api: Timed) -> None:
    """Wait for some polls: between two of them is the pause of one who waits for each answer."""
    api.polled_at.clear()
    visitor.waits_for(lambda: len(api.polled_at) > POLLS)
    pauses = [later - earlier for earlier, later in pairwise(api.polled_at)]
    assert min(pauses) >= FAST_POLL_SECONDS
