"""Killed at any moment of a creation, the dashboard forgets nothing that was paid for."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Simulator, SimulatorServer
from pages.model.job_store import SENDING_LEASE_SECONDS, JobQuery, Standing, standing_of
from pages.model.journal.address import read_address
from pages.model.journal.sql_store import open_store
from pages.model.visitor import Visitor
from tests.journal.creating import PRESSES

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


KILLS = 50
SETTLED_SECONDS = 0.1
"""An answer that ended so long before the kill has to be in the journal."""
COOKIE = "a" * 43


@dataclass
class Counting:
    """Notes each creation that arrives, and when its answer ended; answers after a random pause.

    Attributes:
        api: What answers.
        random: Draws the pauses.
        arrived: The prompts of the POSTs.
        answered: The id of each prompt that was answered, and when its answer ended.
    """

    api: ASGIApp
    random: random.Random
    arrived: Counter[str] = field(default_factory=Counter)
    answered: dict[str, tuple[str, float]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope.get("method") != "POST":
            await self.api(scope, receive, send)
            return
        import anyio

        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        prompt = json.loads(body)["prompt"]
        self.arrived[prompt] += 1
        await anyio.sleep(self.random.uniform(0.0, 0.5))
        sent = [{"type": "http.request", "body": body}]
        answer = b""

        async def replay() -> Message:
            return sent.pop() if sent else await receive()

        async def note(message: Message) -> None:
            nonlocal answer
            answer += message.get("body", b"")
            await send(message)

        await self.api(scope, replay, note)
        self.answered[prompt] = (str(json.loads(answer)["result"]["id"]), time.monotonic())


def create_and_kill(environment: dict[str, str], prompt: str, seconds: float) -> float:
    """Kill a process so long after its press, and return when that was."""
    command = [sys.executable, "-m", "tests.journal.creating", COOKIE, prompt]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == PRESSES
        time.sleep(seconds)
        killed_at = time.monotonic()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    return killed_at


@pytest.mark.thorough
def test_fifty_kills(tmp_path: Path) -> None:
    """After each kill the prompt is there, and its id if its answer had ended; none is repeated."""
    database = f"sqlite:///{tmp_path / 'history.sqlite3'}"
    draw = random.Random(11)  # noqa: S311 - moments, not secrets
    api = Counting(Simulator(creation_seconds=(0.3, 0.6)), draw)
    with SimulatorServer(api) as server:
        environment = {
            **os.environ,
            "ETERNALAI_DATABASE": database,
            "ETERNALAI_BASE_URL": server.base_url,
            "ETERNALAI_API_KEY": "a-key-for-the-tests",
        }
        prompts = {f"Potter number {number}.": draw.uniform(0.0, 1.2) for number in range(KILLS)}
        with ThreadPoolExecutor(2) as runs:
            killed = dict(
                zip(
                    prompts,
                    runs.map(lambda one: create_and_kill(environment, *one), prompts.items()),
                    strict=True,
                )
            )
    time.sleep(SENDING_LEASE_SECONDS)
    store = open_store(read_address(database), 90)
    found = {
        job.words: job for job in store.search(Visitor.of(COOKIE).owner, JobQuery(limit=1000)).jobs
    }
    store.close()
    assert set(api.arrived.values()) == {1}
    assert set(api.arrived) <= set(found)
    answered = [
        prompt for prompt, (_, at) in api.answered.items() if killed[prompt] - at > SETTLED_SECONDS
    ]
    assert [found[prompt].remote_id for prompt in answered] == [
        api.answered[prompt][0] for prompt in answered
    ]
    without_id = [job for job in found.values() if job.remote_id is None]
    assert {standing_of(job) for job in without_id} <= {Standing.UNCLEAR}
    assert len(answered) > KILLS / 4, "kills have to hit the time after the answer, too"
    assert len(without_id) > KILLS / 10, "kills have to hit the time before the answer, too"
