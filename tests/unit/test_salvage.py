"""A paid id is saved from an answer that breaks off, is too large or is followed by rubbish."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import ContractError, EternalClient, EternalError, TimedOut
from eternal.generation_parsing import parse_generation
from eternal.parsing import parse_creation
from eternal.salvage import LARGEST_HEAD, salvaged
from tests.contract.examples import CREATION, EFFECT, VIDEO, as_bytes
from tests.contract.hostile_server import HostileServer, head
from tests.contract.strategies import ANY_JSON, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.hostile_server import Line

BODY = as_bytes(CREATION)
pytestmark = [
    pytest.mark.row("M16"),
    pytest.mark.bad_answer("create-damaged"),
    pytest.mark.bad_answer("generate-damaged"),
]


def cut_after(text: bytes, body: bytes = BODY) -> bytes:
    """The body up to and with a text in it."""
    return body[: body.index(text) + len(text)]


BROKEN = {
    "cut in the bio": cut_after(b'"description": "', BODY),
    "cut after the id": cut_after(b'"id": 6870,'),
    "rubbish after it": BODY + b"<!-- served by x -->",
    "a second answer after it": BODY + b'{"request_id": "5", "result": {"id": 5}}',
    "bytes that are no UTF-8": BODY.replace(b'"astrid"', b'"astr\xffd"'),
    "a value that is none": BODY.replace(b'"status": "pending"', b'"status": pend'),
    "a comma too many": BODY.replace(b"}", b",}", 1),
    "UTF-16": BODY.decode().encode("utf-16"),
    "only the request's id": b'{"request_id": "6870", "result": {"id": 68',
    "inside data": b'{"status": 1, "data": {"id": 6870, "name": "x',
    "flat": b'{"id": 6870, "username": "astr',
    "a record without an end": BODY[:-2] + b', "junk": [' + b"{}," * 300_000,
    "deep": b'{"result": {"id": 6870, "x": ' + b"[" * 20_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_the_id_of_a_creation_is_saved(body: bytes) -> None:
    """Whatever broke after the id, it is kept, and that the answer was broken is noted."""
    creation = parse_creation(body)
    assert creation.id == creation.character.id == 6870
    assert "create: the answer is broken; its id was saved from what came" in creation.drift


NO_ID = {
    "a number that may go on": b'{"result": {"id": 68',
    "a text that may go on": b'{"request_id": "68',
    "an id in a text": b'{"error": "{\\"id\\": 6870}", "x": "id\\": 6870, ',
    "an id in a text without an end": b'{"description": " {"id": 6870',
    "an id of something else": b'{"result": {"age": 20, "owner": {"id": 5}, "username": "x',
    "an id in a list": b'{"result": [{"id": 5}, {"id": 6}, ',
    "HTML": b'<html><script>var x = {"id": 6870};</script>',
    "a number": b"6870 6870",
    "nothing": b"",
}


@pytest.mark.parametrize("body", NO_ID.values(), ids=NO_ID)
def test_no_other_number_is_taken_for_the_id(body: bytes) -> None:
    """A number that may be cut off, or stands elsewhere, is never the id."""
    with pytest.raises(ContractError) as caught:
        parse_creation(body)
    assert caught.value.may_have_arrived
    assert caught.value.__context__ is None


@pytest.mark.parametrize("answer", [EFFECT, VIDEO, {"status": True, "result": EFFECT}])
def test_the_id_of_a_generation_is_saved_at_each_cut(answer: dict[str, Any]) -> None:
    """From where the id is whole, each cut of the answer leaves it to be read."""
    body = as_bytes(answer)
    inner: dict[str, Any] = next((v for v in answer.values() if isinstance(v, dict)), answer)
    whole = body.index(inner["request_id"].encode()) + len(inner["request_id"]) + 1
    for end in range(whole, len(body)):
        generation = parse_generation(body[:end])
        assert generation.request_id == inner["request_id"]
        assert "generate: the answer is broken; its id was saved from what came" in generation.drift
    for end in range(whole):
        with pytest.raises(ContractError):
            parse_generation(body[:end])


@given(ANY_JSON, st.integers(0, 400))
def test_what_is_saved_stood_there(answer: object, end: int) -> None:
    """What is saved of a cut object is what the whole one holds at the same place, or nothing."""
    whole = {"a": answer, "id": 5}
    body = json.dumps(whole).encode()
    saved = salvaged(body[:end])
    if saved is not None and "id" in saved:
        assert saved["id"] == 5
        assert end > len(body) - 2


@given(ANY_JSON, st.binary(max_size=20), st.integers(0, 300))
def test_anything_may_be_broken(answer: object, junk: bytes, at: int) -> None:
    """Rubbish anywhere leaves an object, or nothing, and never an error of another kind."""
    body = encoded({"result": answer})
    saved = salvaged(body[:at] + junk + body[at:])
    assert saved is None or isinstance(saved, dict)


def test_the_head_is_enough() -> None:
    """Only the beginning of a large answer is looked at."""
    late = b'{"x": "' + b"y" * LARGEST_HEAD + b'", "result": {"id": 6870}, '
    with pytest.raises(ContractError):
        parse_creation(late)


def _breaks(line: Line) -> None:
    line.send(head("200 OK", "Content-Length: 99999"), cut_after(b'"id": 6870,'))


def _stalls(line: Line) -> None:
    line.send(head("200 OK", "Content-Length: 99999"), cut_after(b'"id": 6870,'))
    line.stay_silent()


def _never_ends(line: Line) -> None:
    line.send(head("200 OK"), BODY[:-1], *[b" " * 1_000_000] * 6)


@pytest.mark.parametrize("script", [_breaks, _stalls, _never_ends])
def test_the_id_is_saved_from_what_came_over_the_wire(script: Callable[[Line], None]) -> None:
    """A connection that breaks, stalls or never ends after the id leaves a creation to watch."""
    with (
        HostileServer(script) as server,
        EternalClient("a-secret-key", server.address, timeout=0.5, post_timeout=0.5) as client,
    ):
        creation = client.create_character("a hat")
        assert (creation.id, server.posts) == (6870, 1)
        assert any("the answer is broken" in note for note in creation.drift)


def test_without_an_id_the_failure_on_the_wire_is_told() -> None:
    """What came before a time-out and holds no id changes nothing about the time-out."""

    def script(line: Line) -> None:
        line.send(head("200 OK", "Content-Length: 99999"), b'{"error": "busy", "result": {"id": 68')
        line.stay_silent()

    with (
        HostileServer(script) as server,
        EternalClient("a-secret-key", server.address, timeout=0.5, post_timeout=0.5) as client,
        pytest.raises(TimedOut) as caught,
    ):
        client.create_character("a hat")
    assert caught.value.may_have_arrived
    assert caught.value.__context__ is None


def test_a_refusal_that_breaks_off_is_no_success() -> None:
    """Only a success is read in part: an error's body that breaks off is a broken connection."""

    def script(line: Line) -> None:
        line.send(head("400 Bad Request", "Content-Length: 99999"), cut_after(b'"id": 6870,'))

    with (
        HostileServer(script) as server,
        EternalClient("a-secret-key", server.address) as client,
        pytest.raises(EternalError) as caught,
    ):
        client.create_character("a hat")
    assert caught.value.may_have_arrived


def test_the_key_in_what_came_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """A key that is echoed in an answer that breaks off is in no part of the creation, nor logged.

    What is new is logged once a client.
    """
    caplog.set_level(logging.DEBUG, "eternal")

    def script(line: Line) -> None:
        body = b'{"a-secret-key": 1, "request_id": "a-secret-key", "result": {"id": 6870, "age": "'
        line.send(head("200 OK", "Content-Length: 99999"), body)

    with (
        HostileServer(script) as server,
        EternalClient("a-secret-key", server.address) as client,
    ):
        creations = [client.create_character("a hat") for _ in range(2)]
    assert "a-secret-key" not in repr(creations) + caplog.text
    notes = [one.getMessage() for one in caplog.records if one.levelno == logging.INFO]
    assert notes == list(dict.fromkeys(notes))
    assert "Drift: create: no username" in " ".join(notes).replace("result: ", "")
