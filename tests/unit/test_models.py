"""The models: frozen, strict, and easy to pass around."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from eternal import Character, Poll, PollState
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from tests.contract.examples import CREATION, ELARA, PAGE, POLL, RESULT, VIDEO, as_bytes

MODELS = {
    "page": parse_page(as_bytes(PAGE), page=1, limit=50),
    "creation": parse_creation(as_bytes(CREATION)),
    "poll": parse_poll(as_bytes(POLL), id=6870),
    "character": Character(**ELARA),
    "generation": parse_generation(as_bytes(VIDEO)),
    "generation poll": parse_generation_poll(as_bytes(RESULT), request_id=RESULT["request_id"]),
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_travels(model: object) -> None:
    """A model can be pickled, copied, compared and hashed: caches and sets do so."""
    twin = pickle.loads(pickle.dumps(model))  # noqa: S301
    assert twin == model
    assert copy.deepcopy(model) == model
    assert len({twin, model}) == 1


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_frozen(model: object) -> None:
    """A model that many sessions share cannot be changed."""
    name = next(one for one in ("characters", "id", "request_id") if hasattr(model, one))
    with pytest.raises((FrozenInstanceError, ValidationError)):
        setattr(model, name, 1)


def test_picture() -> None:
    """The picture is the address, if a browser may load it."""
    assert Character(**ELARA).picture == ELARA["avatar_url"]
    assert Character(id=1).picture is None
    assert Character(id=1, avatar_url="/etc/passwd").picture is None


def test_ids_have_bounds() -> None:
    """An id is a whole number from 1 to 2^53, the largest that JSON carries exactly."""
    assert Character(id=1).id == 1
    assert Character(id=2**53).id == 2**53
    for id in (0, 2**53 + 1):
        with pytest.raises(ValidationError):
            Character(id=id)


def test_states_are_words() -> None:
    """A state is its own word, for logs and pages."""
    assert [str(state) for state in PollState] == ["pending", "ready", "failed"]
    assert Poll(1, PollState.PENDING, None, "odd").state == "pending"
