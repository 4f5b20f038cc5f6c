"""What the unit tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import responses
from responses.registries import OrderedRegistry

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    """The API, which expects each request in order and no other."""
    with responses.RequestsMock(registry=OrderedRegistry) as mock:
        yield mock
