"""The pages at a vendor that goes through every tolerated answer: nothing is lost or paid twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal import waiting
from eternal.simulator import Shape
from tests import vendor
from tests.pages import test_create as create
from tests.pages import test_generate as generate
from tests.pages.labels import CREATE, DONE

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

SHAPES = [
    Shape.DOCUMENTED,
    *(
        pytest.param(shape, marks=pytest.mark.thorough)
        for shape in Shape
        if shape is not Shape.DOCUMENTED
    ),
]
"""The script is long, and the client is asked in every shape elsewhere: here one is enough."""


@pytest.fixture(autouse=True)
def _polls_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST_INTERVAL_SECONDS", 0.02)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.row("M1")
@pytest.mark.row("M2")
@pytest.mark.row("M3")
def test_create_survives_everything(visit: OpenPage, shape: Shape) -> None:
    """The character is shown, its id is in the address, and one POST was sent for it."""
    opened = create.described(visit, faults=vendor.script("poll"), shape=shape)
    opened.press(CREATE).wait(lambda now: DONE in now.words, seconds=60.0)
    assert opened.address("creation") == [str(vendor.CREATED_ID)]
    assert len(opened.sent()) == 1


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.row("M1")
@pytest.mark.row("M2")
@pytest.mark.row("M3")
def test_generate_survives_everything(visit: OpenPage, shape: Shape) -> None:
    """The picture is shown, and one POST was sent for it."""
    opened = generate.chosen(visit, faults=vendor.script("result"), shape=shape)
    opened = generate.with_effect(opened).press(generate.GENERATE)
    opened.wait(lambda now: generate.DONE in now.words, seconds=60.0)
    assert opened.pictures
    assert len(opened.sent()) == 1
