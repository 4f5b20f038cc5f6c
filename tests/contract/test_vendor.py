"""One creation, or one generation, at a vendor that goes through every tolerated answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from eternal import EternalClient, waiting
from eternal.simulator import Shape
from tests import vendor
from tests.contract.api_calls import ADULT
from tests.contract.examples import EFFECT_ID, PROMPT
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import Generation
    from eternal.simulator import Simulator
    from tests.clock import Clock


LONG = 3600.0
"""Made-up seconds: enough for the script, however long the pauses grow."""

ASKS: dict[str, Callable[[EternalClient], Generation]] = {
    "effect": lambda client: client.generate_effect(ADULT, EFFECT_ID),
    "image": lambda client: client.generate_image(ADULT, PROMPT),
    "video": lambda client: client.generate_video(ADULT, PROMPT),
}


def posts(api: Simulator) -> int:
    """How often something was sent that costs money."""
    return sum(one.method == "POST" for one in api.requests)


def polls(api: Simulator) -> int:
    """How often it was looked after."""
    return sum("poll-result" in one.path for one in api.requests)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.bad_answer("any-envelope")
@pytest.mark.bad_answer("create-shape")
@pytest.mark.bad_answer("poll-word")
@pytest.mark.bad_answer("poll-trouble")
@pytest.mark.row("M3")
@pytest.mark.leniency("pending-word")
@pytest.mark.leniency("success-word")
@pytest.mark.leniency("not-yet")
@pytest.mark.leniency("early-success")
def test_a_creation_survives_everything(shape: Shape, clock: Clock) -> None:
    """Whatever comes before the end, the character that was paid for is got, with one POST."""
    api = vendor.scripted("poll", shape)
    with (
        served(api) as base_url,
        EternalClient("a-key", base_url, sleep=clock.sleep, clock=clock) as client,
    ):
        creation = client.create_character(PROMPT)
        character = client.wait_for_character(creation.id, timeout=LONG)
    assert character.id == creation.id == vendor.CREATED_ID
    assert character.description
    assert character.picture
    assert character.age
    assert posts(api) == 1
    assert polls(api) == len(vendor.script("poll")) + 1


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize("shape", Shape)
@pytest.mark.bad_answer("generate-shape")
@pytest.mark.bad_answer("result-word")
@pytest.mark.bad_answer("result-trouble")
@pytest.mark.row("M3")
def test_a_generation_survives_everything(shape: Shape, kind: str, clock: Clock) -> None:
    """Whatever comes before the end, the address of what was paid for is got, with one POST."""
    api = vendor.scripted("result", shape)
    with (
        served(api) as base_url,
        EternalClient("a-key", base_url, sleep=clock.sleep, clock=clock) as client,
    ):
        generation = ASKS[kind](client)
        poll = client.wait_for_generation(generation.request_id, timeout=LONG)
    assert poll.request_id == generation.request_id
    assert (poll.result_url or "").startswith("data:")
    assert posts(api) == 1
    assert polls(api) == len(vendor.script("result")) + 1


def test_a_creation_on_a_real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real clock, with pauses that are cut short, it is the same."""
    monkeypatch.setattr(waiting, "LONGEST_INTERVAL_SECONDS", 0.01)
    api = vendor.scripted("poll", Shape.DOCUMENTED)
    with (
        served(api) as base_url,
        EternalClient("a-key", base_url, sleep=lambda _: time.sleep(0.01)) as client,
    ):
        creation = client.create_character(PROMPT)
        character = client.wait_for_character(creation.id, timeout=60.0)
    assert character.picture
    assert posts(api) == 1
