"""A long and unlucky life: list, create, poll and wait, on a server that misbehaves at will."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import requests
import responses
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from eternal import EternalClient, EternalError, GenerationFailed, WaitTimeout
from tests.contract.documented import ELARA, POLL

if TYPE_CHECKING:
    from requests import PreparedRequest

Answer = tuple[int, dict[str, str], str]

BASE_URL = "https://open.eternalai.org"
MISHAPS = ["429", "500", "drop", "html", "null", "other id", "404", "pending"]
"""What can go wrong with one answer."""
REFUSALS = ["429", "404"]
"""Mishaps of a creation that come before anything was made."""
READY_AFTER_SECONDS = 20.0


class Unlucky:
    """A server whose next answers go wrong in the ways that stand in ``mishaps``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.mishaps: list[str] = []
        self.created: dict[int, float] = {}
        self.listed = list(range(6790, 6700, -1))
        self.posts: list[bytes] = []
        self.polls: list[int] = []
        self.is_stuck = False

    def page(self, request: PreparedRequest) -> Answer:
        """List Characters."""
        if spoiled := self._spoiled(b"list"):
            return spoiled
        query = dict(re.findall(r"(\w+)=(\d+)", request.url or ""))
        first = (int(query["page"]) - 1) * int(query["limit"])
        ids = self.listed[first : first + int(query["limit"])]
        return 200, {}, json.dumps({"result": [{**ELARA, "id": id} for id in ids]})

    def create(self, request: PreparedRequest) -> Answer:
        """Create a Character: made, and paid for, before anything can go wrong with the answer."""
        body = request.body
        self.posts.append(body if isinstance(body, bytes) else b"")
        if self.mishaps and self.mishaps[0] in REFUSALS:
            return int(self.mishaps.pop(0)), {}, "{}"
        id = 6870 + len(self.created)
        self.created[id] = self.now
        if spoiled := self._spoiled(b"create"):
            return spoiled
        record = {**ELARA, "id": id, "status": "pending", "description": "", "avatar_url": ""}
        answer = {"request_id": str(id), "result": record, "data": None, "error": None}
        return 200, {}, json.dumps(answer)

    def poll(self, request: PreparedRequest) -> Answer:
        """Poll for Character Result."""
        id = int((request.url or "").rpartition("/")[2])
        self.polls.append(id)
        mishap = self.mishaps[0] if self.mishaps else ""
        if spoiled := self._spoiled(b"poll"):
            return spoiled
        if id not in self.created:
            return 404, {}, json.dumps({"error": "unknown"})
        late = self.is_stuck or self.now - self.created[id] < READY_AFTER_SECONDS
        if late or mishap == "pending":
            return 200, {}, json.dumps({"status": "pending", "result": None, "error": None})
        return 200, {}, json.dumps({**POLL, "result": {**POLL["result"], "id": id}})

    def _spoiled(self, call: bytes) -> Answer | None:
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if mishap == "drop":
            raise requests.ConnectionError("dropped")
        bodies: dict[str, object] = {
            "null": {"status": "success", "result": None},
            "other id": {**POLL, "result": {**POLL["result"], "id": 1}},
        }
        if mishap in {"429", "500", "404"}:
            return int(mishap), {}, "{}"
        if mishap == "html":
            return 200, {}, "<html>"
        if mishap in bodies and call == b"poll":
            return 200, {}, json.dumps(bodies[mishap])
        return None


class UnluckyLife(RuleBasedStateMachine):
    """What holds whatever the server does."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Unlucky()
        self.known: set[int] = set()
        self.told_of_doubt = 0
        self.tried = 0
        self.mocked = responses.RequestsMock(assert_all_requests_are_fired=False)
        self.mocked.start()
        add = self.mocked.add_callback
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/characters\?"), self.server.page)
        add(responses.POST, f"{BASE_URL}/v2/character/create", self.server.create)
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/character/poll-result/"), self.server.poll)
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

    @rule(prompt=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
    def create(self, prompt: str) -> None:
        """A creation is sent at most once; it gives its id, or says that it may have happened."""
        sent, made = len(self.server.posts), len(self.server.created)
        try:
            creation = self.client.create_character(prompt)
        except EternalError as error:
            assert len(self.server.posts) <= sent + 1
            if len(self.server.created) > made:
                assert error.may_have_arrived, error
                self.told_of_doubt += 1
        else:
            assert len(self.server.posts) == sent + 1
            assert json.loads(self.server.posts[-1]) == {"prompt": prompt}
            self.known.add(creation.id)

    @rule(timeout=st.sampled_from([0.0, 5.0, 60.0]), data=st.data())
    def wait(self, timeout: float, data: st.DataObject) -> None:
        """A wait ends in time, with the character or with its id; success is the last poll."""
        ids = sorted(self.known)
        if not ids:
            return
        id = data.draw(st.sampled_from(ids))
        seen: list[Any] = []
        started = self.server.now
        try:
            character = self.client.wait_for_character(id, timeout=timeout, on_poll=seen.append)
        except WaitTimeout as error:
            assert error.id == id
        except EternalError as error:
            assert not isinstance(error, GenerationFailed)
        else:
            assert character.id == id
            assert self.server.polls[-1] == id
            assert "ready" not in [poll.state for poll in seen[:-1]]
            assert seen[-1].state == "ready" or seen[-1].is_bare
        assert self.server.now - started <= timeout + 5.0

    @rule(shift=st.integers(0, 5))
    def list_all(self, shift: int) -> None:
        """The list gives each id once, also while it grows at its start."""
        self.server.listed = [*range(7000 + shift, 7000, -1), *self.server.listed]
        self.server.listed = list(dict.fromkeys(self.server.listed))
        try:
            ids = [one.id for one in self.client.iter_characters(limit=20)]
        except EternalError:
            return
        assert len(ids) == len(set(ids))

    @invariant()
    def nothing_paid_for_is_lost(self) -> None:
        """Every character that exists is known by its id, or its owner was told of the doubt."""
        assert len(self.server.created) == len(self.known) + self.told_of_doubt


TestUnluckyLife = UnluckyLife.TestCase
TestUnluckyLife.settings = settings(max_examples=40, stateful_step_count=20)
