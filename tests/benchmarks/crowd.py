"""Many visitors at once, each on a websocket of its own, without a browser."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.servers import Api, Server

FLIPS: Final = 4
"""How often each visitor turns the page."""
_PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class CrowdResult:
    """What a crowd met.

    Attributes:
        visitors: How many came.
        answer_seconds: Median time of a flip, from asking to the end of the script run.
        slowest_seconds: The longest such time.
        processor_ms: Processor time of the server a script run.
        messages: Messages a run.
        kilobytes: Bytes a run, before compression.
        megabytes: Memory of the server at the end.
        upstream_calls: Pages of the list that the server asked for, in all.
        errors: Runs that ended in an exception, and visits that broke off.
    """

    visitors: int
    answer_seconds: float
    slowest_seconds: float
    processor_ms: float
    messages: float
    kilobytes: float
    megabytes: float
    upstream_calls: int
    errors: int


class Visitor:
    """One session on a websocket."""

    def __init__(self, url: str) -> None:
        self._address = url.replace("http", "ws") + "/_stcore/stream"
        self.seconds: list[float] = []
        self.messages = 0
        self.bytes = 0
        self.errors = 0

    async def come(self) -> None:
        """Open the first page."""
        self._socket = await websockets.connect(
            self._address,
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            open_timeout=_PATIENCE,
        )
        await self._run("")

    async def flip(self, page: int) -> None:
        """Turn to a page, and note how long it took."""
        self.messages = self.bytes = 0
        began = time.perf_counter()
        await self._run(f"page={page}")
        self.seconds.append(time.perf_counter() - began)

    async def leave(self) -> None:
        """Close the session."""
        await self._socket.close()

    async def _run(self, query: str) -> None:
        ask = BackMsg()
        ask.rerun_script.query_string = query
        await self._socket.send(ask.SerializeToString())
        runs_left = 1
        while runs_left:
            data = await asyncio.wait_for(self._socket.recv(), _PATIENCE)
            assert isinstance(data, bytes)
            self.messages += 1
            self.bytes += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "delta" and _tells_of_a_crash(message):
                self.errors += 1
            if kind == "script_finished":
                # A run that asks for another one ends early; the next one is on its way.
                again = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                runs_left = 1 if again else 0


async def _crowd(server: Server, api: Api, count: int) -> CrowdResult:
    visitors = [Visitor(server.url) for _ in range(count)]
    for first in range(0, count, 10):
        await asyncio.gather(*(one.come() for one in visitors[first : first + 10]))
    api.lists = 0
    used = server.processor_seconds
    broken = 0
    for page in range(2, FLIPS + 2):
        ended = await asyncio.gather(*(one.flip(page) for one in visitors), return_exceptions=True)
        broken += sum(isinstance(one, BaseException) for one in ended)
    used = server.processor_seconds - used
    seconds = [one for visitor in visitors for one in visitor.seconds]
    result = CrowdResult(
        visitors=count,
        answer_seconds=median(seconds),
        slowest_seconds=max(seconds),
        processor_ms=1000 * used / (FLIPS * count),
        messages=_mean([one.messages for one in visitors]),
        kilobytes=_mean([one.bytes for one in visitors]) / 1000,
        megabytes=server.megabytes,
        upstream_calls=api.lists,
        errors=broken + sum(one.errors for one in visitors),
    )
    await asyncio.gather(*(one.leave() for one in visitors), return_exceptions=True)
    return result


def measure_crowd(server: Server, api: Api, count: int) -> CrowdResult:
    """Have so many visitors flip at once, a few times."""
    return asyncio.run(_crowd(server, api, count))


def _tells_of_a_crash(message: ForwardMsg) -> bool:
    """Whether a message draws an exception, or the sentence that stands in for one."""
    element = message.delta.new_element
    is_sentence = element.WhichOneof("type") == "alert" and "went wrong" in element.alert.title
    return is_sentence or element.WhichOneof("type") == "exception"


def _mean(values: Sequence[int]) -> float:
    return sum(values) / max(1, len(values))
