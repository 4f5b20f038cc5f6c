"""Requests for pictures and videos are values: compared, printed, stored and sent."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import TYPE_CHECKING, Any

import pytest

from eternal import (
    Character,
    EffectRequest,
    GenerationRequest,
    InvalidInput,
    PictureRequest,
    PolicyError,
    VideoRequest,
    request_from_data,
)
from tests.contract.examples import BASE_URL, EFFECT, as_bytes
from tests.unit.mocked import make_client

if TYPE_CHECKING:
    import responses

ADULT = Character(id=6870, age=20, display_name="Astrid")
REQUESTS: list[GenerationRequest] = [
    EffectRequest(ADULT, "5742"),
    EffectRequest(ADULT, "5742", duration=3, audio=False),
    PictureRequest(ADULT, "in a café 🎉"),
    PictureRequest(ADULT, "a hat", quality="high"),
    VideoRequest(ADULT, "a hat"),
    VideoRequest(ADULT, "a hat", duration=1, audio=False),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
def test_stored_and_restored(request_: GenerationRequest) -> None:
    """A request survives a way through JSON, and is the same value as before."""
    assert request_from_data(json.loads(json.dumps(request_.to_data()))) == request_


def test_compared_and_frozen() -> None:
    """No two different requests are equal, each can be a key, and none can be changed."""
    assert len(set(REQUESTS)) == len(REQUESTS)
    with pytest.raises(FrozenInstanceError):
        REQUESTS[0].effect_id = "other"  # type: ignore[misc, union-attr]


WHOLE = VideoRequest(ADULT, "a hat").to_data()
STRANGE: list[object] = [
    None,
    [],
    "video",
    {},
    {name: value for name, value in WHOLE.items() if name != "kind"},
    {**WHOLE, "kind": "effect"},
    {**WHOLE, "kind": "song"},
    {**WHOLE, "duration": "3"},
    {**WHOLE, "extra": 1},
    {**WHOLE, "character": 6870},
    {**WHOLE, "prompt": object()},
]


@pytest.mark.parametrize("data", STRANGE, ids=range(len(STRANGE)))
def test_strange_data_is_refused(data: object) -> None:
    """What is no stored request is refused with an own error, without a traceback's noise."""
    with pytest.raises(InvalidInput, match="no request") as caught:
        request_from_data(data)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("request_", REQUESTS[::2], ids=repr)
def test_adults_only(request_: GenerationRequest, api: responses.RequestsMock) -> None:
    """A request of somebody under 18 is refused before anything is sent, stored or not."""
    young: Any = replace(request_, character=Character(id=6870, age=17))
    restored = request_from_data(young.to_data())
    with make_client() as client, pytest.raises(PolicyError):
        client.generate(restored)
    assert not api.calls


@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
def test_generated(request_: GenerationRequest, api: responses.RequestsMock) -> None:
    """``generate`` sends the payload of a request once, to the call that fits."""
    path = "/v2/generate" if request_.kind == "effect" else "/v2/base/generate"
    api.post(BASE_URL + path, as_bytes(EFFECT))
    with make_client() as client:
        assert client.generate(request_).request_id == EFFECT["request_id"]
    assert [json.loads(call.request.body or b"") for call in api.calls] == [request_.payload()]


@pytest.mark.parametrize(
    "request_",
    [
        EffectRequest(ADULT, " "),
        EffectRequest(ADULT, "5742", duration=6),
        PictureRequest(ADULT, ""),
        PictureRequest(ADULT, "a hat", quality="best"),
        VideoRequest(ADULT, "a hat", duration=0),
    ],
    ids=repr,
)
def test_validated_before_sent(request_: GenerationRequest, api: responses.RequestsMock) -> None:
    """What cannot be sent is refused by ``validate``, which ``generate`` calls first."""
    with pytest.raises(InvalidInput):
        request_.validate()
    with make_client() as client, pytest.raises(InvalidInput):
        client.generate(request_)
    assert not api.calls
