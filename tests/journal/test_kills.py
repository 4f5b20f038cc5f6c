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
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Simulator, SimulatorServer
from pages.components.jobs.watch import LEASE_SECONDS
from pages.model.job_store import SENDING_LEASE_SECONDS, JobQuery, Standing, standing_of
from pages.model.jobs import JobState
from pages.model.journal.address import read_address
from pages.model.journal.sql_store import open_store
from pages.model.visitor import Visitor
from tests.browser.pace import seconds_here
from tests.journal.creating import PRESSES
from tests.journal.watching import OPENED
from tests.limits import NO_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pages.model.jobs import Job
    from tests.journal.conftest import Database


SETTLED_SECONDS = 0.1
"""An answer that ended so long before the kill has to be in the journal, on a quiet machine."""
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
        await anyio.sleep(seconds_here(self.random.uniform(0.0, 0.5)))
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
    """Kill a process so long after its press; return until when an answer had time to be kept."""
    command = [sys.executable, "-m", "tests.journal.creating", COOKIE, prompt]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == PRESSES
        time.sleep(seconds_here(seconds))
        settled_at = time.monotonic() - seconds_here(SETTLED_SECONDS)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    return settled_at


@contextmanager
def watching(environment: dict[str, str]) -> Iterator[None]:
    """Keep a process of the same visitor that is not killed, and watches what the others begin."""
    command = [sys.executable, "-m", "tests.journal.watching", COOKIE]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == OPENED
            yield
            assert process.poll() is None, "the process that watches has ended"
        finally:
            process.kill()


@dataclass
class Kills:
    """Processes that are killed, so long after their press, and what has to be true then.

    Attributes:
        database: The address of the database that they share.
        count: How many they are.
        api: The API that they use.
        settled: For each prompt, until when an answer had time to be kept before the kill.
    """

    database: str
    count: int
    api: Counting = field(init=False)
    settled: dict[str, float] = field(init=False)

    def run(self, beside: Callable[[dict[str, str]], AbstractContextManager[None]]) -> None:
        """Kill them, two at a time.

        Args:
            beside: Is entered with the environment of the processes meanwhile.
        """
        draw = random.Random(11)  # noqa: S311 - moments, not secrets
        self.api = Counting(Simulator(creation_seconds=(0.3, 0.6)), draw)
        moments = {
            f"Potter number {number}.": draw.uniform(0.0, 1.2) for number in range(self.count)
        }
        with SimulatorServer(self.api) as server:
            environment = {
                **os.environ,
                **NO_LIMITS,
                "ETERNALAI_DATABASE": self.database,
                "ETERNALAI_BASE_URL": server.base_url,
                "ETERNALAI_API_KEY": "a-key-for-the-tests",
            }
            with beside(environment), ThreadPoolExecutor(2) as runs:
                at = runs.map(lambda one: create_and_kill(environment, *one), moments.items())
                self.settled = dict(zip(moments, at, strict=True))

    def jobs(self) -> Sequence[Job]:
        """All that the visitor has in the database."""
        store = open_store(read_address(self.database), 90)
        try:
            return store.search(Visitor.of(COOKIE).owner, JobQuery(limit=1000)).jobs
        finally:
            store.close()

    def check(self) -> None:
        """Each prompt is there, and its id if its answer had ended; none is repeated."""
        found = {job.words: job for job in self.jobs()}
        assert set(self.api.arrived.values()) == {1}
        assert set(self.api.arrived) <= set(found)
        answered = {
            prompt: id
            for prompt, (id, at) in self.api.answered.items()
            if at < self.settled[prompt]
        }
        assert {prompt: found[prompt].remote_id for prompt in answered} == answered
        without_id = [job for job in found.values() if job.remote_id is None]
        assert {standing_of(job) for job in without_id} <= {Standing.UNCLEAR}
        assert len(answered) > self.count / 4, "kills have to hit the time after the answer, too"
        assert len(without_id) > self.count / 10, "and the time before the answer"


@pytest.mark.thorough
def test_fifty_kills(tmp_path: Path) -> None:
    """After each kill the prompt is there, and its id if its answer had ended; none is repeated."""
    kills = Kills(f"sqlite:///{tmp_path / 'history.sqlite3'}", count=50)
    kills.run(lambda _: nullcontext())
    time.sleep(SENDING_LEASE_SECONDS)
    kills.check()


@pytest.mark.thorough
def test_the_other_dashboard_goes_on(postgresql: Database) -> None:
    """On one PostgreSQL a process that was not killed goes on with all that has an id."""
    kills = Kills(postgresql.text, count=20)

    @contextmanager
    def watched(environment: dict[str, str]) -> Iterator[None]:
        with watching(environment):
            yield
            wait_until_none_is_active(kills)

    kills.run(watched)
    kills.check()
    with_id = [job for job in kills.jobs() if job.remote_id is not None]
    assert {job.state for job in with_id} == {JobState.READY}


def wait_until_none_is_active(kills: Kills) -> None:
    """Wait for what the process that watches makes of it: first the leases of the others end."""
    give_up_at = time.monotonic() + 4 * LEASE_SECONDS
    while any(job.is_active for job in kills.jobs()):
        assert time.monotonic() < give_up_at, "nobody goes on with what a killed process has begun"
        time.sleep(1)
