"""The servers that are measured, each a process of its own, and the API behind them."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import parse_qs

import psutil

from eternal.simulator import Simulator, SimulatorServer
from tests.dashboard import APP, Dashboard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

PEOPLE: Final = 1200

_PICTURE: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000003000000040802000000393d9a2e"
    "0000001249444154785e63f8ffff3f03040000f0ff06fd0caf1b8b0000000049454e44ae426082"
)


class Api:
    """A list of people, each answer after a while; creations are the simulator's.

    Attributes:
        seconds: How long an answer takes.
        lists: How many pages of the list were asked for.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.lists = 0
        self.people: list[dict[str, Any]] = []
        self._simulator = Simulator(creation_seconds=(600.0, 600.0))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"].startswith("/pictures/"):
            await _answer(send, _PICTURE, b"image/png")
            return
        await asyncio.sleep(self.seconds)
        if scope["path"] != "/v2/characters":
            await self._simulator(scope, receive, send)
            return
        self.lists += 1
        query = parse_qs(scope["query_string"].decode())
        page, limit = (int(query.get(name, ["1"])[0]) for name in ("page", "limit"))
        shown = self.people[(page - 1) * limit : page * limit]
        await _answer(send, json.dumps({"result": shown}).encode(), b"application/json")


async def _answer(send: Send, body: bytes, content_type: bytes) -> None:
    headers = [(b"content-type", content_type), (b"cache-control", b"max-age=600")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def people(base_url: str) -> list[dict[str, Any]]:
    """The people of the list, each with a picture on this machine."""
    return [
        {
            "id": number,
            "username": f"person_{number}",
            "display_name": f"Person {number}",
            "description": f"Keeps bees on roof {number} and writes letters to the tax office.",
            "avatar_url": f"{base_url}/pictures/{number}.png",
            "age": 18 + number % 60,
            "gender": ("female", "male")[number % 2],
            "status": "approved",
            "category": "default",
        }
        for number in range(1, PEOPLE + 1)
    ]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A script to measure.

    Attributes:
        name: Its name in the report.
        script: Its path, from the root of the project.
    """

    name: str
    script: str


CONTESTANTS: Final = (
    Contestant("app", APP),
    Contestant("plain", "tests/benchmarks/plain.py"),
    Contestant("floor", "tests/benchmarks/floor.py"),
)


class Server(Dashboard):
    """A contestant as a process whose use of the machine is measured.

    Args:
        contestant: The script to serve.
        settings: Additions to its environment.
    """

    def __init__(self, contestant: Contestant, settings: Mapping[str, str]) -> None:
        super().__init__(settings, script=contestant.script)
        self.contestant = contestant

    def __enter__(self) -> Self:
        super().__enter__()
        self._measured = psutil.Process(self.process_id)
        return self

    @property
    def processor_seconds(self) -> float:
        """Processor time that the server has used so far."""
        times = self._measured.cpu_times()
        return float(times.user + times.system)

    @property
    def megabytes(self) -> float:
        """Memory that the server holds (resident)."""
        return float(self._measured.memory_info().rss) / 1e6


class World:
    """The API, and the file of people for the floor."""

    def __enter__(self) -> Self:
        self.api = Api()
        self._server = SimulatorServer(self.api).start()
        self.api.people = people(self._server.base_url)
        self._folder = tempfile.TemporaryDirectory()
        listed = Path(self._folder.name) / "people.json"
        listed.write_text(json.dumps(self.api.people), "utf-8")
        self.settings = {
            "ETERNALAI_BASE_URL": self._server.base_url,
            "ETERNALAI_API_KEY": "a-key-for-the-benchmark",
            "BENCHMARK_PEOPLE": str(listed),
        }
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._folder.cleanup()
