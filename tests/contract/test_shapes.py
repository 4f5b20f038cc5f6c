"""The client at a server that answers in another shape reads the same; the check says drift."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from eternal import Character, EternalClient
from eternal.contract import Outcome, check
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.settings import make_settings
from eternal.simulator import Shape, Simulator
from eternal.simulator.api.shapes import Shaper
from tests.contract import strategies
from tests.contract.api_calls import ADULT
from tests.contract.examples import (
    CREATION,
    EFFECT,
    EFFECT_ID,
    PAGE,
    POLL,
    PROMPT,
    RESULT,
    VIDEO,
    as_bytes,
)
from tests.contract.test_fuzz import check as check_parsers
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.contract import Check
    from eternal.simulator.api.faults import Operation
    from tests.clock import Clock

OTHERS = [shape for shape in Shape if shape is not Shape.DOCUMENTED]
SAME_WHEN_DONE = {Shape.NOT_YET, Shape.EARLY_SUCCESS}
"""Shapes of what is under way: what is done is answered as documented."""


def page(body: bytes) -> list[Character]:
    """The people in a page, but for their usernames, which may be numbers."""
    people = parse_page(body, page=1, limit=50).characters
    return [one.model_copy(update={"username": ""}) for one in people]


def polled(body: bytes) -> object:
    """What a poll says, but for the username, which may be a number."""
    poll = parse_poll(body, id=6870)
    assert poll.character is not None
    return poll.state, poll.character.model_copy(update={"username": "", "status": ""})


def generated(body: bytes) -> object:
    """What the poll of a result says."""
    poll = parse_generation_poll(body, request_id=RESULT["request_id"])
    return poll.state, poll.result_url, poll.progress


READS: dict[str, tuple[Operation, object, Callable[[bytes], object]]] = {
    "list": ("list", PAGE, page),
    "creation": ("create", CREATION, lambda body: parse_creation(body).id),
    "poll": ("poll", POLL, polled),
    "effect": ("effect", EFFECT, lambda body: parse_generation(body).request_id),
    "video": ("generate", VIDEO, lambda body: parse_generation(body).request_id),
    "result": ("result", RESULT, generated),
}


def reshaped(shape: Shape, operation: Operation, answer: object) -> bytes:
    """An answer in another shape."""
    return bytes(Shaper(shape).shaped(operation, Response(json.dumps(answer))).body)


@pytest.mark.parametrize("shape", OTHERS)
@pytest.mark.parametrize("call", READS)
@pytest.mark.bad_answer("any-envelope")
@pytest.mark.bad_answer("list-shape")
@pytest.mark.bad_answer("list-id")
@pytest.mark.bad_answer("poll-field")
@pytest.mark.bad_answer("result-progress")
@pytest.mark.bad_answer("any-bom")
@pytest.mark.row("M2")
@pytest.mark.row("M4")
@pytest.mark.row("M5")
@pytest.mark.row("M8")
@pytest.mark.row("S26")
@pytest.mark.leniency("envelope")
@pytest.mark.leniency("bom")
@pytest.mark.leniency("list-shape")
@pytest.mark.leniency("listed-id")
@pytest.mark.leniency("retyped-field")
def test_the_same_is_read_from_each_shape(shape: Shape, call: str) -> None:
    """The documented examples say the same to the client in each tolerated shape."""
    operation, answer, read = READS[call]
    assert read(reshaped(shape, operation, answer)) == read(as_bytes(answer))


@pytest.mark.parametrize("shape", OTHERS)
def test_a_life_in_each_shape(shape: Shape, clock: Clock) -> None:
    """The client lists, creates, watches and generates at a server of each shape, one POST each."""
    ten = (10.0, 10.0)
    api = Simulator(
        creation_seconds=ten, generation_seconds=ten, clock=clock, shape=shape, record=True
    )
    with (
        served(api) as base_url,
        EternalClient("a-key", base_url, sleep=clock.sleep, clock=clock) as client,
    ):
        ids = [one.id for one in client.iter_characters(limit=20)]
        creation = client.create_character(PROMPT)
        character = client.wait_for_character(creation.id, timeout=60.0)
        effect = client.generate_effect(ADULT, EFFECT_ID)
        video = client.generate_video(ADULT, PROMPT)
        results = [client.wait_for_generation(one.request_id) for one in (effect, video)]
    assert len(ids) == len(set(ids)) > 40
    assert character.picture
    assert character.description
    assert all(one.result_url for one in results)
    assert sum(one.method == "POST" for one in api.requests) == 3


def checked(shape: Shape) -> Check:
    """The check of a simulator that answers in a shape."""
    api = Simulator(creation_seconds=(0.0, 0.0), generation_seconds=(0.0, 0.0), shape=shape)
    with served(api) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        return check(settings, create=True, generate=True, timeout=2.0, sleep=lambda _: None)


@pytest.mark.parametrize("shape", OTHERS)
def test_another_shape_is_drift_that_the_client_copes_with(shape: Shape) -> None:
    """The check is as strict as the document, and says of each drift that the client copes."""
    result = checked(shape)
    drifted = [one for one in result.findings if one.outcome is Outcome.DRIFTED]
    assert bool(drifted) is (shape not in SAME_WHEN_DONE)
    assert result.exit_code == (1 if drifted else 0)
    assert all(one.details and one.client_copes for one in drifted), drifted


@given(st.sampled_from([one for one in OTHERS if one is not Shape.RETYPED]), strategies.PAGES)
def test_any_page_in_any_shape(shape: Shape, answer: dict[str, object]) -> None:
    """Whatever the records say, in another shape they are the same people."""
    body = reshaped(shape, "list", answer)
    assert page(body) == page(json.dumps(answer).encode())
    check_parsers(body)
