"""A long and unlucky life: list, create, poll and wait, on a server that misbehaves at will."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import responses
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from eternal import EternalError
from tests.contract.examples import ELARA, POLL
from tests.contract.state_machines import BASE_URL, Unlucky, UnluckyLife

if TYPE_CHECKING:
    from requests import PreparedRequest

    from tests.contract.state_machines import Answer


class Registry(Unlucky):
    """A server that lists and makes characters."""

    def __init__(self) -> None:
        super().__init__()
        self.listed = list(range(6790, 6700, -1))

    def page(self, request: PreparedRequest) -> Answer:
        """List Characters."""
        query = dict(re.findall(r"(\w+)=(\d+)", request.url or ""))
        first = (int(query["page"]) - 1) * int(query["limit"])
        ids = self.listed[first : first + int(query["limit"])]
        return self.answer(
            "list", {"result": [{**ELARA, "id": id} for id in ids]}, self.next_mishap()
        )

    def create(self, request: PreparedRequest) -> Answer:
        """Create a Character: made, and paid for, before anything can go wrong with the answer."""
        self.posts.append(json.loads(request.body or b""))
        if refusal := self.refusal():
            return refusal
        id = 6870 + len(self.made)
        self.made[id] = self.now
        answer = {"request_id": str(id), "result": _begun(id), "data": None, "error": None}
        return self.answer("create", answer, self.next_mishap())

    def poll(self, request: PreparedRequest) -> Answer:
        """Poll for Character Result."""
        id = int((request.url or "").rpartition("/")[2])
        self.polls.append(id)
        mishap = self.next_mishap()
        answer = {**POLL, "result": {**POLL["result"], "id": 1 if mishap == "other id" else id}}
        if self.is_late(id, mishap):
            answer |= {"status": "pending", "result": _begun(id)}
        elif mishap == "nothing there":
            answer |= {"result": None}
        return self.answer("poll", answer, mishap)


def _begun(id: int) -> dict[str, object]:
    return {**ELARA, "id": id, "status": "pending", "description": "", "avatar_url": ""}


class LifeOfCharacters(UnluckyLife):
    """What holds of characters."""

    server: Registry

    def __init__(self) -> None:
        super().__init__()
        add = self.mocked.add_callback
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/characters\?"), self.server.page)
        add(responses.POST, f"{BASE_URL}/v2/character/create", self.server.create)
        add(responses.GET, re.compile(rf"{BASE_URL}/v2/character/poll-result/"), self.server.poll)

    def make_server(self) -> Unlucky:
        """A server of characters."""
        return Registry()

    @rule(prompt=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
    def create(self, prompt: str) -> None:
        """A creation is sent as it is, at most once, and its id is kept."""
        if not prompt.strip():
            return
        self.pay(lambda: self.client.create_character(prompt).id)
        assert self.server.posts[-1] == {"prompt": prompt}

    @rule(timeout=st.sampled_from([0.0, 5.0, 60.0]), data=st.data())
    def wait(self, timeout: float, data: st.DataObject) -> None:
        """The character that comes is the one that was waited for."""
        if not self.known:
            return
        id = data.draw(st.sampled_from(sorted(self.known)))
        character = self.wait_for(id, timeout, self.client.wait_for_character)
        assert character is None or character.id == id

    @rule(shift=st.integers(0, 5))
    def list_all(self, shift: int) -> None:
        """The list gives each id once, and all of them where nothing goes wrong."""
        self.server.listed = [*range(7000 + shift, 7000, -1), *self.server.listed]
        self.server.listed = list(dict.fromkeys(self.server.listed))
        is_lucky = not self.server.mishaps
        try:
            ids = [one.id for one in self.client.iter_characters(limit=20)]
        except EternalError:
            assert not is_lucky
            return
        assert len(ids) == len(set(ids))
        assert not is_lucky or ids == self.server.listed


TestUnluckyLife = LifeOfCharacters.TestCase
TestUnluckyLife.settings = settings(max_examples=40, stateful_step_count=20)
