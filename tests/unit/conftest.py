"""What the unit tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import responses
from responses.registries import OrderedRegistry

from tests.unit.mocked import make_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eternal import EternalClient
    from tests.clock import Clock


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    """The API, which expects each request in order and no other."""
    with responses.RequestsMock(registry=OrderedRegistry) as mock:
        yield mock


@pytest.fixture
def client(clock: Clock) -> Iterator[EternalClient]:
    """A client with a key, on made-up time, without jitter."""
    with make_client(sleep=clock.sleep, clock=clock) as client:
        yield client


@pytest.fixture
def endless() -> Iterator[responses.RequestsMock]:
    """The API, which answers the same for ever."""
    with responses.RequestsMock() as mock:
        yield mock
