"""Where the client is kinder than the document, on purpose: one table, a test a row."""

from __future__ import annotations

from typing import Any

import pytest

from eternal import Character, PollState
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from tests.contract.examples import CREATION, EFFECT, ELARA, POLL, RESULT, VIDEO, as_bytes


def page_of(**changes: Any) -> Character:
    """The documented character with some fields changed, read from a list."""
    record = {**ELARA, **changes}
    page = parse_page(as_bytes({"result": [record]}), page=1, limit=50)
    return page.characters[0]


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    """The record without one field."""
    return {key: value for key, value in record.items() if key != name}


OPTIONAL_TEXTS = [
    "username",
    "display_name",
    "description",
    "avatar_url",
    "gender",
    "status",
    "category",
]


@pytest.mark.parametrize("name", OPTIONAL_TEXTS)
@pytest.mark.leniency("missing-field")
def test_a_text_that_is_null_or_missing_is_empty(name: str) -> None:
    """A documented text may be null or missing: it is read as empty, and noted as drift."""
    for record in ({**ELARA, name: None}, without(ELARA, name)):
        page = parse_page(as_bytes({"result": [record]}), page=1, limit=50)
        assert getattr(page.characters[0], name) == ""
        assert page.drift == (f"list: result[]: no {name}",)


@pytest.mark.parametrize("record", [{**ELARA, "age": None}, without(ELARA, "age")])
@pytest.mark.leniency("missing-field")
def test_an_age_that_is_null_or_missing_is_none(record: dict[str, Any]) -> None:
    """The age may be null or missing: it is None, never a number that nobody said."""
    page = parse_page(as_bytes({"result": [record]}), page=1, limit=50)
    assert page.characters[0].age is None
    assert page.drift == ("list: result[]: no age",)


@pytest.mark.parametrize("age", [-1, 0, 17, 4000, 2**53])
@pytest.mark.leniency("odd-age")
def test_an_odd_age_is_kept(age: int) -> None:
    """An age that makes no sense is kept as it is: judging it is not the parser's business."""
    assert page_of(age=age).age == age


@pytest.mark.parametrize("name", ["gender", "status", "category"])
@pytest.mark.leniency("unknown-word")
def test_an_unknown_word_is_kept(name: str) -> None:
    """A gender, status or category that nobody has seen is kept as text."""
    assert getattr(page_of(**{name: "featured"}), name) == "featured"


@pytest.mark.parametrize("name", ["status", "category"])
@pytest.mark.leniency("unknown-word")
def test_an_unknown_status_or_category_is_drift(name: str) -> None:
    """A status or category that nobody has seen is noted as drift."""
    page = parse_page(as_bytes({"result": [{**ELARA, name: "featured"}]}), page=1, limit=50)
    assert page.drift == (f"list: result[]: new {name} 'featured'",)


@pytest.mark.leniency("unknown-field")
def test_an_unknown_field_is_ignored_and_noted() -> None:
    """A field that nobody has seen is ignored, and noted as drift once a page."""
    record = {**ELARA, "voice": {"pitch": 3}}
    page = parse_page(as_bytes({"result": [record, {**record, "id": 1}]}), page=1, limit=50)
    assert len(page.characters) == 2
    assert page.drift == ("list: result[]: new field 'voice'",)


@pytest.mark.leniency("bad-record")
def test_a_bad_record_does_not_spoil_its_page() -> None:
    """One record that cannot be read is counted, and the others are there."""
    records = [ELARA, {**ELARA, "id": "6604a"}, {**ELARA, "id": 6593}]
    page = parse_page(as_bytes({"result": records}), page=1, limit=50)
    assert [one.id for one in page.characters] == [6790, 6593]
    assert (page.received, page.unreadable) == (3, 1)


@pytest.mark.leniency("repeated-id")
def test_an_id_that_comes_twice_is_taken_once() -> None:
    """The same id twice in a page is one character, the first one, and noted as drift."""
    page = parse_page(as_bytes({"result": [ELARA, {**ELARA, "age": 99}]}), page=1, limit=50)
    assert [one.age for one in page.characters] == [25]
    assert page.drift == ("the id 6790 came twice in one page",)


@pytest.mark.parametrize("request_id", [6870, "", None, "a1b2", [6870]])
@pytest.mark.leniency("request-id")
def test_a_creation_needs_no_usable_request_id(request_id: object) -> None:
    """The id of the character is what counts; another request_id is noted as drift."""
    creation = parse_creation(as_bytes({**CREATION, "request_id": request_id}))
    assert creation.id == 6870


@pytest.mark.parametrize(
    "answer",
    [
        {**CREATION, "result": {**CREATION["result"], "id": "6870"}},
        {**CREATION, "result": {**CREATION["result"], "id": 6870.0}},
        {**CREATION, "result": {**CREATION["result"], "age": "twenty"}},
        {**CREATION, "result": None},
        {"request_id": "6870"},
        {"request_id": 6870, "error": "busy"},
    ],
)
@pytest.mark.leniency("saved-id")
def test_the_id_of_a_creation_is_saved_from_whatever_holds_it(answer: dict[str, Any]) -> None:
    """The id was paid for: it is found in a retyped field, and in the request_id if need be."""
    creation = parse_creation(as_bytes(answer))
    assert creation.id == creation.character.id == 6870
    assert creation.drift


