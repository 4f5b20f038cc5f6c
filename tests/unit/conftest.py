"""What the unit tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import responses
from responses.registries import OrderedRegistry

from eternal import EternalClient
from tests.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    """The API, which expects each request in order and no other."""
    with responses.RequestsMock(registry=OrderedRegistry) as mock:
        yield mock


@pytest.fixture
def clock() -> Clock:
    """Made-up time."""
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[EternalClient]:
    """A client on made-up time, without jitter."""
    with EternalClient(sleep=clock.sleep, clock=clock, random=lambda: 0.0) as client:
        yield client


@pytest.fixture
def endless() -> Iterator[responses.RequestsMock]:
    """The API, which answers the same for ever."""
    with responses.RequestsMock() as mock:
        yield mock
