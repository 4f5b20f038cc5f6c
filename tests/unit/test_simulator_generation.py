"""The simulator makes pictures and videos, takes credits for them, and says what it refuses."""

from __future__ import annotations

import json
import re
import uuid
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import requests

from eternal.simulator import EFFECTS, Fault, Simulator
from eternal.simulator.api.generation_store import (
    MOST_ACCOUNTS,
    MOST_GENERATIONS,
    Accounts,
    GenerationStore,
    GenerationTask,
)
from eternal.simulator.art.restyle import clip, restyled
from eternal.simulator.people.cast import load_cast
from eternal.urls import safe_media_url
from tests.relay import shared_relay

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clock import Clock

LOFI, ZOOM = (effect.id for effect in EFFECTS)
EFFECT: dict[str, Any] = {"images": ["6790"], "effect_id": LOFI}
IMAGE: dict[str, Any] = {"images": ["6790"], "prompt": "in the snow", "type": "image"}
VIDEO: dict[str, Any] = {"images": ["6790"], "prompt": "in the snow", "type": "video"}


class Api:
    """An API that is asked over HTTP."""

    def __init__(self) -> None:
        self._relay, self.base_url = shared_relay()

    def serve(self, simulator: Simulator) -> None:
        """Let this simulator answer from now on."""
        self._relay.api = simulator

    def get(self, path: str) -> requests.Response:
        """Ask, without a key."""
        return requests.get(self.base_url + path, timeout=5)

    def post(self, path: str, sent: object, key: str | None = "a-key") -> requests.Response:
        """Send JSON, or bytes as they are."""
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        headers = {} if key is None else {"x-api-key": key}
        return requests.post(self.base_url + path, body, headers=headers, timeout=5)


@pytest.fixture
def api(clock: Clock) -> Api:
    """A simulator whose generations take ten seconds."""
    api = Api()
    api.serve(Simulator(clock=clock, generation_seconds=(10.0, 10.0)))
    return api


def custom(api: Api, **changes: Any) -> Any:
    """A custom picture, with some fields changed."""
    return api.post("/v2/base/generate", {**IMAGE, **changes})


def result(api: Api, request_id: str) -> Any:
    """The poll of a request."""
    return api.get(f"/v2/poll-result/{request_id}").json()


def test_an_effect_is_answered_as_documented(api: Api) -> None:
    """An effect is pending and empty, with a UUID, and takes 6.4 of the 630 credits."""
    answer = api.post("/v2/generate", EFFECT).json()
    request_id = answer.pop("request_id")
    assert str(uuid.UUID(request_id)) == request_id
    assert list(answer.items()) == [
        ("status", "pending"),
        ("result", ""),
        ("progress", 0),
        ("credits_remaining", 623.6),
    ]


def test_a_picture_is_answered_flat(api: Api) -> None:
    """A picture costs 0.68, one of high quality twice that."""
    assert custom(api).json()["credits_remaining"] == 629.32
    assert custom(api, quality="low").json()["credits_remaining"] == 628.64
    assert custom(api, quality="high").json()["credits_remaining"] == 627.28


def test_a_video_is_answered_inside_data(api: Api) -> None:
    """A video's outer status is a number, and all that is useful is inside ``data``."""
    answer = api.post("/v2/base/generate", {**VIDEO, "duration": 2, "audio": False}).json()
    assert set(answer["data"]) == {"request_id", "status", "result", "progress"}
    assert (answer["status"], answer["data"]["status"]) == (1, "pending")
    assert answer["credits_remaining"] == 630 - 2 * 3.2
    assert "request_id" not in answer


def test_a_video_lasts_five_seconds_unless_told_otherwise(api: Api) -> None:
    """Without a duration a video, by an effect or not, is paid for five seconds."""
    assert api.post("/v2/base/generate", VIDEO).json()["credits_remaining"] == 614
    zoom = api.post("/v2/generate", {**EFFECT, "effect_id": ZOOM})
    assert zoom.json()["credits_remaining"] == 598


def test_a_whole_number_may_be_written_with_a_fraction(api: Api) -> None:
    """To JSON 2.0 is the same number as 2, so it is the same duration."""
    answer = api.post("/v2/base/generate", {**VIDEO, "duration": 2.0}).json()
    assert answer["credits_remaining"] == 623.6


def test_progress_grows(api: Api, clock: Clock) -> None:
    """Progress goes from 0 to 100 with time; there is a result only at its end."""
    request_id = custom(api).json()["request_id"]
    seen = []
    for seconds in (0, 2.5, 5, 9.99, 10, 99):
        clock.now = 1000.0 + seconds
        answer = result(api, request_id)
        assert list(answer) == ["request_id", "status", "progress", "result_url"]
        assert answer["request_id"] == request_id
        seen.append((answer["status"], answer["progress"], bool(answer["result_url"])))
    assert seen == [
        ("pending", 0, False),
        ("pending", 25, False),
        ("pending", 50, False),
        ("pending", 99, False),
        ("success", 100, True),
        ("success", 100, True),
    ]