@pytest.mark.parametrize("status", ["PENDING", "processing", "queued", "In_Queue", "in progress"])
@pytest.mark.leniency("pending-word")
def test_a_status_of_a_poll_that_means_pending_is_pending(status: str) -> None:
    """A poll goes on at each word for pending, in any case, whatever stands beside it."""
    answer = {**POLL, "status": status, "error": "no"}
    assert parse_poll(as_bytes(answer), id=6870).state is PollState.PENDING


@pytest.mark.parametrize("status", ["polishing", "SUCCESS", "Completed", "done", ""])
@pytest.mark.leniency("whole-result")
def test_a_whole_result_is_ready_under_any_other_status(status: str) -> None:
    """A bio and a picture outweigh a status that nobody has seen."""
    assert parse_poll(as_bytes({**POLL, "status": status}), id=6870).state is PollState.READY


@pytest.mark.parametrize("status", ["polishing", ""])
def test_an_unknown_status_of_a_poll_without_a_result_is_pending(status: str) -> None:
    """A poll with a status that nobody has seen, and no whole result, goes on."""
    record = {**POLL["result"], "avatar_url": ""}
    for result in (None, record):
        answer = {"status": status, "result": result}
        assert parse_poll(as_bytes(answer), id=6870).state is PollState.PENDING


@pytest.mark.parametrize("result", [None, [], "soon", {"id": 1}, {"id": "x"}, {}])
def test_a_pending_poll_needs_no_character(result: object) -> None:
    """While a creation is pending its poll may hold anything where the character will be."""
    poll = parse_poll(as_bytes({"status": "pending", "result": result}), id=6870)
    assert (poll.state, poll.character) == (PollState.PENDING, None)


@pytest.mark.leniency("no-picture")
def test_a_finished_character_may_have_no_picture() -> None:
    """Success with a bio alone is a character; it has the placeholder."""
    record = {**POLL["result"], "avatar_url": ""}
    poll = parse_poll(as_bytes({**POLL, "result": record}), id=6870)
    assert poll.character is not None
    assert poll.character.picture is None


@pytest.mark.parametrize("error", [None, "", {}, [], False, 0, "null", "None"])
@pytest.mark.leniency("no-words")
def test_an_empty_error_is_none(error: object) -> None:
    """An error field that holds nothing says nothing."""
    poll = parse_poll(as_bytes({**POLL, "error": error}), id=6870)
    assert (poll.state, poll.error) == (PollState.READY, "")


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 1, "data": EFFECT},
        {"status": True, "data": EFFECT, "message": "ok"},
        {"data": EFFECT},
        {**VIDEO["data"], "request_id": EFFECT["request_id"]},
        {**EFFECT, "data": {}},
    ],
)
@pytest.mark.leniency("envelope")
def test_either_envelope_is_read_whichever_call_gave_it(answer: dict[str, Any]) -> None:
    """A picture may come in the envelope of a video, and a video flat."""
    generation = parse_generation(as_bytes(answer))
    assert (generation.request_id, generation.status) == (EFFECT["request_id"], "pending")


@pytest.mark.leniency("envelope")
def test_a_result_may_come_in_the_envelope_of_a_video() -> None:
    """A poll is documented flat; its useful part may be inside ``data`` all the same."""
    answer = {"status": 1, "data": RESULT}
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert (poll.state, poll.result_url) == (PollState.READY, RESULT["result_url"])


@pytest.mark.parametrize("name", ["status", "result", "progress", "credits_remaining"])
@pytest.mark.parametrize("value", [None, {}, "lots"])
@pytest.mark.leniency("generation-fields")
def test_a_generation_needs_no_more_than_its_id(name: str, value: object) -> None:
    """The id of a request was paid for: whatever else is missing or retyped, it is kept."""
    for answer in ({**EFFECT, name: value}, without(EFFECT, name)):
        assert parse_generation(as_bytes(answer)).request_id == EFFECT["request_id"]


@pytest.mark.leniency("numeric-request-id")
def test_the_id_of_a_generation_may_be_a_number() -> None:
    """A request's id is text; a number is kept as its text, and polled by it."""
    generation = parse_generation(as_bytes({**EFFECT, "request_id": 6870}))
    assert generation.request_id == "6870"
    assert generation.drift


@pytest.mark.parametrize(
    ("sent", "read"), [(None, None), ("50", 50), (150, 100), (49.9, 49), (0.5, 50)]
)
@pytest.mark.leniency("progress")
def test_an_odd_progress_is_no_error(sent: object, read: int | None) -> None:
    """A progress that is no whole percentage is brought into one, or left out."""
    answer = {**RESULT, "progress": sent}
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert (poll.state, poll.progress) == (PollState.READY, read)
    assert poll.drift


@pytest.mark.parametrize("status", ["pending", "processing", "queued", "SUCCESS", "rare", ""])
def test_an_unknown_status_of_a_generation_is_pending(status: str) -> None:
    """A poll of a picture without an address goes on, whatever its status says."""
    answer = {**RESULT, "status": status, "result_url": None}
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert poll.state is PollState.PENDING


@pytest.mark.leniency("no-request-id")
def test_a_result_needs_no_request_id() -> None:
    """A poll of a picture may leave out whose it is."""
    answer = without(RESULT, "request_id")
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert poll.state is PollState.READY
