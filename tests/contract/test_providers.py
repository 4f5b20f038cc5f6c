"""One suite, three providers: what the document promises holds for mocks, simulator and live API.

The live API is asked only with ``pytest -m live``. It creates, which costs credits, only if
``ETERNALAI_LIVE_CREATE=1`` is set, too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from eternal import EternalClient
from eternal.contract import Outcome, check, promises
from tests.contract import providers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from eternal.contract import Check, Finding
    from eternal.settings import Settings

    Provider = Callable[[], AbstractContextManager[Settings]]

PROVIDERS = [
    pytest.param((providers.mocks, True), id="mocks"),
    pytest.param((providers.simulator, True), id="simulator"),
    pytest.param((providers.live, None), id="live", marks=pytest.mark.live),
]


@pytest.fixture(scope="module", params=PROVIDERS)
def settings(request: pytest.FixtureRequest) -> Iterator[tuple[Settings, bool]]:
    """A provider, and whether it may create."""
    provider, may_create = request.param
    is_live = may_create is None
    with provider() as settings:
        yield settings, providers.live_may_create() if is_live else True


@pytest.fixture(scope="module")
def result(settings: tuple[Settings, bool], request: pytest.FixtureRequest) -> Check:
    """The check of the provider, made once."""
    is_live = request.node.get_closest_marker("live") is not None
    where, may_create = settings
    return check(where, create=may_create, sleep=time.sleep if is_live else lambda _: None)


@pytest.mark.parametrize("name", [promise.name for promise in promises()])
def test_a_promise_of_the_document_holds(name: str, result: Check) -> None:
    """What the document promises holds, for everybody who claims to be the API."""
    finding = _finding(result, name)
    if finding.outcome is Outcome.UNKNOWN:
        pytest.skip(f"{name}: {finding.details}")
    assert finding.outcome is Outcome.HOLDS, (
        f"broken clause {name} - {finding.promise.text} {finding.details}"
    )


def test_the_client_reads_the_list(settings: tuple[Settings, bool]) -> None:
    """The client reads every record of a page, each with its id, and finds no drift."""
    where, _ = settings
    with EternalClient(None, where.base_url) as client:
        page = client.list_characters(page=1, limit=5)
    assert len(page.characters) == page.received == 5
    assert (page.unreadable, page.drift) == (0, ())


def test_the_client_polls_what_it_lists(settings: tuple[Settings, bool]) -> None:
    """The client finds a listed character by its id, and it is the same."""
    where, _ = settings
    with EternalClient(None, where.base_url) as client:
        listed = client.list_characters(page=1, limit=1).characters[0]
        polled = client.poll_character(listed.id).character
    assert polled is not None
    assert polled.model_copy(update={"status": listed.status}) == listed


def test_the_client_creates_and_waits(settings: tuple[Settings, bool]) -> None:
    """The client creates a character and waits for it by its id, until it has bio and picture."""
    where, may_create = settings
    if not may_create:
        pytest.skip(f"creating costs credits: ask for it with {providers.LIVE_CREATES}=1")
    key = where.api_key.get_secret_value() if where.api_key else None
    with EternalClient(key, where.base_url) as client:
        creation = client.create_character("A cheerful librarian from Lisbon, 41.")
        character = client.wait_for_character(creation.id, timeout=300)
    assert character.id == creation.id
    assert character.description
    assert character.picture


def _finding(result: Check, name: str) -> Finding:
    return next(finding for finding in result.findings if finding.promise.name == name)