def test_results_can_be_loaded(api: Api, clock: Clock) -> None:
    """A picture is an embedded SVG, a video an embedded WebM, and a browser may load both."""
    ids = [
        custom(api).json()["request_id"],
        api.post("/v2/generate", EFFECT).json()["request_id"],
        api.post("/v2/base/generate", VIDEO).json()["data"]["request_id"],
        api.post("/v2/generate", {**EFFECT, "effect_id": ZOOM}).json()["request_id"],
    ]
    clock.now += 10
    addresses = [result(api, one)["result_url"] for one in ids]
    assert [one.partition(",")[0] for one in addresses] == [
        "data:image/svg+xml",
        "data:image/svg+xml",
        "data:video/webm;base64",
        "data:video/webm;base64",
    ]
    assert all(safe_media_url(one) == one for one in addresses)
    assert len(set(addresses)) == 3


def test_the_clip_is_a_small_webm() -> None:
    """The video is a WebM of less than 100 KB."""
    video = b64decode(clip().partition(",")[2])
    assert video.startswith(b"\x1a\x45\xdf\xa3")
    assert b"webm" in video[:64]
    assert b"V_VP9" in video[:1000]
    assert len(video) < 100_000


PORTRAIT = load_cast()[0].avatar_url


def drawn(address: str) -> ET.Element:
    """The SVG in a data URI."""
    return ET.fromstring(unquote(address.partition(",")[2]))  # noqa: S314


WISHES = ["Lofi Style", "by night", "in the Snow", "a sunset", "forest", "rain", "vintage", "neon"]


def test_wishes_are_drawn_apart() -> None:
    """Each wish is drawn around the portrait in a way of its own, and always the same."""
    pictures = {restyled(PORTRAIT, wish) for wish in [*WISHES, "pixels", "a comic"]}
    assert len(pictures) == len(WISHES) + 2
    for picture in pictures:
        assert safe_media_url(picture) == picture
        inner = drawn(picture).find(".//{*}svg")
        assert inner is not None
        assert inner.get("viewBox") == drawn(PORTRAIT).get("viewBox")


@pytest.mark.parametrize("wish", ["", "🏔", "something else", "x" * 2000])
def test_any_wish_is_drawn(wish: str) -> None:
    """A wish that says nothing known is drawn all the same, and always alike."""
    picture = restyled(PORTRAIT, wish)
    assert picture == restyled.__wrapped__(PORTRAIT, wish)
    assert picture != PORTRAIT


def test_high_quality_is_larger() -> None:
    """A picture of high quality has twice the width and height."""
    low, high = (drawn(restyled(PORTRAIT, "snow", quality)) for quality in ("low", "high"))
    assert (low.get("width"), high.get("width")) == ("512", "1024")
    assert (low.get("height"), high.get("height")) == ("512", "1024")


def test_pictures_fit_in_an_answer() -> None:
    """No portrait is too large to be drawn anew."""
    largest = max((one.avatar_url for one in load_cast()), key=len)
    assert all(len(restyled(largest, wish)) < 60_000 for wish in WISHES)


def test_all_are_adults(api: Api) -> None:
    """Nobody here is under 18, not even who is asked for so."""
    assert min(one.age for one in load_cast()) >= 18
    for prompt in ("A girl of 9 years", "aged 17", "a 3-year-old boy", "a teenager"):
        created = api.post("/v2/character/create", {"prompt": prompt}).json()
        assert created["result"]["age"] >= 18


ODD_TYPES: list[Any] = [None, "", "gif", 5, "VIDEO", {}]
REFUSED: list[tuple[dict[str, Any], int]] = [
    *[({**EFFECT, "images": odd}, 422) for odd in (None, [], "6790", ["1", "2"], [6790], [None])],
    *[({**EFFECT, "images": [odd]}, 422) for odd in ("", "0", "x", "https://a.example/x.png")],
    ({**EFFECT, "images": ["1"]}, 404),
    ({**EFFECT, "effect_id": "unknown"}, 404),
    *[({**EFFECT, "effect_id": odd}, 422) for odd in (None, "", " ", 5)],
    *[({**EFFECT, "duration": odd}, 422) for odd in (0, 6, 2.5, "3", True, None)],
    *[({**EFFECT, "audio": odd}, 422) for odd in (1, "true", None)],
    ({**IMAGE, "images": ["1"]}, 404),
    *[({**IMAGE, "prompt": odd}, 422) for odd in (None, "", "  ", 5, "a" * 2001)],
    *[({**IMAGE, "type": odd}, 422) for odd in ODD_TYPES],
    *[({**IMAGE, "quality": odd}, 422) for odd in (None, "", "medium", 5, ["low"])],
    *[({**VIDEO, "duration": odd}, 422) for odd in (0, 6, "3", True)],
    ({**VIDEO, "audio": "yes"}, 422),
]


