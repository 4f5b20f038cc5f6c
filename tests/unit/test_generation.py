"""Pictures and videos: the documented requests, byte for byte, and who is refused before them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
from responses import matchers

from eternal import (
    Character,
    ConnectionFailed,
    ContractError,
    EternalClient,
    EternalError,
    Generation,
    GenerationFailed,
    InsufficientCredits,
    InvalidInput,
    MediaKind,
    PolicyError,
    PollState,
    ServerError,
)
from eternal.validation import (
    LONGEST_EFFECT_ID,
    LONGEST_PROMPT,
    LONGEST_REQUEST_ID,
    validate_policy,
)
from tests.contract.examples import BASE_URL, EFFECT, EFFECT_ID, ELARA, RESULT, VIDEO, as_bytes
from tests.unit.mocked import HEADERS, KEY, exactly, make_client

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[[EternalClient], Generation]

ADULT = Character(**{**ELARA, "id": 6870})
CUSTOM, APPLY = f"{BASE_URL}/v2/base/generate", f"{BASE_URL}/v2/generate"
POSTED = {**HEADERS, "Content-Type": "application/json", "x-api-key": KEY}
REQUEST_ID: str = EFFECT["request_id"]
RESULT_ADDRESS = f"{BASE_URL}/v2/poll-result/{REQUEST_ID}"


def sized(body: bytes) -> dict[str, str]:
    """The headers of a POST of this body."""
    return {**POSTED, "Content-Length": str(len(body))}


BASE_OF_EFFECT = b'{"images": ["6870"], "effect_id": "57421d3726265d3257260c"'
SENT: list[tuple[Call, str, bytes]] = [
    (lambda c: c.generate_effect(ADULT, EFFECT_ID), APPLY, BASE_OF_EFFECT + b"}"),
    (
        lambda c: c.generate_effect(ADULT, EFFECT_ID, duration=3, audio=False),
        APPLY,
        BASE_OF_EFFECT + b', "duration": 3, "audio": false}',
    ),
    (
        lambda c: c.generate_effect(ADULT, EFFECT_ID, audio=True),
        APPLY,
        BASE_OF_EFFECT + b', "audio": true}',
    ),
    (
        lambda c: c.generate_image(ADULT, "in a café"),
        CUSTOM,
        '{"images": ["6870"], "prompt": "in a café", "type": "image", "quality": "low"}'.encode(),
    ),
    (
        lambda c: c.generate_image(ADULT, "a hat", quality="high"),
        CUSTOM,
        b'{"images": ["6870"], "prompt": "a hat", "type": "image", "quality": "high"}',
    ),
    (
        lambda c: c.generate_video(ADULT, "a hat"),
        CUSTOM,
        b'{"images": ["6870"], "prompt": "a hat", "type": "video", "duration": 5, "audio": true}',
    ),
    (
        lambda c: c.generate_video(ADULT, "a hat", duration=1, audio=False),
        CUSTOM,
        b'{"images": ["6870"], "prompt": "a hat", "type": "video", "duration": 1, "audio": false}',
    ),
]


@pytest.mark.parametrize(("call", "address", "body"), SENT)
def test_sent_as_documented(
    call: Call, address: str, body: bytes, api: responses.RequestsMock
) -> None:
    """One POST with the key, of exactly one id as a string and the options that apply."""
    api.post(address, as_bytes(EFFECT), match=exactly(body, sized(body)))
    with make_client() as client:
        generation = call(client)
    assert generation == Generation(REQUEST_ID, "pending", 0, 623.6)


def test_a_video_is_inside_its_envelope(api: responses.RequestsMock) -> None:
    """A video's answer has its id inside ``data``; it is found there."""
    api.post(CUSTOM, as_bytes(VIDEO))
    with make_client() as client:
        generation = client.generate_video(ADULT, "a hat")
    assert generation == Generation(VIDEO["data"]["request_id"], "pending", 0, None)


def test_polled_as_documented(api: responses.RequestsMock) -> None:
    """Polling is a GET by the request's id, without the key."""
    api.get(RESULT_ADDRESS, as_bytes(RESULT), match=exactly(None, HEADERS))
    with make_client() as client:
        poll = client.poll_generation(REQUEST_ID)
    assert (poll.state, poll.progress, poll.result_url) == (
        PollState.READY,
        100,
        RESULT["result_url"],
    )
    assert poll.kind is MediaKind.PICTURE
    assert json.loads(poll.raw) == RESULT


