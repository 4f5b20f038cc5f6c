"""schemathesis reads the document, makes up requests, and judges the simulator's answers by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks

from eternal.contract import document
from eternal.simulator import Simulator, SimulatorServer

if TYPE_CHECKING:
    from collections.abc import Iterator

schema = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """A simulator over HTTP, whose creations and generations are ready at once."""
    simulator = Simulator(creation_seconds=(0.0, 0.0), generation_seconds=(0.0, 0.0))
    with SimulatorServer(simulator) as server:
        yield server.base_url


@pytest.mark.thorough
@schema.parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_the_simulator_keeps_the_document(case: schemathesis.Case[Any], base_url: str) -> None:
    """Whatever is sent to the simulator, its answer is one that the document describes."""
    case.call_and_validate(
        base_url=base_url,
        headers={"x-api-key": "schemathesis"},
        # The document promises no refusal, and the simulator takes any key.
        excluded_checks=[checks.negative_data_rejection, checks.ignored_auth],
    )
