"""A long and unlucky life of pictures and videos: what was paid for is never lost or paid twice."""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING, Any

import requests
import responses
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from eternal import (
    Character,
    EternalClient,
    EternalError,
    GenerationFailed,
    PolicyError,
    WaitTimeout,
)
from tests.contract.documented import EFFECT, EFFECT_ID, ELARA, RESULT, VIDEO

if TYPE_CHECKING:
    from requests import PreparedRequest

Answer = tuple[int, dict[str, str], str]

BASE_URL = "https://open.eternalai.org"
MISHAPS = ["429", "500", "drop", "html", "null", "other id", "404", "late", "no address", "spoiled"]
"""What can go wrong with one answer."""
REFUSALS = ["429", "404"]
"""Mishaps of a request that come before anything was made."""
READY_AFTER_SECONDS = 20.0


class Unlucky:
    """A server whose next answers go wrong in the ways that stand in ``mishaps``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.mishaps: list[str] = []
        self.made: dict[str, float] = {}
        self.posts: list[dict[str, Any]] = []
        self.polls: list[str] = []
        self.is_stuck = False

    def generate(self, request: PreparedRequest) -> Answer:
        """Made, and paid for, before anything can go wrong with the answer."""
        body = json.loads(request.body or b"")
        self.posts.append(body)
        if self.mishaps and self.mishaps[0] in REFUSALS:
            return int(self.mishaps.pop(0)), {}, "{}"
        request_id = str(uuid.UUID(int=len(self.made) + 1))
        self.made[request_id] = self.now
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        part = {**VIDEO["data"], "request_id": request_id}
        if mishap == "spoiled":
            part |= {"status": None, "progress": "none", "result": 5}
        is_video = body.get("type") == "video"
        whole = {"status": 1, "data": part} if is_video else {**EFFECT, **part}
        return self._spoiled(mishap) or (200, {}, json.dumps(whole))

    def poll(self, request: PreparedRequest) -> Answer:
        """The state of a request."""
        request_id = (request.url or "").rpartition("/")[2]
        self.polls.append(request_id)
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if spoiled := self._spoiled(mishap):
            return spoiled
        age = self.now - self.made[request_id]
        percent = min(int(100 * age / READY_AFTER_SECONDS), 100)
        answer = {**RESULT, "request_id": request_id, "progress": percent}
        if self.is_stuck or percent < 100 or mishap == "late":
            answer |= {"status": "pending", "result_url": ""}
        elif mishap == "no address":
            answer |= {"result_url": None}
        elif mishap == "other id":
            answer |= {"request_id": "other"}
        return 200, {}, json.dumps(answer)

    def _spoiled(self, mishap: str) -> Answer | None:
        if mishap == "drop":
            raise requests.ConnectionError("dropped")
        if mishap in {"429", "500", "404"}:
            return int(mishap), {}, "{}"
        bodies = {"html": "<html>", "null": "null"}
        return (200, {}, bodies[mishap]) if mishap in bodies else None


class UnluckyStudio(RuleBasedStateMachine):
    """What holds whatever the server does."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Unlucky()
        self.known: set[str] = set()
        self.told_of_doubt = 0
        self.mocked = responses.RequestsMock(assert_all_requests_are_fired=False)
        self.mocked.start()
        add = self.mocked.add_callback
        add(responses.POST, f"{BASE_URL}/v2/generate", self.server.generate)
        add(responses.POST, f"{BASE_URL}/v2/base/generate", self.server.generate)
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/poll-result/"), self.server.poll)
        self.client = EternalClient(
            "a-key", sleep=self._sleep, clock=lambda: self.server.now, random=lambda: 0.5
        )

    def teardown(self) -> None:
        """Ends the life."""
        self.mocked.stop(allow_assert=False)

    def _sleep(self, seconds: float) -> None:
        self.server.now += seconds

    @rule(mishaps=st.lists(st.sampled_from(MISHAPS), max_size=8), stuck=st.booleans())
    def go_wrong(self, mishaps: list[str], *, stuck: bool) -> None:
        """The next answers will go wrong."""
        self.server.mishaps = mishaps
        self.server.is_stuck = stuck

    @rule(
        kind=st.sampled_from(["effect", "image", "video"]),
        age=st.sampled_from([None, 17, 18, 25]),
    )
    def generate(self, kind: str, age: int | None) -> None:
        """A request is sent at most once, for adults only, and gives its id or tells of doubt."""
        who = Character(**{**ELARA, "age": age})
        sent, made = len(self.server.posts), len(self.server.made)
        try:
            if kind == "effect":
                generation = self.client.generate_effect(who, EFFECT_ID)
            elif kind == "image":
                generation = self.client.generate_image(who, "a hat")
            else:
                generation = self.client.generate_video(who, "a hat")
        except PolicyError:
            assert age is None or age < 18
            assert len(self.server.posts) == sent
        except EternalError as error:
            assert len(self.server.posts) == sent + 1
            if len(self.server.made) > made:
                assert error.may_have_arrived, error
                self.told_of_doubt += 1
        else:
            assert age is not None
            assert age >= 18
            assert len(self.server.posts) == sent + 1
            assert self.server.posts[-1]["images"] == [str(who.id)]
            self.known.add(generation.request_id)

    @rule(timeout=st.sampled_from([0.0, 5.0, 60.0]), data=st.data())
    def wait(self, timeout: float, data: st.DataObject) -> None:
        """A wait ends in time, with an address or with its id; success is the last poll."""
        if not self.known:
            return
        request_id = data.draw(st.sampled_from(sorted(self.known)))
        seen: list[Any] = []
        started = self.server.now
        try:
            poll = self.client.wait_for_generation(request_id, timeout=timeout, on_poll=seen.append)
        except WaitTimeout as error:
            assert error.id == request_id
        except EternalError as error:
            assert not isinstance(error, GenerationFailed)
        else:
            assert (poll.request_id, poll.result_url) == (request_id, RESULT["result_url"])
            assert self.server.polls[-1] == request_id
            assert [one.state == "ready" for one in seen].index(True) == len(seen) - 1
        told = [one.progress for one in seen if one.progress is not None]
        assert told == sorted(told)
        assert self.server.now - started <= timeout + 5.0

    @invariant()
    def nothing_paid_for_is_lost(self) -> None:
        """Everything that was made is known by its id, or its owner was told of the doubt."""
        assert len(self.server.made) == len(self.known) + self.told_of_doubt
        assert self.known <= set(self.server.made)


TestUnluckyStudio = UnluckyStudio.TestCase
TestUnluckyStudio.settings = settings(max_examples=40, stateful_step_count=20)