@pytest.mark.parametrize(("sent", "status"), REFUSED)
def test_refused(sent: dict[str, Any], status: int, api: Api) -> None:
    """What cannot be meant is refused with a reason, and costs nothing."""
    path = "/v2/generate" if "effect_id" in sent else "/v2/base/generate"
    response = api.post(path, sent)
    assert response.status_code == status
    assert response.json()["error"]
    assert custom(api).json()["credits_remaining"] == 629.32


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"5", b"[" * 60_000, b"\xff"])
@pytest.mark.parametrize("path", ["/v2/generate", "/v2/base/generate"])
def test_bodies_that_are_none(path: str, body: bytes, api: Api) -> None:
    """A body that is no JSON object is refused."""
    assert api.post(path, body).status_code in {400, 422}


@pytest.mark.parametrize("path", ["/v2/generate", "/v2/base/generate"])
@pytest.mark.parametrize("key", [None, ""])
def test_a_key_is_needed(path: str, key: str | None, api: Api) -> None:
    """Without a key nothing is made, and polling needs none."""
    assert api.post(path, {**EFFECT, **IMAGE}, key).status_code == 401
    made = api.post("/v2/generate", EFFECT).json()["request_id"]
    assert api.get(f"/v2/poll-result/{made}").status_code == 200


@pytest.mark.parametrize("id", ["6790", "nobody", str(uuid.UUID(int=1)), "a%2Fb"])
def test_unknown_requests(id: str, api: Api) -> None:
    """A request that nobody made is not found."""
    assert api.get(f"/v2/poll-result/{id}").status_code == 404


def test_only_finished_characters(clock: Clock, api: Api) -> None:
    """Of a character that is still being created, or that failed, nothing is made."""
    faults = [Fault("create", after=1, fail_creation=True)]
    api.serve(Simulator(clock=clock, creation_seconds=(5.0, 5.0), faults=faults))
    ids = [
        api.post("/v2/character/create", {"prompt": "a baker"}).json()["request_id"]
        for _ in range(2)
    ]
    assert [custom(api, images=[id]).status_code for id in ids] == [404, 404]
    clock.now += 5
    assert [custom(api, images=[id]).status_code for id in ids] == [200, 404]


def test_credits_end(api: Api) -> None:
    """Where the credits do not suffice the answer is 402, and none are taken."""
    api.serve(Simulator(credits=4.0))
    assert api.post("/v2/base/generate", {**VIDEO, "duration": 2}).status_code == 402
    assert api.post("/v2/generate", EFFECT).status_code == 402
    left = api.post("/v2/base/generate", {**VIDEO, "duration": 1}).json()["credits_remaining"]
    assert left == 0.8
    assert custom(api).json()["credits_remaining"] == 0.12
    assert custom(api).status_code == 402


def test_each_key_has_its_own_credits(api: Api) -> None:
    """One visitor's pictures are not paid by another."""
    custom(api)
    other = api.post("/v2/base/generate", IMAGE, "other")
    assert other.json()["credits_remaining"] == 629.32


def test_accounts_are_bounded() -> None:
    """The accounts that were used last are kept; who was forgotten begins anew."""
    accounts = Accounts(10.0)
    charge: Callable[[str], float | None] = lambda key: accounts.charge(key, 1.0)  # noqa: E731
    assert (charge("first"), charge("second")) == (9, 9)
    for number in range(MOST_ACCOUNTS - 2):
        charge(str(number))
    assert charge("first") == 8
    charge("one more")
    assert (charge("first"), charge("second")) == (7, 9)


def test_generations_are_bounded() -> None:
    """The newest generations are kept, the oldest forgotten."""
    generations = GenerationStore(seconds=(0.0, 0.0), seed=0, clock=lambda: 0.0)
    task = GenerationTask(load_cast()[0], "a hat", is_video=False)
    ids = [generations.start(task).request_id for _ in range(MOST_GENERATIONS + 1)]
    assert len(set(ids)) == len(ids)
    assert generations.find(ids[0]) is None
    assert all(generations.find(id) for id in ids[1:])


def test_faults_of_generation(api: Api) -> None:
    """Each of the three calls can be told to misbehave, and a generation to fail."""
    faults = [
        Fault("effect", status=500),
        Fault("generate", status=429),
        Fault("result", status=503),
        Fault("generate", fail_creation=True),
    ]
    api.serve(Simulator(generation_seconds=(0.0, 0.0), faults=faults))
    assert api.post("/v2/generate", EFFECT).status_code == 500
    assert custom(api).status_code == 429
    failing = custom(api).json()
    assert failing["status"] == "pending"
    assert api.get(f"/v2/poll-result/{failing['request_id']}").status_code == 503
    failed = result(api, failing["request_id"])
    assert (failed["status"], failed["result_url"]) == ("failed", "")
    assert re.search(r"\w", failed["error"])
    assert result(api, custom(api).json()["request_id"])["status"] == "success"
