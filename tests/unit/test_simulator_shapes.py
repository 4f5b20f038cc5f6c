"""The simulator answers in each tolerated shape when told to, read here without the client."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import requests

from eternal.simulator import Fault, Shape, Simulator
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = {"x-api-key": "any-key"}


class Asker:
    """Asks a simulator on made-up time, and keeps the bytes."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.now = 0.0

    def get(self, path: str) -> tuple[int, bytes]:
        """The status and the body."""
        answer = requests.get(self.base_url + path, timeout=5)
        return answer.status_code, answer.content

    def post(self, path: str, *, key: bool = True, **sent: object) -> tuple[int, Any]:
        """The status and the JSON."""
        headers = KEY if key else {}
        answer = requests.post(self.base_url + path, json=sent, headers=headers, timeout=5)
        return answer.status_code, json.loads(answer.content.removeprefix(b"\xef\xbb\xbf"))

    def json(self, path: str) -> Any:
        """The JSON behind a path, which answers with 200."""
        status, body = self.get(path)
        assert status == 200
        return json.loads(body)

    def create(self) -> Any:
        """The answer to a creation."""
        return self.post("/v2/character/create", prompt="A potter.")[1]

    def video(self) -> Any:
        """The answer to a request for a video."""
        sent: dict[str, Any] = {"images": ["6790"], "prompt": "a hat", "type": "video"}
        return self.post("/v2/base/generate", **sent)[1]


POLL = "/v2/character/poll-result/6870"
LIST = "/v2/characters?limit=3"


@contextmanager
def asking(shape: Shape, *faults: Fault) -> Iterator[Asker]:
    """A simulator whose creations take ten made-up seconds."""
    ten = (10.0, 10.0)
    simulator = Simulator(
        creation_seconds=ten,
        generation_seconds=ten,
        shape=shape,
        faults=faults,
        clock=lambda: asker.now,
    )
    with served(simulator) as base_url:
        asker = Asker(base_url)
        yield asker


def documented_list() -> Any:
    """The list as documented."""
    with asking(Shape.DOCUMENTED) as asker:
        return asker.json(LIST)


def documented_poll() -> Any:
    """The finished record as documented."""
    with asking(Shape.DOCUMENTED) as asker:
        asker.create()
        asker.now = 10.0
        return asker.json(POLL)["result"]


def test_the_documented_shape_is_the_usual_one() -> None:
    """Without a shape, and with the documented one, the bytes are the same, and as documented."""
    with served(Simulator()) as base_url:
        usual = requests.get(f"{base_url}{LIST}", timeout=5).content
    with asking(Shape.DOCUMENTED) as asker:
        assert asker.get(LIST) == (200, usual)
    assert list(json.loads(usual)) == ["result"]


def test_enveloped() -> None:
    """Everything is inside data beside a 1, a list is data itself, a refusal is a 0 with words."""
    with asking(Shape.ENVELOPED) as asker:
        assert asker.json(LIST) == {"status": 1, "data": documented_list()["result"]}
    with asking(Shape.ENVELOPED) as asker:
        created = asker.create()
        assert (created["status"], created["request_id"], created["data"]["id"]) == (
            1,
            "6870",
            6870,
        )
        assert asker.json(POLL)["data"]["status"] == "pending"
        asker.now = 10.0
        done = asker.json(POLL)
        assert asker.post("/v2/character/create") == (
            200,
            {"status": 0, "message": "A prompt is required, as text."},
        )
    assert done == {"status": 1, "data": {"status": "success", "result": documented_poll()}}


def test_under_result() -> None:
    """Everything is inside result beside true, a list is its items, a refusal is false."""
    with asking(Shape.UNDER_RESULT) as asker:
        listed = asker.json(LIST)
        video = asker.video()
        assert video["result"]["status"] == "pending"
        assert video["credits_remaining"] == 614.0
        asker.create()
        asker.now = 10.0
        done = asker.json(POLL)
        refused = asker.post("/v2/character/create")
        unkeyed = asker.post("/v2/character/create", key=False, prompt="A potter.")
    items = {"items": documented_list()["result"]}
    assert listed == {"status": True, "error": None, "result": items}
    part = {**documented_poll(), "status": "success"}
    assert done == {"status": True, "error": None, "result": part}
    words = "A prompt is required, as text."
    assert refused == (200, {"status": False, "error": words, "result": None})
    assert unkeyed[0] == 401


