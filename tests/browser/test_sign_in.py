"""Signing in, with the dashboard as it is and a provider on loopback."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from eternal.simulator import Simulator, SimulatorServer
from tests.browser.pace import FAST_APP
from tests.dashboard import Dashboard
from tests.oidc import Provider, write_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

WORDS = "A ferryman from Split who whistles."
KEY = "a-key-of-the-deployment"


@dataclass
class Deployment:
    """A dashboard where people sign in.

    Attributes:
        url: Where it runs.
        provider: Who signs people in.
        api: What it asks.
    """

    url: str
    provider: Provider
    api: Simulator

    @property
    def posts(self) -> int:
        """How many paid requests were sent."""
        return len([one for one in self.api.requests if one.method == "POST"])


@dataclass
class Deploy:
    """Starts dashboards where people sign in."""

    stack: ExitStack
    folder: Path
    provider: Provider = field(default_factory=Provider)

    def __call__(self, **settings: str) -> Deployment:
        """Start one with these settings."""
        api = Simulator(creation_seconds=(0.4, 0.8), record=True)
        server = self.stack.enter_context(SimulatorServer(api))
        provider = self.stack.enter_context(SimulatorServer(self.provider))
        given = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": KEY} | settings
        secrets = write_secrets(self.folder / "secrets.toml", provider.base_url, **given)
        database = {"ETERNALAI_DATABASE": f"sqlite:///{self.folder / 'history.sqlite3'}"}
        dashboard = Dashboard(database, script=FAST_APP, secrets=secrets, log=self.folder / "log")
        return Deployment(self.stack.enter_context(dashboard).url, self.provider, api)


@pytest.fixture
def deploy(tmp_path: Path) -> Iterator[Deploy]:
    """Start dashboards where people sign in."""
    with ExitStack() as stack:
        yield Deploy(stack, tmp_path)


def describe(visitor: Visitor, words: str = WORDS) -> Visitor:
    """Type a description."""
    visitor.page.get_by_role("textbox", name="Describe").fill(words)
    return visitor


def typed(visitor: Visitor) -> Any:
    """The field of the description."""
    return visitor.page.get_by_role("textbox", name="Describe")


def sign_in(visitor: Visitor, name: str = "Anna Berg") -> Visitor:
    """Sign in by the button in front, and wait until the name is there."""
    visitor.press("Sign in").sees(name)
    return visitor.is_at_rest()


def test_sign_in_create_sign_out(visit: NewVisitor, deploy: Deploy) -> None:
    """Whoever signs in comes back to the same page with the same words, and creates with them."""
    deployment = deploy()
    visitor = visit(deployment.url, "/create?shortlist=6790")
    describe(visitor).sees("Sign in to create")
    expect(visitor.button("Create character")).to_be_disabled()
    sign_in(visitor)
    assert visitor.page.url.endswith("/create?shortlist=6790")
    expect(typed(visitor)).to_have_value(WORDS)
    visitor.press("Create character").sees("Done. Here is your character.")
    assert deployment.posts == 1
    visitor.press("Sign out").sees("You are not signed in.")
    visitor.menu("History").sees("Nothing here yet")
    assert "/end" in deployment.provider.asked
    visitor.leave()
