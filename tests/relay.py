"""One server for many tests: starting and stopping one takes longer than most of them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from eternal.simulator import SimulatorServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send


class Relay:
    """Hands each request to the API of the test that runs."""

    api: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.api(scope, receive, send)


def shared_relay() -> tuple[Relay, str]:
    """The relay that all tests of a process share, and where it answers."""
    return _relay_of(os.getpid())  # a forked process has no thread that answers


@contextmanager
def served(api: ASGIApp) -> Iterator[str]:
    """Where an API answers, for as long as it is needed; one at a time."""
    relay, base_url = shared_relay()
    relay.api = api
    yield base_url


@cache
def _relay_of(_process: int) -> tuple[Relay, str]:
    relay = Relay()
    server = SimulatorServer(relay).start()
    return relay, server.base_url