def test_flat() -> None:
    """The fields of the record stand beside the status, a list is the whole answer."""
    with asking(Shape.FLAT) as asker:
        listed = asker.json(LIST)
        created, video = asker.create(), asker.video()
        asker.now = 10.0
        done = asker.json(POLL)
    assert listed == documented_list()["result"]
    assert (created["id"], created["status"], created["avatar_url"]) == (6870, "pending", "")
    assert (video["status"], video["progress"]) == ("pending", 0)
    assert done == {**documented_poll(), "status": "success", "error": None}


def test_upper_case() -> None:
    """The words for a status come in capitals; those of the listed characters stay."""
    with asking(Shape.UPPER_CASE, Fault("create", fail_creation=True, after=1)) as asker:
        assert asker.create()["result"]["status"] == "PENDING"
        assert asker.create()["result"]["id"] == 6871
        asker.now = 10.0
        assert asker.json(POLL)["status"] == "SUCCESS"
        assert asker.json("/v2/character/poll-result/6871")["status"] == "FAILED"
        assert asker.json(LIST) == documented_list()


def test_synonyms() -> None:
    """The words take turns."""
    with asking(Shape.SYNONYMS) as asker:
        assert asker.create()["result"]["status"] == "in_queue"
        pending = [asker.json(POLL)["status"] for _ in range(3)]
        asker.now = 10.0
        done = [asker.json(POLL)["status"] for _ in range(3)]
    assert pending == ["queued", "in_progress", "processing"]
    assert done == ["completed", "succeeded", "done"]


def test_not_yet() -> None:
    """What is under way answers like a failure, in turn; what is done answers as documented."""
    with asking(Shape.NOT_YET) as asker:
        asker.create()
        pending = [asker.get(POLL) for _ in range(7)]
        asker.now = 10.0
        assert asker.json(POLL)["result"] == documented_poll()
    assert pending == [
        (200, b'{"error": "still processing"}'),
        (200, b'{"detail": "not found"}'),
        (404, b'{"error": "not found"}'),
        (200, b"{}"),
        (200, b""),
        (202, b""),
        (200, b'{"status": "pending", "error": "processing"}'),
    ]


def test_early_success() -> None:
    """Success is said at once: without a record, with an empty one, and with the whole one last."""
    with asking(Shape.EARLY_SUCCESS) as asker:
        asker.create()
        first, second = asker.json(POLL), asker.json(POLL)
        request_id = asker.video()["data"]["request_id"]
        result = asker.json(f"/v2/poll-result/{request_id}")
        asker.now = 10.0
        done = asker.json(POLL)
    assert (first["status"], first["result"]) == ("success", None)
    assert (second["status"], second["result"]["description"]) == ("success", "")
    assert (result["status"], result["result_url"]) == ("success", "")
    assert (done["status"], done["result"]) == ("success", documented_poll())


def test_retyped() -> None:
    """Ages and listed ids are text, usernames numbers, and "null" is no error."""
    with asking(Shape.RETYPED) as asker:
        listed = asker.json(LIST)["result"][0]
        created = asker.create()
        request_id = asker.video()["data"]["request_id"]
        result = asker.json(f"/v2/poll-result/{request_id}")
        asker.now = 10.0
        done = asker.json(POLL)
    usual = documented_list()["result"][0]
    number = usual["id"]
    assert listed == {**usual, "id": str(number), "age": str(usual["age"]), "username": number}
    assert (created["request_id"], created["error"]) == (6870, "null")
    assert (result["progress"], done["error"]) == ("0%", "null")
    assert (done["result"]["id"], done["result"]["username"]) == (6870, 6870)


@pytest.mark.parametrize("path", [LIST, POLL])
def test_bom(path: str) -> None:
    """A byte order mark comes before each answer."""
    with asking(Shape.BOM) as asker:
        asker.create()
        status, body = asker.get(path)
    assert status == 200
    assert body.startswith(b"\xef\xbb\xbf{")
