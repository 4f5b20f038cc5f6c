"""A long and unlucky life of pictures and videos: what was paid for is never lost or paid twice."""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING

import pytest
import responses
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from eternal import Character, PolicyError
from tests.contract.examples import EFFECT, EFFECT_ID, ELARA, RESULT, VIDEO
from tests.contract.state_machines import BASE_URL, READY_AFTER_SECONDS, Unlucky, UnluckyLife

if TYPE_CHECKING:
    from requests import PreparedRequest

    from eternal import Generation
    from tests.contract.state_machines import Answer

AGES = [None, 17, 18, 25]


class Studio(Unlucky):
    """A server that makes pictures and videos."""

    def generate(self, request: PreparedRequest) -> Answer:
        """Made, and paid for, before anything can go wrong with the answer."""
        body = json.loads(request.body or b"")
        self.posts.append(body)
        if refusal := self.refusal():
            return refusal
        request_id = str(uuid.UUID(int=len(self.made) + 1))
        self.made[request_id] = self.now
        part = {**VIDEO["data"], "request_id": request_id}
        if body.get("type") == "video":
            return self.answer("generate", {"status": 1, "data": part}, self.next_mishap())
        return self.answer("effect", {**EFFECT, **part}, self.next_mishap())

    def poll(self, request: PreparedRequest) -> Answer:
        """The state of a request."""
        request_id = (request.url or "").rpartition("/")[2]
        self.polls.append(request_id)
        mishap = self.next_mishap()
        percent = min(int(100 * (self.now - self.made[request_id]) / READY_AFTER_SECONDS), 100)
        answer = {**RESULT, "request_id": request_id, "progress": percent}
        if self.is_late(request_id, mishap):
            answer |= {"status": "pending", "result_url": ""}
        elif mishap == "nothing there":
            answer |= {"result_url": None}
        elif mishap == "other id":
            answer |= {"request_id": "other"}
        return self.answer("result", answer, mishap)


class LifeOfPictures(UnluckyLife):
    """What holds of pictures and videos."""

    server: Studio

    def __init__(self) -> None:
        super().__init__()
        add = self.mocked.add_callback
        add(responses.POST, f"{BASE_URL}/v2/generate", self.server.generate)
        add(responses.POST, f"{BASE_URL}/v2/base/generate", self.server.generate)
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/poll-result/"), self.server.poll)

    def make_server(self) -> Unlucky:
        """A server of pictures and videos."""
        return Studio()

    def _ask(self, kind: str, who: Character) -> Generation:
        if kind == "effect":
            return self.client.generate_effect(who, EFFECT_ID)
        if kind == "image":
            return self.client.generate_image(who, "a hat")
        return self.client.generate_video(who, "a hat")

    @rule(kind=st.sampled_from(["effect", "image", "video"]), age=st.sampled_from(AGES))
    def generate(self, kind: str, age: int | None) -> None:
        """A request is sent at most once, for adults only, and its id is kept."""
        who = Character(**{**ELARA, "age": age})
        if age is None or age < 18:
            sent = len(self.server.posts)
            with pytest.raises(PolicyError):
                self._ask(kind, who)
            assert len(self.server.posts) == sent
            return
        self.pay(lambda: self._ask(kind, who).request_id)
        assert self.server.posts[-1]["images"] == [str(who.id)]

    @rule(timeout=st.sampled_from([0.0, 5.0, 60.0]), data=st.data())
    def wait(self, timeout: float, data: st.DataObject) -> None:
        """The result that comes is the one that was waited for, with its address."""
        if not self.known:
            return
        request_id = data.draw(st.sampled_from(sorted(self.known)))
        poll = self.wait_for(request_id, timeout, self.client.wait_for_generation)
        if poll is not None:
            assert (poll.request_id, poll.result_url) == (request_id, RESULT["result_url"])


TestUnluckyStudio = LifeOfPictures.TestCase
TestUnluckyStudio.settings = settings(max_examples=40, stateful_step_count=20)
