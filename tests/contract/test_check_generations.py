"""``python -m eternal check --generate``: what it asks for, and what it finds."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from eternal.contract import Outcome, check, drift
from eternal.contract.probe import EDIT_PROMPT
from eternal.settings import make_settings
from eternal.simulator import Fault, Simulator
from tests.contract.examples import EFFECT, EFFECT_ID, RESULT, VIDEO, as_bytes
from tests.contract.simulator_checks import always, checked, drifted, with_field
from tests.relay import served


def test_generations_are_few_cheap_and_of_an_adult() -> None:
    """``generate`` makes one effect, one image and one short video of a listed adult; no more."""
    simulator = Simulator(generation_seconds=(0.0, 0.0), record=True)
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        check(settings, generate=True, sleep=lambda _: None)
    posts = [json.loads(one.body) for one in simulator.requests if one.method == "POST"]
    assert [post.pop("images") for post in posts] == [["6790"]] * 3
    assert posts == [
        {"effect_id": EFFECT_ID},
        {"prompt": EDIT_PROMPT, "type": "image", "quality": "low"},
        {"prompt": EDIT_PROMPT, "type": "video", "duration": 1, "audio": False},
    ]


@pytest.mark.parametrize("age", [17, None, "25", True])
def test_nobody_but_an_adult_is_generated(age: object) -> None:
    """Where no listed character is known to be an adult, nothing is generated, and that is said."""
    simulator = Simulator(faults=[always("list", with_field("age", age))], record=True)
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        result = check(settings, generate=True, sleep=lambda _: None)
    assert {request.method for request in simulator.requests} == {"GET"}
    finding = next(one for one in result.findings if one.promise.name == "effect.answer")
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.details == ("the list holds no character that is known to be an adult",)


def done(**changes: Any) -> dict[str, Any]:
    """A finished poll with some fields changed."""
    return {**RESULT, **changes}


@pytest.mark.parametrize(
    ("operation", "answer", "promise", "sentence"),
    [
        ("effect", {**EFFECT, "progress": "0"}, "effect.answer", "progress is a text, not a whole"),
        ("effect", {**EFFECT, "request_id": 7}, "effect.answer", "request_id is a whole number"),
        ("effect", {**EFFECT, "credits_remaining": "9"}, "effect.answer", "is a text, not a numb"),
        ("effect", {**EFFECT, "seed": 1}, "effect.answer", "seed is a new field"),
        ("effect", {**EFFECT, "status": "queued"}, "effect.pending", "'queued', not 'pending'"),
        ("effect", {**EFFECT, "progress": 5}, "effect.pending", "progress is 5, not 0"),
        ("effect", b"<html>", "effect.answer", "it is not true that the answer is JSON"),
        ("effect", [EFFECT], "effect.answer", "it is not true that the answer is an object"),
        ("generate", EFFECT, "video.answer", "data is missing"),
        ("generate", EFFECT, "video.answer", "status is a text, not a whole number"),
        ("generate", VIDEO, "image.answer", "request_id is missing"),
        ("generate", {**VIDEO, "data": None}, "video.answer", "data is null, not an object"),
        ("result", done(status="failed"), "effect.finishes", "ended with the status 'failed'"),
        ("result", done(request_id="other"), "image.finishes", "not the one that was asked for"),
        ("result", done(result_url=None), "result.answer", "result_url is null, not a text"),
        ("result", done(progress=101), "result.answer", "progress is out of bounds (maximum)"),
        ("result", done(progress=99.5), "result.answer", "progress is a number with a fraction"),
    ],
)
def test_a_generation_that_differs_is_drift(
    operation: str, answer: object, promise: str, sentence: str
) -> None:
    """A generation that breaks a promise is found, and the promise named."""
    found = drifted(checked(always(operation, answer), generate=True))
    assert any(sentence in detail for detail in found[promise]), found


@pytest.mark.parametrize("address", ["", "/etc/passwd", "javascript:alert(1)", "http://a.example/"])
def test_an_address_that_no_browser_may_load_is_drift(address: str) -> None:
    """A success with an address that is none breaks the promise of an address."""

    def answers(id: str) -> Fault:
        return always("result", done(request_id=id, result_url=address))

    simulator = Simulator(seed=0)
    with served(simulator) as base_url:
        key = {"x-api-key": "k"}
        body = {"images": ["6790"], "effect_id": EFFECT_ID}
        sent = requests.post(f"{base_url}/v2/generate", json=body, headers=key, timeout=5)
    found = drifted(checked(answers(sent.json()["request_id"]), generate=True))
    assert found["effect.finishes"] == ("result_url is no address that a browser may load",)


def test_more_fields_of_a_poll_are_no_drift() -> None:
    """The vendor shows only a part of a poll: what else it holds is no news."""
    assert drift("ResultAnswer", done(seed=1, model="x")) == []
    assert drift("VideoAnswer", {**VIDEO, "message": "ok"}) == []


def test_a_progress_that_falls_is_drift() -> None:
    """A progress bar that goes back breaks the promise that it does not."""
    faults = [
        Fault("result", status=200, body=as_bytes(done(status="pending", progress=percent)))
        for percent in (40, 30)
    ]
    found = drifted(checked(*faults, generate=True))
    assert found["result.progress"] == ("the progress falls: [40, 30, 100]",)


def test_generations_that_fail_are_drift() -> None:
    """A generation that does not end in success breaks the promise that it does."""
    fault = Fault("generate", times=None, fail_creation=True)
    found = drifted(checked(fault, generate=True))
    assert found["image.finishes"] == ("the image ended with the status 'failed'",)
    assert found["video.finishes"] == ("the video ended with the status 'failed'",)


def test_an_account_without_credits_cannot_be_checked() -> None:
    """That the credits do not suffice is no drift: what needs them is unchecked, and says why."""
    result = checked(Fault("generate", times=None, status=402), generate=True)
    assert drifted(result) == {}
    unchecked = [one for one in result.findings if one.outcome is Outcome.UNKNOWN]
    assert [one.promise.name for one in unchecked if not one.promise.name.startswith("create")] == [
        f"{kind}.{promise}"
        for kind in ("image", "video")
        for promise in ("answer", "pending", "finishes")
    ]
    assert unchecked[-1].details == ("There are not enough credits (status 402).",)


def test_who_is_taken_is_an_adult_who_is_done() -> None:
    """Of the list the first is taken who is 18 or over, not pending, and has a usable id."""
    base = with_field("age", 18)["result"][0]
    records = [
        {**base, "id": 1, "age": 17},
        {**base, "id": 2, "age": None},
        {**base, "id": 3, "status": "pending"},
        {**base, "id": "4"},
        {**base, "id": 5},
    ]
    simulator = Simulator(faults=[always("list", {"result": records})], record=True)
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        check(settings, generate=True, timeout=2.0, sleep=lambda _: None)
    sent = [json.loads(one.body)["images"] for one in simulator.requests if one.method == "POST"]
    assert sent
    assert all(images == ["5"] for images in sent)
