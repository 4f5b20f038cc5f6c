"""Signing in, with the dashboard as it is and a sign-in service on loopback."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from eternal.simulator import Simulator, SimulatorServer
from pages.components.sign_in.routes import CANCELLED, FAILED, NO_ANSWER
from pages.components.sign_in.transfer import LEAVE, TAKE
from pages.model.permission import Refusal
from tests.browser.pace import FAST_APP
from tests.browser.test_accessibility import in_all_looks, misfits
from tests.dashboard import Dashboard
from tests.oidc import ANNA, Provider, write_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

WORDS = "A ferryman from Split who whistles."
OFFER = "from before you signed in"


@dataclass
class Deployment:
    """A dashboard where people sign in.

    Attributes:
        url: Where it runs.
        provider: The service that signs people in.
        api: What the dashboard asks.
        open_url: Where another dashboard runs, on the same journal, where nobody needs to sign in.
    """

    url: str
    provider: Provider
    api: Simulator
    open_url: str

    @property
    def posts(self) -> int:
        """How many paid requests were sent."""
        return len([one for one in self.api.requests if one.method == "POST"])

    def sign_in_as(self, subject: str, **claims: object) -> None:
        """Have somebody of that name come next, whose claims differ in some."""
        self.provider.claims = {**ANNA, "sub": subject, **claims}


@pytest.fixture(scope="module")
def _deployment(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    assert browser.is_connected()
    folder: Path = tmp_path_factory.mktemp("sign-in")
    api, provider = Simulator(creation_seconds=(0.4, 0.8), record=True), Provider()
    with ExitStack() as stack:
        base_url = stack.enter_context(SimulatorServer(api)).base_url
        settings = {
            "ETERNALAI_BASE_URL": base_url,
            "ETERNALAI_API_KEY": "a-key-of-the-deployment",
            "ETERNALAI_DATABASE": f"sqlite:///{folder / 'history.sqlite3'}",
        }
        provider_url = stack.enter_context(SimulatorServer(provider)).base_url
        people = {"ETERNALAI_ALLOWED_PEOPLE": "anna@example.org, example.com"}
        secrets = write_secrets(folder / "secrets.toml", provider_url, **people)
        closed = Dashboard(settings, script=FAST_APP, secrets=secrets, log=folder / "log")
        url = stack.enter_context(closed).url
        open_url = stack.enter_context(Dashboard(settings, script=FAST_APP)).url
        yield Deployment(url, provider, api, open_url)
        log = (folder / "log").read_text("utf-8")
    for secret in (*ANNA.values(), "a-cookie-secret", "a-secret-of-the-client"):
        assert not isinstance(secret, str) or secret not in log


@pytest.fixture
def deployment(_deployment: Deployment) -> Deployment:
    """The dashboard of this module, with a service that works and an API that was asked nothing."""
    provider = _deployment.provider
    provider.claims, provider.error = dict(ANNA), ""
    provider.is_down = provider.breaks_tokens = False
    _deployment.api.requests.clear()
    return _deployment


def description(visitor: Visitor) -> Any:
    """The field of the description."""
    return visitor.page.get_by_role("textbox", name="Describe")


def describe(visitor: Visitor, words: str = WORDS) -> Visitor:
    """Type a description, as far as the server has it."""
    description(visitor).fill(words)
    description(visitor).blur()
    return visitor.is_at_rest()


def create(visitor: Visitor, words: str = WORDS) -> Visitor:
    """Create somebody, to the end."""
    return describe(visitor, words).press("Create character").sees("Done. Here is your character.")


def sign_in(visitor: Visitor, name: str = "Anna Berg") -> Visitor:
    """Sign in by the button in front, and wait until the name is there."""
    return visitor.press("Sign in").sees(name).is_at_rest()


def test_sign_in_create_sign_out(visit: NewVisitor, deployment: Deployment) -> None:
    """Whoever signs in comes back to the same page with the same words, and creates with them."""
    deployment.sign_in_as("in and out")
    visitor = visit(deployment.url, "/create?shortlist=6790").sees("Sign in to create")
    describe(visitor)
    expect(visitor.button("Create character")).to_be_disabled()
    sign_in(visitor)
    assert visitor.page.url.endswith("/create?shortlist=6790")
    expect(description(visitor)).to_have_value(WORDS)
    visitor.press("Create character").sees("Done. Here is your character.")
    assert deployment.posts == 1
    visitor.press("Sign out").sees("You are not signed in.")
    visitor.menu("History").sees("Nothing here yet")
    assert "/end" in deployment.provider.asked


def test_a_stale_tab_is_refused(visit: NewVisitor, deployment: Deployment) -> None:
    """Signed out in another tab, a press here sends nothing, says why and keeps the words."""
    deployment.sign_in_as("stale")
    visitor = sign_in(visit(deployment.url, "/create"))
    stale = visitor.page
    describe(visitor)
    expect(visitor.button("Create character")).to_be_enabled()
    visitor.open_in_new_tab("/history").sees("Anna Berg").is_at_rest()
    visitor.press("Sign out").sees("You are not signed in.")
    visitor.page = stale
    visitor.sees("Anna Berg").press("Create character").sees(str(Refusal.SIGNED_OUT))
    visitor.sees("You are not signed in.").sees("Sign in to create").is_at_rest()
    assert deployment.posts == 0
    expect(description(visitor)).to_have_value(WORDS)
    sign_in(visitor)
    expect(description(visitor)).to_have_value(WORDS)


def test_a_second_sign_in_ends_the_first(visit: NewVisitor, deployment: Deployment) -> None:
    """Whoever signs in again in another tab is asked to in this one, too: it has another cookie."""
    deployment.sign_in_as("twice")
    visitor = visit(deployment.url, "/create").sees("Sign in to create")
    other = visitor.page
    visitor.open_in_new_tab("/create").sees("Sign in to create")
    describe(sign_in(visitor))
    first = visitor.page
    visitor.page = other
    sign_in(visitor)
    visitor.page = first
    visitor.press("Create character").sees(str(Refusal.SIGNED_OUT))
    assert deployment.posts == 0


def test_the_history_is_the_persons(visit: NewVisitor, deployment: Deployment) -> None:
    """What a person creates is in the History in every browser, and for nobody else."""
    deployment.sign_in_as("everywhere")
    words = "A tailor from Bruges who sings."
    create(sign_in(visit(deployment.url, "/create")), words)
    elsewhere = visit(deployment.url, "/history", is_friend=True).sees("Nothing here yet")
    sign_in(elsewhere).sees(words).sees("you see it wherever you sign in")
    elsewhere.press("Sign out").sees("You are not signed in.")
    deployment.sign_in_as("somebody else")
    sign_in(elsewhere).menu("History").sees("Nothing here yet")
    assert words not in elsewhere.page.inner_text("body")


def test_the_browsers_own_history_is_offered(visit: NewVisitor, deployment: Deployment) -> None:
    """What was made before anybody had to sign in is moved if one says yes, and asked for once."""
    deployment.sign_in_as("yes")
    words = "A clockmaker from Ulm who paints."
    visitor = create(visit(deployment.open_url, "/create"), words)
    later = visit(deployment.url, "/history").sees(words)
    sign_in(later).sees(f"1 entry {OFFER}").sees("Nothing here yet")
    later.press(TAKE).sees(words).is_at_rest()
    assert OFFER not in later.page.inner_text("body")
    visitor.menu("History").sees("Nothing here yet")
    later.press("Sign out").sees("You are not signed in.")
    later.open("/history").sees("Nothing here yet")


def test_a_no_is_remembered(visit: NewVisitor, deployment: Deployment) -> None:
    """What one leaves to the browser stays there, and is not offered again to this person."""
    deployment.sign_in_as("no")
    words = "A miller from Cadiz who draws."
    create(visit(deployment.open_url, "/create"), words)
    visitor = sign_in(visit(deployment.url, "/history")).sees(OFFER)
    visitor.press(LEAVE)
    expect(visitor.page.get_by_text(OFFER)).to_have_count(0)
    visitor.is_at_rest().press("Sign out").sees("You are not signed in.")
    visitor.open("/history").sees(words)
    sign_in(visitor).sees("Nothing here yet").is_at_rest()
    assert OFFER not in visitor.page.inner_text("body")
    visitor.press("Sign out").sees("You are not signed in.")
    deployment.sign_in_as("another one")
    sign_in(visitor).sees(OFFER)


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"email": "otto@example.org"}, Refusal.NOT_LISTED),
        ({"email_verified": False}, Refusal.UNVERIFIED),
        ({"email_verified": None}, Refusal.UNVERIFIED),
        ({"email": None}, Refusal.NO_EMAIL),
    ],
    ids=["not-listed", "unverified", "not-said", "no-address"],
)
def test_who_is_not_let_in(
    visit: NewVisitor, deployment: Deployment, claims: dict[str, Any], refused: Refusal
) -> None:
    """Whoever signs in and is not let in reads why; the words stay, and all can be looked at."""
    deployment.sign_in_as("refused", **claims)
    visitor = describe(visit(deployment.url, "/create"))
    sign_in(visitor).sees(str(refused))
    expect(description(visitor)).to_have_value(WORDS)
    expect(visitor.button("Create character")).to_be_disabled()
    visitor.menu("Gallery").sees_name("Elara Voss")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"is_down": True}, NO_ANSWER),
        ({"error": "access_denied"}, CANCELLED),
        ({"breaks_tokens": True}, FAILED),
        ({"claims": {**ANNA, "iss": "https://evil.example"}}, FAILED),
    ],
    ids=["down", "cancelled", "forged-signature", "forged-issuer"],
)
def test_a_sign_in_that_fails(
    visit: NewVisitor, deployment: Deployment, fault: dict[str, Any], words: str
) -> None:
    """A service that is down, refuses or lies is a plain sentence on the same page; words stay."""
    for name, value in fault.items():
        setattr(deployment.provider, name, value)
    visitor = describe(visit(deployment.url, "/create?shortlist=6790"))
    visitor.press("Sign in").sees(words).sees("You are not signed in.").is_at_rest()
    assert visitor.page.url.endswith("/create?shortlist=6790")
    expect(description(visitor)).to_have_value(WORDS)
    visitor.menu("Gallery").is_at_rest()
    assert words not in visitor.page.inner_text("body")


def test_signing_in_in_every_look(visit: NewVisitor, deployment: Deployment) -> None:
    """axe-core finds nothing where people sign in, in light and dark, wide and narrow; all fits."""
    deployment.sign_in_as("looks", name="Anna-Maria Wolfeschlegelsteinhausenbergerdorff " * 2)
    create(visit(deployment.open_url, "/create"))
    visitor = visit(deployment.url, "/create").sees("Sign in to create").is_at_rest()
    found = {"signed out": in_all_looks(visitor) | misfits(visitor)}
    visitor.looks({"width": 1280, "height": 800})
    sign_in(visitor, "Anna-Maria").sees(OFFER)
    found["signed in"] = in_all_looks(visitor) | misfits(visitor)
    assert found == {"signed out": {}, "signed in": {}}


def test_the_demo_stays_open(visit: NewVisitor, deployment: Deployment) -> None:
    """In the demo everybody creates, signed in or not."""
    visitor = visit(deployment.url, "/create?source=Demo").is_at_rest()
    create(visitor)
    assert "Sign in to create" not in visitor.page.inner_text("body")
    assert deployment.posts == 0
