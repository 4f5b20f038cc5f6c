"""The check of a simulator that has faults, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eternal.contract import Outcome, check
from eternal.settings import make_settings
from eternal.simulator import Fault, Simulator
from tests.contract.examples import ELARA, as_bytes
from tests.relay import served

if TYPE_CHECKING:
    from eternal.contract import Check

JSON = {"content-type": "application/json"}


def checked(*faults: Fault, create: bool = False, generate: bool = False) -> Check:
    """The check of a simulator with faults, without real pauses."""
    simulator = Simulator(creation_seconds=(0.0, 0.0), generation_seconds=(0.0, 0.0), faults=faults)
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        return check(settings, create=create, generate=generate, timeout=20, sleep=lambda _: None)


def always(operation: Any, answer: object, *, after: int = 0) -> Fault:
    """A server that gives the same answer to every call of an operation."""
    body = answer if isinstance(answer, bytes) else as_bytes(answer)
    return Fault(operation, times=None, after=after, status=200, body=body, headers=JSON)


def drifted(result: Check) -> dict[str, tuple[str, ...]]:
    """The names of the promises that do not hold, with what is said of them."""
    return {
        finding.promise.name: finding.details
        for finding in result.findings
        if finding.outcome is Outcome.DRIFTED
    }


def with_field(name: str, value: object) -> dict[str, Any]:
    """The documented page with one field changed."""
    return {"result": [{**ELARA, name: value}]}
