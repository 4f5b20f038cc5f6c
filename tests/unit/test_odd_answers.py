"""Answers of a vendor that means well but writes oddly: the id that was paid for, and the words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eternal import ContractError, GenerationFailed, PollState
from eternal.errors import ELSEWHERE, status_error
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.rules import meaning
from tests.contract.examples import CREATION, as_bytes

RECORD: dict[str, Any] = CREATION["result"]
REQUEST = "0f8fad5b-d9cb-469f-a165-70867728950e"
WHOLE = as_bytes({"result": RECORD})


@pytest.mark.row("M2")
@pytest.mark.parametrize("name", ["character", "result", "data"])
def test_the_id_of_a_task_around_a_character_is_not_its_own(name: str) -> None:
    """The id is that of the character, not that of a task or an account around it."""
    assert parse_creation(as_bytes({"status": 1, "data": {"id": 17, name: RECORD}})).id == 6870


@pytest.mark.row("M2")
@pytest.mark.parametrize(
    "answer",
    [
        {"result": {"character_id": 6870, "status": "pending"}},
        {"data": {"characterId": "6870"}, "request_id": "99"},
        {"result": RECORD | {"id": " 6870\n"}},
        {"result": RECORD | {"id": "6870.0"}},
        {"status": 1, "data": json.dumps(RECORD)},
        json.dumps({"result": RECORD}),
    ],
)
def test_the_id_of_a_creation_in_odd_places(answer: object) -> None:
    """An id under another name, as another type or in JSON within JSON is kept."""
    assert parse_creation(as_bytes(answer)).id == 6870


@pytest.mark.row("M2")
@pytest.mark.parametrize("name", ["requestId", "task_id", "taskId", "id"])
def test_the_id_of_a_request_in_odd_places(name: str) -> None:
    """The id of a request is kept from other names, and without the space around it."""
    assert parse_generation(as_bytes({name: f"{REQUEST}\n"})).request_id == REQUEST


@pytest.mark.row("M16")
@pytest.mark.parametrize(
    "before", [b"<br />\n<b>Notice</b>: x in {main}\n", b"event: made\ndata: ", b")]}',\n", b"f("]
)
def test_rubbish_before_an_answer_loses_no_id(before: bytes) -> None:
    """What a server writes before its answer is skipped."""
    assert parse_creation(before + WHOLE).id == 6870


@pytest.mark.row("M16")
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"result": {"number": 4711}}', "4711"),
        (b"created: 4711", "4711"),
        (b'{"event": "queued"}\n{"number": 4711}', "queued"),
    ],
)
def test_an_answer_without_an_id_that_is_known_is_told(body: bytes, told: str) -> None:
    """Where no id is found in what was paid for, people are told what came: it may be in there."""
    for parse in (parse_creation, parse_generation):
        with pytest.raises(ContractError) as caught:
            parse(body)
        assert told in caught.value.detail
        assert caught.value.may_have_arrived


@pytest.mark.row("M6")
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 0, "message": "no credits", "request_id": "99123"},
        {"status": False, "error": "no credits", "result": None, "request_id": "99123"},
        {"status": "failed", "reason": "no credits", "request_id": "99123"},
        {"status": 0, "message": "no credits", "request_id": "99123", "data": {"id": 5}},
        {"code": 402, "message": "no credits", "data": None},
        {"ok": False, "msg": "no credits"},
        {"result": {"success": False, "message": "no credits"}},
        {"errors": [{"message": "no credits"}]},
    ],
)
def test_the_id_of_a_refused_call_is_not_watched(answer: object) -> None:
    """A service that says no is believed at once, in its words, also where the call has an id."""
    for parse in (parse_creation, parse_generation):
        if parse is parse_generation and isinstance(answer, dict) and answer.get("data"):
            continue  # an id in there may be that of the request
        with pytest.raises(GenerationFailed) as caught:
            parse(as_bytes(answer))
        assert caught.value.detail.startswith("no credits")
        assert "description" not in caught.value.advice
        assert not caught.value.may_have_arrived


@pytest.mark.row("M6")
def test_a_refusal_that_says_that_something_is_under_way_is_watched() -> None:
    """What says pending beside a refusal may be made, and is watched."""
    answer = {"status": 0, "message": "queued", "request_id": REQUEST}
    assert parse_generation(as_bytes(answer)).request_id == REQUEST


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    "said",
    [
        *("Too many requests, slow down", "Service temporarily unavailable", "task not exist"),
        *("Still working on it", "Job is running", "Result is not generated yet", "OK", "success"),
    ],
)
def test_words_that_only_ask_for_patience_end_no_wait(said: str) -> None:
    """An error without a status that asks for patience, or says that all is well, is not yet."""
    for answer in ({"error": said}, {"status": 0, "msg": said}, {"detail": {"message": said}}):
        body = as_bytes(answer)
        assert parse_poll(body, id=6870).state is PollState.PENDING
        assert parse_generation_poll(body, request_id=REQUEST).state is PollState.PENDING


@pytest.mark.row("M4")
@pytest.mark.parametrize(
    ("word", "state"),
    [
        *(("Done!", PollState.READY), ("STATUS_COMPLETED", PollState.READY)),
        *(("InProgress", PollState.PENDING), ("TaskFailed", PollState.FAILED)),
        *((" Timed-Out. ", PollState.FAILED), ("job queued", PollState.PENDING)),
    ],
)
def test_a_status_is_understood_in_odd_spellings(word: str, state: PollState) -> None:
    """A sign, a prefix or letters of another case change nothing about a status."""
    assert meaning(word) is state


@pytest.mark.row("S17")
def test_progress_beside_the_status_or_in_another_layer_is_told() -> None:
    """Progress is read wherever in the answer it stands."""
    for answer in (
        {"status": "pending", "data": {"progress": 45}},
        {"progress": 45, "data": {"status": "pending"}},
    ):
        assert parse_generation_poll(as_bytes(answer), request_id=REQUEST).progress == 45


def test_the_id_of_a_request_in_capitals_is_the_same() -> None:
    """A result is believed whose request has the same id in other letters."""
    answer = {"request_id": REQUEST.upper(), "status": "success", "result_url": "https://a.b/c.png"}
    assert parse_generation_poll(as_bytes(answer), request_id=REQUEST).state is PollState.READY


@pytest.mark.row("S21")
@pytest.mark.parametrize("status", sorted(ELSEWHERE))
def test_a_service_that_has_moved_names_the_setting(status: int) -> None:
    """Whoever is sent elsewhere is told which setting to check."""
    assert "ETERNALAI_BASE_URL" in status_error(status).advice


@pytest.mark.row("S26")
@pytest.mark.parametrize(
    "answer",
    [
        {"result": [], "error": "database down"},
        {"status": 0, "result": [], "message": "database down"},
        {"success": False, "data": {"items": []}, "message": "database down"},
    ],
)
def test_an_empty_list_beside_an_error_is_not_nobody(answer: object) -> None:
    """A list that could not be read is an error in the service's words, and no end of the list."""
    with pytest.raises(ContractError) as caught:
        parse_page(as_bytes(answer), page=1, limit=50)
    assert caught.value.detail == "database down"


@pytest.mark.row("S26")
def test_an_empty_list_beside_kind_words_is_nobody() -> None:
    """Words that say that all is well change nothing about an empty list."""
    for answer in ({"result": [], "error": "ok"}, {"status": 1, "data": [], "message": "done"}):
        assert parse_page(as_bytes(answer), page=1, limit=50).received == 0
