"""Checks any server against the document, promise by promise.

The check only reads, unless a creation or a generation is asked for. Answers are compared with the
document alone, not with the client's models: a mistake in one must not hide in the other. For each
drifted promise the check also says whether the client can read the answer all the same.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from random import random
from typing import TYPE_CHECKING

from eternal.contract.document import Promise, promises
from eternal.contract.probe import Drifted, Inconclusive, Probe, Unreachable
from eternal.contract.promise_checks import PROMISE_CHECKS
from eternal.transport import Transport
from eternal.version import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.settings import Settings

TRY_SECONDS = 20.0


class Outcome(StrEnum):
    """The outcome of one check."""

    HOLDS = "holds"
    DRIFTED = "drifted"
    UNKNOWN = "not checked"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of checking one promise.

    Attributes:
        promise: The promise.
        outcome: The outcome.
        details: What drifted, or why the check was not possible, in sentences.
        client_copes: Whether the client can read the drifted answers; None if nothing drifted.
    """

    promise: Promise
    outcome: Outcome
    details: tuple[str, ...] = ()
    client_copes: bool | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """All findings about one server.

    Attributes:
        base_url: The address of the server.
        findings: One for each promise, in the order of the document.
    """

    base_url: str
    findings: tuple[Finding, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the findings with an outcome."""
        return sum(finding.outcome is outcome for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 if all checked promises hold, 1 on drift, 2 if the server could not be checked."""
        if self.count(Outcome.DRIFTED):
            return 1
        return 2 if self.count(Outcome.UNREACHABLE) or not self.count(Outcome.HOLDS) else 0


def check(
    settings: Settings,
    *,
    create: bool = False,
    generate: bool = False,
    timeout: float = TRY_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Check:
    """Check a server.

    Args:
        settings: The address of the server, and the key for paid calls.
        create: Whether to check a creation, too. This makes one character and may cost credits.
        generate: Whether to check an effect, a picture and a video of a listed adult character,
            too. This costs credits.
        timeout: Seconds for one try of one GET; the settings have the time for a POST.
        sleep: Pauses for some seconds; for tests.
        clock: Gives monotonic seconds; for tests.
    """
    transport = Transport(
        settings,
        timeout=timeout,
        post_timeout=settings.post_timeout,
        user_agent=USER_AGENT,
        session=None,
        sleep=sleep,
        clock=clock,
        random=random,
    )
    try:
        probe = Probe(transport, may_create=create, may_generate=generate, sleep=sleep, clock=clock)
        findings = tuple(_finding(promise, probe) for promise in promises())
    finally:
        transport.close()
    return Check(settings.base_url, findings)


def _finding(promise: Promise, probe: Probe) -> Finding:
    probe.forget_used()
    try:
        PROMISE_CHECKS[promise.name](probe)
    except Drifted as drifted:
        return Finding(promise, Outcome.DRIFTED, drifted.args, probe.client_copes())
    except Inconclusive as reason:
        return Finding(promise, Outcome.UNKNOWN, reason.args)
    except Unreachable as reason:
        return Finding(promise, Outcome.UNREACHABLE, reason.args)
    except RecursionError:
        words = ("the answer is nested too deeply",)
        return Finding(promise, Outcome.DRIFTED, words, probe.client_copes())
    return Finding(promise, Outcome.HOLDS)
