"""Misbehaviour on demand, for tests: set in the constructor, not over HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send


Operation = Literal["list", "create", "poll", "effect", "generate", "result"]

HANG_UP: Final = "eternal.hang_up"
"""The ASGI extension under which a server offers to close the connection."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave.

    The fields combine: it waits first, then answers with ``body`` or hangs up. With ``drop`` and a
    ``status``, the connection closes before the answer's end.

    Raises:
        ValueError: There is a body or a header without a status.
    """

    operation: Operation
    _: KW_ONLY
    times: int | None = 1
    """How many requests it affects; None means all."""
    after: int = 0
    """How many requests of the operation are answered normally first."""
    status: int | None = None
    """The status to answer with; None means the usual answer."""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delay_seconds: float = 0.0
    drop: bool = False
    """Close the connection without an answer."""
    fail_creation: bool = False
    """Accept the creation or the generation, and let it end as failed."""

    def __post_init__(self) -> None:
        if self.status is None and (self.body or self.headers):
            raise ValueError("A fault with a body or headers needs a status.")

    @property
    def replaces_answer(self) -> bool:
        """Whether the fault replaces the usual answer."""
        return self.drop or self.status is not None


class Faults:
    """Decides which fault affects which request."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._met = [0] * len(self._faults)

    def strike(self, operation: Operation) -> Fault | None:
        """Count a request, and return the first fault that affects it."""
        struck: Fault | None = None
        for index, fault in enumerate(self._faults):
            if fault.operation != operation or struck:
                continue
            turn = self._met[index] - fault.after
            self._met[index] += 1
            if turn >= 0 and (fault.times is None or turn < fault.times):
                struck = fault
        return struck


class Misbehaviour:
    """An ASGI response that waits, answers wrongly or hangs up, as its fault says.

    Args:
        fault: The fault.
        usual: The usual answer, for a fault that does not replace it.
    """

    def __init__(self, fault: Fault, usual: ASGIApp | None) -> None:
        self._fault = fault
        self._usual = usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Misbehave once.

        Raises:
            ConnectionResetError: The fault hangs up, but the server has no extension for that.
        """
        if self._fault.delay_seconds and await _hung_up_on(receive, self._fault.delay_seconds):
            return
        if self._usual is not None:
            await self._usual(scope, receive, send)
        if self._fault.status is not None:
            await self._answer(self._fault.status, send)
        if self._fault.drop:
            hang_up = scope.get("extensions", {}).get(HANG_UP)
            if hang_up is None:
                raise ConnectionResetError("The simulator hangs up, as its fault says.")
            hang_up()
            await _hung_up_on(receive, None)

    async def _answer(self, status: int, send: Send) -> None:
        fault = self._fault
        headers = {name.lower(): value for name, value in fault.headers.items()}
        if not fault.drop and "transfer-encoding" not in headers:
            headers.setdefault("content-length", str(len(fault.body)))
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": fault.body, "more_body": fault.drop})


async def _hung_up_on(receive: Receive, seconds: float | None) -> bool:
    """Wait, and return whether the connection closed meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
