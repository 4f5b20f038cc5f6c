"""What the unlucky lives share: a server that misbehaves at will, and what holds all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
import responses
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from starlette.responses import JSONResponse

from eternal import EternalClient, EternalError, GenerationFailed, WaitTimeout
from eternal.simulator import Shape
from eternal.simulator.api.shapes import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.simulator.api.faults import Operation

Answer = tuple[int, dict[str, str], bytes]

BASE_URL = "https://open.eternalai.org"
REFUSALS = ["403", "404", "429"]
"""Mishaps of a POST that come before anything was made."""
STATUSES = [*REFUSALS, "500", "503"]
BODIES = {"html": b"<html>", "null": b"null", "empty": b""}
MISHAPS = [*STATUSES, *BODIES, "drop", "cut", "other id", "late", "nothing there"]
"""What can go wrong with one answer."""
READY_AFTER_SECONDS = 20.0
LONGEST_PAUSE_SECONDS = 5.0


class Unlucky:
    """A server whose next answers go wrong in the ways that stand in ``mishaps``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.mishaps: list[str] = []
        self.made: dict[Any, float] = {}
        self.posts: list[dict[str, Any]] = []
        self.polls: list[Any] = []
        self.is_stuck = False
        self.shaper = Shaper(Shape.DOCUMENTED)

    def refusal(self) -> Answer | None:
        """A refusal that comes before anything is made, if it is next."""
        if self.mishaps and self.mishaps[0] in REFUSALS:
            return int(self.mishaps.pop(0)), {}, b"{}"
        return None

    def next_mishap(self) -> str:
        """What goes wrong with this answer, or an empty text."""
        return self.mishaps.pop(0) if self.mishaps else ""

    def is_late(self, id: object, mishap: str) -> bool:
        """Whether the thing is still under way."""
        is_young = self.now - self.made[id] < READY_AFTER_SECONDS
        return self.is_stuck or is_young or mishap == "late"

    def answer(self, operation: Operation, content: dict[str, Any], mishap: str) -> Answer:
        """The answer in the shape of this life, unless it goes wrong.

        Raises:
            requests.ConnectionError: The connection drops.
        """
        if mishap == "drop":
            raise requests.ConnectionError("dropped")
        if mishap in STATUSES:
            return int(mishap), {}, b"{}"
        if mishap in BODIES:
            return 200, {}, BODIES[mishap]
        shaped = self.shaper.shaped(operation, JSONResponse(content))
        body = bytes(shaped.body)
        if mishap == "cut":
            body = body[: len(body) // 2]
        return shaped.status_code, {}, body


class UnluckyLife(RuleBasedStateMachine):
    """What holds whatever the server does."""

    def __init__(self) -> None:
        super().__init__()
        self.server = self.make_server()
        self.known: set[Any] = set()
        self.told_of_doubt = 0
        self.mocked = responses.RequestsMock(assert_all_requests_are_fired=False)
        self.mocked.start()
        self.client = EternalClient(
            "a-key", sleep=self._sleep, clock=lambda: self.server.now, random=lambda: 0.5
        )

    def make_server(self) -> Unlucky:
        """A server for this life."""
        return Unlucky()

    def teardown(self) -> None:
        """End the life."""
        self.mocked.stop(allow_assert=False)

    def _sleep(self, seconds: float) -> None:
        self.server.now += seconds

    @initialize(shape=st.sampled_from(Shape))
    def be_born(self, shape: Shape) -> None:
        """The server answers in one shape as long as it lives."""
        self.server.shaper = Shaper(shape)

    @rule(mishaps=st.lists(st.sampled_from(MISHAPS), max_size=8), stuck=st.booleans())
    def go_wrong(self, mishaps: list[str], *, stuck: bool) -> None:
        """The next answers will go wrong."""
        self.server.mishaps = mishaps
        self.server.is_stuck = stuck

    def pay(self, send: Callable[[], Any]) -> None:
        """What costs is sent once; it gives its id, or says that it may have happened."""
        sent, made = len(self.server.posts), len(self.server.made)
        try:
            self.known.add(send())
        except EternalError as error:
            if len(self.server.made) > made:
                assert error.may_have_arrived, error
                self.told_of_doubt += 1
        assert len(self.server.posts) == sent + 1

    def wait_for(self, id: object, timeout: float, wait: Callable[..., Any]) -> Any:
        """A wait ends in time, with the thing or with its id; nothing ends it early but success.

        Returns:
            The thing, or None if there was none in time.
        """
        seen: list[Any] = []
        started = self.server.now
        thing = None
        try:
            thing = wait(id, timeout=timeout, on_poll=seen.append)
        except EternalError as error:
            assert not isinstance(error, GenerationFailed)
            assert not isinstance(error, WaitTimeout) or error.id == id
        took = self.server.now - started
        is_there = [poll.state == "ready" for poll in seen]
        if any(is_there):
            assert thing is not None
            assert is_there.index(True) == len(seen) - 1
            assert self.server.polls[-1] == id
        else:
            assert took >= timeout
        assert took <= timeout + LONGEST_PAUSE_SECONDS
        told = [poll.progress for poll in seen if getattr(poll, "progress", None) is not None]
        assert told == sorted(told)
        return thing

    @invariant()
    def nothing_paid_for_is_lost(self) -> None:
        """Everything that was made is known by its id, or its owner was told of the doubt."""
        assert len(self.server.made) == len(self.known) + self.told_of_doubt
        assert self.known <= set(self.server.made)