REFUSED: list[tuple[int | None, str]] = [
    (None, "age is not known"),
    (17, "age is 17"),
    (0, "age is 0"),
    (-25, "age is -25"),
]
CALLS: dict[str, Callable[[EternalClient, Any], Any]] = {
    "effect": lambda client, who: client.generate_effect(who, EFFECT_ID),
    "image": lambda client, who: client.generate_image(who, "a hat"),
    "video": lambda client, who: client.generate_video(who, "a hat"),
}


@pytest.mark.bad_answer("list-age")
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(("age", "said"), REFUSED)
def test_nobody_under_age(
    age: int | None, said: str, call: Callable[..., Any], api: responses.RequestsMock
) -> None:
    """Whoever is under 18, or of no known age, is refused in words, and nothing is sent."""
    with make_client() as client, pytest.raises(PolicyError, match=said) as caught:
        call(client, Character(id=6870, age=age))
    assert "adults only" in str(caught.value)
    assert not caught.value.may_have_arrived
    assert len(api.calls) == 0


def test_the_first_age_that_passes() -> None:
    """Eighteen is of age, and so is anybody older."""
    for age in (18, 19, 2**53):
        validate_policy(Character(id=1, age=age))
    with pytest.raises(PolicyError):
        validate_policy(Character(id=1, age=17))


@pytest.mark.parametrize("who", [6870, "6870", None, {"id": 6870, "age": 30}])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_only_characters(
    who: object, call: Callable[..., Any], api: responses.RequestsMock
) -> None:
    """An id alone says nothing of an age: it is refused before anything is sent."""
    with make_client() as client, pytest.raises(InvalidInput, match="loaded before"):
        call(client, who)
    assert len(api.calls) == 0


ODD_OPTIONS: list[tuple[str, dict[str, Any], str]] = [
    *[
        ("generate_video", {"duration": odd}, "The duration must be a whole number")
        for odd in (0, 6, -1, 1.0, "3", True)
    ],
    *[("generate_effect", {"duration": odd}, "duration") for odd in (0, 6, 2.5, False)],
    *[("generate_video", {"audio": odd}, "sound") for odd in (1, 0, "true", None)],
    *[("generate_effect", {"audio": odd}, "sound") for odd in (1, "yes")],
    ("generate_video", {"duration": None}, "duration"),
    *[("generate_image", {"quality": odd}, "quality") for odd in ("", "HIGH", "medium", None, 1)],
    *[("generate_image", {"quality": odd}, "quality") for odd in (["low"], True)],
]


@pytest.mark.parametrize(("method", "options", "said"), ODD_OPTIONS)
def test_odd_options(
    method: str, options: dict[str, Any], said: str, api: responses.RequestsMock
) -> None:
    """An option that is out of range or of another type is refused before it is sent."""
    with make_client() as client, pytest.raises(InvalidInput, match=said):
        getattr(client, method)(ADULT, "57421d", **options)
    assert len(api.calls) == 0


@pytest.mark.parametrize("prompt", ["", "  \n", None, 7, "a" * (LONGEST_PROMPT + 1), "a\ud800"])
@pytest.mark.parametrize("method", ["generate_image", "generate_video"])
def test_odd_prompts(prompt: Any, method: str, api: responses.RequestsMock) -> None:
    """A prompt that is blank, too long or broken is refused before it is sent."""
    with make_client() as client, pytest.raises(InvalidInput, match="The description"):
        getattr(client, method)(ADULT, prompt)
    assert len(api.calls) == 0


def test_a_blank_prompt_is_told_what_to_say() -> None:
    """The words for an empty description are about a picture, not about a new character."""
    with make_client() as client, pytest.raises(InvalidInput, match="what the picture or the vid"):
        client.generate_image(ADULT, " ")


ODD_EFFECTS = ["", " ", None, 5, "a\nb", "a\x00", "a\u202eb", "\ud800", "a" * 201]


@pytest.mark.parametrize("effect_id", ODD_EFFECTS)
def test_odd_effects(effect_id: Any, api: responses.RequestsMock) -> None:
    """An effect's id that is blank, too long or not to be seen is refused before it is sent."""
    with make_client() as client, pytest.raises(InvalidInput, match="effect"):
        client.generate_effect(ADULT, effect_id)
    assert len(api.calls) == 0


