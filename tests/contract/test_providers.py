"""One suite, three providers: what the document promises holds for mocks, simulator and live API.

The live API is asked only with ``pytest -m live``. What costs credits has switches of its own:
``ETERNALAI_LIVE_CREATE=1`` for a character, ``ETERNALAI_LIVE_GENERATE=1`` for pictures and a video.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from eternal import EternalClient
from eternal.contract import Outcome, check, promises
from eternal.validation import ADULT_AGE
from tests.contract import providers
from tests.contract.examples import EFFECT_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from eternal.contract import Check, Finding
    from eternal.settings import Settings

    Provider = Callable[[], AbstractContextManager[Settings]]

PROVIDERS = [
    pytest.param(providers.mocks, id="mocks"),
    pytest.param(providers.simulator, id="simulator"),
    pytest.param(providers.live, id="live", marks=pytest.mark.live),
]


@dataclass(frozen=True)
class Asked:
    """A provider, and what may be done there."""

    settings: Settings
    may_create: bool
    may_generate: bool
    sleep: Callable[[float], None]

    def client(self) -> EternalClient:
        """A client with the key."""
        key = self.settings.api_key
        return EternalClient(
            key.get_secret_value() if key else None, self.settings.base_url, sleep=self.sleep
        )


@pytest.fixture(scope="module", params=PROVIDERS)
def asked(request: pytest.FixtureRequest) -> Iterator[Asked]:
    """Who is asked."""
    provider: Provider = request.param
    with provider() as settings:
        if provider is providers.live:
            may_create, may_generate = providers.live_may_create(), providers.live_may_generate()
            yield Asked(settings, may_create, may_generate, time.sleep)
        else:
            yield Asked(settings, may_create=True, may_generate=True, sleep=lambda _: None)


@pytest.fixture(scope="module")
def result(asked: Asked) -> Check:
    """The check of the provider, made once."""
    return check(
        asked.settings, create=asked.may_create, generate=asked.may_generate, sleep=asked.sleep
    )


@pytest.mark.parametrize("name", [promise.name for promise in promises()])
def test_a_promise_of_the_document_holds(name: str, result: Check) -> None:
    """What the document promises holds, for everybody who claims to be the API."""
    finding = _finding(result, name)
    if finding.outcome is Outcome.UNKNOWN:
        pytest.skip(f"{name}: {finding.details}")
    assert finding.outcome is Outcome.HOLDS, (
        f"broken clause {name} - {finding.promise.text} {finding.details}"
    )


def test_the_client_reads_the_list(asked: Asked) -> None:
    """The client reads every record of a page, each with its id, and finds no drift."""
    with EternalClient(None, asked.settings.base_url) as client:
        page = client.list_characters(page=1, limit=5)
    assert len(page.characters) == page.received == 5
    assert (page.unreadable, page.drift) == (0, ())


def test_the_client_polls_what_it_lists(asked: Asked) -> None:
    """The client finds a listed character by its id, and it is the same."""
    with EternalClient(None, asked.settings.base_url) as client:
        listed = client.list_characters(page=1, limit=1).characters[0]
        polled = client.poll_character(listed.id).character
    assert polled is not None
    assert polled.model_copy(update={"status": listed.status}) == listed


def test_the_client_creates_and_waits(asked: Asked) -> None:
    """The client creates a character and waits for it by its id, until it has bio and picture."""
    if not asked.may_create:
        pytest.skip(f"creating costs credits: ask for it with {providers.LIVE_CREATES}=1")
    with asked.client() as client:
        creation = client.create_character("A cheerful librarian from Lisbon, 41.")
        character = client.wait_for_character(creation.id, timeout=300)
    assert character.id == creation.id
    assert character.description
    assert character.picture


@pytest.mark.parametrize("kind", ["effect", "image", "video"])
def test_the_client_generates_and_waits(kind: str, asked: Asked) -> None:
    """The client asks for an effect, an image and a video, and waits until each has an address."""
    if not asked.may_generate:
        pytest.skip(f"generating costs credits: ask for it with {providers.LIVE_GENERATES}=1")
    with asked.client() as client:
        listed = client.list_characters(limit=10).characters
        adult = next(one for one in listed if one.age is not None and one.age >= ADULT_AGE)
        generation = {
            "effect": lambda: client.generate_effect(adult, EFFECT_ID),
            "image": lambda: client.generate_image(adult, "reading by a window"),
            "video": lambda: client.generate_video(adult, "reading by a window", duration=1),
        }[kind]()
        poll = client.wait_for_generation(generation.request_id, timeout=300)
    assert (generation.progress, generation.drift) == (0, ())
    assert kind == "video" or generation.credits_remaining is not None
    assert poll.request_id == generation.request_id
    assert poll.result_url
    assert poll.drift == ()


def _finding(result: Check, name: str) -> Finding:
    return next(finding for finding in result.findings if finding.promise.name == name)
