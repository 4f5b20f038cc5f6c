"""Whatever the bytes: a model or an own error, nothing else, and soon."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eternal import (
    Character,
    CharacterPage,
    ContractError,
    Creation,
    EternalError,
    Generation,
    GenerationFailed,
    GenerationPoll,
    Poll,
    PollState,
)
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.models import LARGEST_ID
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.text import count_characters
from eternal.unwrap import LONGEST_ERROR_TEXT, error_text
from eternal.urls import safe_media_url
from eternal.validation import is_request_id
from tests.contract import strategies
from tests.contract.api_calls import PARSERS
from tests.contract.examples import CREATION, EFFECT, RESULT
from tests.contract.strategies import encoded

if TYPE_CHECKING:
    from eternal.paid import Answered

MOST_SECONDS = 2.0


def check(body: bytes) -> None:
    """Each parser makes a valid model of it or raises an own error, within seconds."""
    started = time.monotonic()
    for parse in PARSERS.values():
        try:
            value = parse(body)
        except EternalError as error:
            check_error(error)
        else:
            check_model(value)
    text = error_text(body)
    assert count_characters(text) <= LONGEST_ERROR_TEXT
    assert text.isprintable() or not text.isascii()
    assert time.monotonic() - started < MOST_SECONDS


def check_error(error: EternalError) -> None:
    """The error is short and can be written to a file."""
    assert isinstance(error, (ContractError, GenerationFailed))
    assert count_characters(str(error)) < 2 * LONGEST_ERROR_TEXT
    assert error.__cause__ is None
    assert error.__context__ is None


def check_model(value: Answered) -> None:
    """The model keeps what its types promise."""
    assert len(value.drift) <= 20
    repr(value).encode()
    if isinstance(value, (Generation, GenerationPoll)):
        check_generation(value)
        return
    found: list[Character] = []
    if isinstance(value, CharacterPage):
        found = list(value.characters)
        assert len({one.id for one in found}) == len(found)
        assert len(found) + value.unreadable <= value.received
    if isinstance(value, (Creation, Poll)):
        found = [value.character] if value.character is not None else []
        assert all(one.id == value.id for one in found)
    for one in found:
        check_character(one)
    if isinstance(value, Poll):
        assert value.state is not PollState.READY or value.character is not None
        assert count_characters(value.error) <= LONGEST_ERROR_TEXT


def check_generation(value: Generation | GenerationPoll) -> None:
    """The id can be polled, the numbers shown, and the address loaded."""
    assert is_request_id(value.request_id)
    assert value.progress is None or (type(value.progress) is int and 0 <= value.progress <= 100)
    assert value.credits_remaining is None or math.isfinite(value.credits_remaining)
    assert count_characters(value.status) <= 60
    if isinstance(value, GenerationPoll):
        has_address = value.result_url is not None or value.result_text != ""
        assert has_address is (value.state is PollState.READY)
        assert value.result_url is None or value.result_text == ""
        assert value.result_url is None or safe_media_url(value.result_url) == value.result_url
        assert count_characters(value.error) <= LONGEST_ERROR_TEXT


def check_character(character: Character) -> None:
    """The id and the texts are such that they can be shown."""
    assert type(character.id) is int
    assert 1 <= character.id <= LARGEST_ID
    assert character.age is None or type(character.age) is int
    character.model_dump_json()
    assert character.picture is None or character.picture.startswith(("https:", "http:", "data:"))


@given(strategies.DAMAGED)
def test_damaged_documents(answer: dict[str, Any]) -> None:
    """A documented answer with one damage is a model or an own error."""
    check(encoded(answer))


@given(strategies.ANY_JSON)
def test_any_json(answer: object) -> None:
    """Any JSON, of the right shape or not, is a model or an own error."""
    check(encoded(answer))


@given(strategies.ANY_BYTES)
@example(b"[" * 100_000)
@example(b'{"result":' * 50_000)
@example(b'{"result": [{"id": ' + b"9" * 5000 + b"}]}")
@example(b'{"error": ' + b"[" * 900 + b"]" * 900 + b"}")
@example('{"result": []}'.encode("utf-16"))
@example(b'{"result": [{"id": NaN}, {"id": Infinity}, {"id": -Infinity}, {"id": 1e999}]}')
def test_any_bytes(body: bytes) -> None:
    """Any bytes are a model or an own error."""
    check(body)


@given(strategies.PAGES)
def test_valid_pages(answer: dict[str, Any]) -> None:
    """A page as promised is read whole, whatever its texts say, each id once."""
    page = parse_page(encoded(answer), page=1, limit=50)
    assert page.unreadable == 0
    assert [one.id for one in page.characters] == list(
        dict.fromkeys(record["id"] for record in answer["result"])
    )
    firsts = {record["id"]: record for record in reversed(answer["result"])}
    for one in page.characters:
        assert one.display_name == (firsts[one.id].get("display_name") or "")
        assert one.age == firsts[one.id].get("age")
    check_model(page)


@given(strategies.POLLS)
def test_valid_polls(answer: dict[str, Any]) -> None:
    """A poll as promised is what the table says of its word and its result."""
    poll = parse_poll(encoded(answer), id=6870)
    texts = [answer["result"].get(name) or "" for name in ("description", "avatar_url")]
    there = [bool(text.strip()) for text in texts]
    expected = {
        "success": PollState.READY if any(there) else PollState.PENDING,
        "pending": PollState.PENDING,
        "processing": PollState.PENDING,
    }
    other = PollState.READY if all(there) else PollState.PENDING
    assert poll.state is expected.get(answer["status"], other)
    assert poll.character is not None
    check_model(poll)


@given(strategies.CREATIONS)
def test_valid_creations(answer: dict[str, Any]) -> None:
    """A creation as promised keeps its id, whatever its request_id says."""
    creation = parse_creation(encoded(answer))
    assert creation.id == answer["result"]["id"]
    check_model(creation)


@given(strategies.GENERATIONS)
def test_valid_generations(answer: dict[str, Any]) -> None:
    """An accepted request in either envelope keeps its id, whatever else is in it."""
    part = answer.get("data", answer)
    generation = parse_generation(encoded(answer))
    assert generation.request_id == part["request_id"]
    check_model(generation)


@given(strategies.RESULTS)
def test_valid_results(answer: dict[str, Any]) -> None:
    """A poll in either envelope is ready with its address, but for a word that says pending."""
    part = answer.get("data", answer)
    poll = parse_generation_poll(encoded(answer), request_id=RESULT["request_id"])
    is_ready = part["status"] not in {"pending", "processing"}
    assert poll.state is (PollState.READY if is_ready else PollState.PENDING)
    assert poll.result_url == (part["result_url"] if is_ready else None)
    check_model(poll)


@given(
    strategies.REQUEST_IDS,
    st.dictionaries(st.sampled_from([*list(EFFECT)[1:], "error", "data"]), strategies.ODD_VALUES),
    st.dictionaries(st.sampled_from(["status", "error", "message"]), strategies.ODD_VALUES),
    st.sampled_from(["flat", "inside", "both"]),
)
def test_paid_request_is_never_lost(
    id: str, others: dict[str, object], around: dict[str, object], place: str
) -> None:
    """Wherever a usable id stands in the answer to a request, it is returned, come what may.

    Where an envelope says no, and why, the refusal tells the id.
    """
    inner = {**others, "request_id": id}
    answers: dict[str, dict[str, object]] = {
        "flat": inner,
        "inside": {**around, "data": inner},
        "both": {**around, "data": others, "request_id": id},
    }
    answer = answers[place]
    try:
        found: object = parse_generation(encoded(answer)).request_id
    except GenerationFailed as refusal:
        found = refusal.id
        assert place != "inside", "what holds the id is no envelope of a refusal"
        assert says_no(answer) or says_no(answer.get("data"))
    assert found == id


def says_no(layer: object) -> bool:
    """Whether a status may say that nothing was made: false, 0, or some word."""
    status = layer.get("status") if isinstance(layer, dict) else None
    return isinstance(status, str) or (status is not None and status == 0)


def usable_id(value: object) -> int | None:
    """The id that a value stands for, by rules of this test's own."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        number, _, fraction = value.strip().partition(".")
        if not number or set(number) - set("0123456789") or len(number) > 20:
            return None
        if set(fraction) - {"0"} or value.strip().endswith(".") or len(fraction) > 20:
            return None
        value = int(number)
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value) or value % 1:
            return None
        value = int(value)
    return value if 1 <= value <= LARGEST_ID else None


@example(None, "1 ", {}, None)
@example("6870.0", None, {}, None)
@given(
    st.one_of(strategies.IDS, strategies.ODD_VALUES, strategies.IDS.map(str)),
    st.one_of(strategies.IDS.map(str), strategies.ODD_VALUES),
    st.dictionaries(st.sampled_from(list(CREATION["result"])[1:]), strategies.ODD_VALUES),
    st.one_of(st.none(), strategies.ODD_VALUES),
)
def test_paid_id_is_never_lost(
    id: object, request_id: object, others: dict[str, object], error: object
) -> None:
    """Whenever the answer of a create holds a usable id, it is returned, come what may."""
    answer = {"request_id": request_id, "result": {**others, "id": id}, "error": error}
    expected = usable_id(id) or usable_id(request_id)
    if expected is None:
        with pytest.raises((ContractError, GenerationFailed)) as caught:
            parse_creation(encoded(answer))
        said_no = isinstance(caught.value, GenerationFailed)
        assert bool(error) or not said_no
        assert caught.value.may_have_arrived is not said_no
    else:
        creation = parse_creation(encoded(answer))
        assert creation.id == creation.character.id == expected