def test_longest_effect(api: responses.RequestsMock) -> None:
    """An effect's id of the longest length is sent."""
    api.post(APPLY, as_bytes(EFFECT))
    with make_client() as client:
        client.generate_effect(ADULT, "a" * LONGEST_EFFECT_ID)
    assert LONGEST_EFFECT_ID == 200


ODD_IDS = ["", " ", ".", "..", "a/b", "../x", "a\\b", "a b", "a\n", "é", "a\x00", "\ud800", None, 7]


@pytest.mark.parametrize("request_id", [*ODD_IDS, "a" * (LONGEST_REQUEST_ID + 1), b"a", True])
def test_odd_request_ids(request_id: Any, api: responses.RequestsMock) -> None:
    """What could not be one part of a path is no request's id, and is not sent."""
    with make_client() as client:
        for call in (client.poll_generation, client.wait_for_generation):
            with pytest.raises(InvalidInput, match="no ID of a request"):
                call(request_id)
    assert len(api.calls) == 0


IN_A_PATH = {
    "a" * LONGEST_REQUEST_ID: "a" * LONGEST_REQUEST_ID,
    "a?b#c": "a%3Fb%23c",
    "%2e%2e%2f": "%252e%252e%252f",
    "gen:1=&+;": "gen%3A1%3D%26%2B%3B",
    "{id}": "%7Bid%7D",
    "...": "...",
}


@pytest.mark.parametrize(("request_id", "path"), IN_A_PATH.items())
def test_request_ids_in_a_path(request_id: str, path: str, api: responses.RequestsMock) -> None:
    """Whatever is special in an address is encoded: an id stays one part of the path."""
    api.add_callback(
        responses.GET,
        f"{BASE_URL}/v2/poll-result/{path}",
        lambda _: (200, {}, as_bytes({**RESULT, "request_id": request_id})),
    )
    with make_client() as client:
        assert client.poll_generation(request_id).request_id == request_id
    assert api.calls[0].request.path_url == f"/v2/poll-result/{path}"


@pytest.mark.parametrize("timeout", [0, -1, 3601])
def test_odd_time_outs(timeout: float, api: responses.RequestsMock) -> None:
    """A time-out of a poll that is no positive number up to an hour is refused."""
    with make_client() as client, pytest.raises(InvalidInput, match="time-out"):
        client.poll_generation(REQUEST_ID, timeout=timeout)
    assert len(api.calls) == 0


FAILURES: list[tuple[dict[str, Any], type[EternalError], bool]] = [
    ({"status": 402, "body": b'{"error": "0 left"}'}, InsufficientCredits, False),
    ({"status": 500}, ServerError, True),
    ({"body": b"<html>"}, ContractError, True),
    ({"body": b"[]"}, ContractError, True),
    ({"body": b'{"status": 1, "data": null}'}, ContractError, True),
    ({"body": requests.ConnectionError("reset")}, ConnectionFailed, True),
    ({"body": b'{"error": "no cats"}'}, GenerationFailed, False),
]


@pytest.mark.bad_answer("generate-broken")
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(("answer", "kind", "arrived"), FAILURES)
def test_sent_once_whatever_comes(
    answer: dict[str, Any],
    kind: type[EternalError],
    *,
    arrived: bool,
    call: Callable[..., Any],
    api: responses.RequestsMock,
) -> None:
    """A failed request is not sent again, and says whether it may have arrived."""
    api.add(responses.POST, CUSTOM if call is not CALLS["effect"] else APPLY, **answer)
    with make_client() as client, pytest.raises(kind) as caught:
        call(client, ADULT)
    assert caught.value.may_have_arrived is arrived
    assert len(api.calls) == 1


@pytest.mark.parametrize(("own", "asked", "used"), [(5, None, 5), (5, 2, 2), (5, 60, 5)])
def test_time_out_of_a_poll(
    own: float, asked: float | None, used: float, api: responses.RequestsMock
) -> None:
    """A poll of a result may be given less time than the client's, and never more."""
    api.get(
        f"{BASE_URL}/v2/poll-result/{RESULT['request_id']}",
        as_bytes(RESULT),
        match=[matchers.request_kwargs_matcher({"timeout": used})],
    )
    with make_client(timeout=own) as client:
        client.poll_generation(RESULT["request_id"], timeout=asked)
