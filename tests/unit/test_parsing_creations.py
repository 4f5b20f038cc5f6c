"""From bytes to polls and creations, and to the words of an error; a paid id is never lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eternal import ContractError, GenerationFailed, PollState
from eternal.generation_parsing import parse_generation
from eternal.models import LARGEST_ID
from eternal.parsing import parse_creation, parse_poll
from eternal.unwrap import error_text
from tests.contract.examples import CREATION, POLL, as_bytes


def test_documented_poll() -> None:
    """The documented poll is ready, with every field but a status of its own."""
    poll = parse_poll(as_bytes(POLL), id=6870)
    assert poll.state is PollState.READY
    assert poll.character is not None
    assert poll.character.model_dump(exclude={"type", "status"}) == POLL["result"]
    assert (poll.id, poll.status, poll.error, poll.drift) == (6870, "success", "", ())
    assert json.loads(poll.raw) == POLL


STATES: list[tuple[str, PollState]] = [
    ("success", PollState.READY),
    ("pending", PollState.PENDING),
    ("processing", PollState.PENDING),
    ("failed", PollState.FAILED),
    ("error", PollState.FAILED),
    ("polishing", PollState.READY),
    (" Success ", PollState.READY),
    ("COMPLETED", PollState.READY),
    ("In-Progress", PollState.PENDING),
    ("Canceled", PollState.FAILED),
    ("", PollState.READY),
]


@pytest.mark.bad_answer("poll-unknown")
@pytest.mark.parametrize(("status", "state"), STATES)
def test_poll_states(status: str, state: PollState) -> None:
    """The known words mean what they say; beside a whole result any other means ready."""
    poll = parse_poll(as_bytes(POLL | {"status": status}), id=6870)
    assert poll.state is state
    assert poll.status == status.strip()
    known = {"success", "pending", "processing", "failed", "error"}
    assert poll.drift == (() if status in known else (f"poll: new status '{status.strip()}'",))


@pytest.mark.bad_answer("poll-pending")
@pytest.mark.parametrize("result", [None, {}, [], ""])
def test_pending_without_result(result: object) -> None:
    """A pending poll needs no result, and notes nothing."""
    poll = parse_poll(as_bytes({"status": "pending", "result": result}), id=1)
    assert (poll.state, poll.character, poll.drift) == (PollState.PENDING, None, ())


@pytest.mark.bad_answer("poll-pending")
def test_pending_with_a_broken_result() -> None:
    """A pending poll whose result cannot be read, or is another's, is pending all the same."""
    poll = parse_poll(as_bytes({"status": "pending", "result": {"id": "x"}}), id=1)
    assert (poll.state, poll.character) == (PollState.PENDING, None)
    assert poll.drift == ("poll: result.id is the id that was asked for",)
    poll = parse_poll(as_bytes(POLL | {"status": "pending"}), id=1)
    assert (poll.state, poll.character) == (PollState.PENDING, None)
    assert poll.drift == ("poll: result.id is the id that was asked for",)


@pytest.mark.row("M3")
@pytest.mark.bad_answer("poll-early")
@pytest.mark.parametrize("result", [None, {}, [], "x", {"username": "x"}, {"id": 6870}])
def test_a_success_without_its_result_is_not_yet(result: object) -> None:
    """A success with neither picture nor bio is not yet, and says that it is bare."""
    poll = parse_poll(as_bytes(POLL | {"result": result}), id=6870)
    assert (poll.state, poll.is_bare) == (PollState.PENDING, True)
    assert poll.character is None or poll.character.id == 6870


@pytest.mark.bad_answer("poll-other")
@pytest.mark.parametrize("id", [6871, "6871", 0, True, "x", [6870]])
def test_another_character_is_not_believed(id: object) -> None:
    """A success that shows another character is not yet, and nobody is shown."""
    poll = parse_poll(as_bytes(POLL | {"result": POLL["result"] | {"id": id}}), id=6870)
    assert (poll.state, poll.character, poll.is_bare) == (PollState.PENDING, None, False)
    assert "poll: result.id is the id that was asked for" in poll.drift


@pytest.mark.bad_answer("poll-bare")
@pytest.mark.parametrize("missing", ["description", "avatar_url"])
@pytest.mark.parametrize("value", ["", None, " "])
def test_success_with_a_bio_or_a_picture(missing: str, value: object) -> None:
    """A success with a bio only, or a picture only, is the character."""
    poll = parse_poll(as_bytes(POLL | {"result": POLL["result"] | {missing: value}}), id=6870)
    assert (poll.state, poll.is_bare) == (PollState.READY, False)
    assert poll.character is not None
    assert getattr(poll.character, missing).strip() == ""


@pytest.mark.row("M4")
@pytest.mark.bad_answer("poll-unknown")
@pytest.mark.parametrize("status", [None, 1, True, [], {}])
def test_poll_without_status(status: object) -> None:
    """A poll that does not say how far it is goes on, or is ready by its whole result."""
    for answer in (POLL | {"status": status}, {"result": POLL["result"]}):
        assert parse_poll(as_bytes(answer), id=6870).state is PollState.READY
    poll = parse_poll(as_bytes({"status": status, "result": None}), id=6870)
    assert (poll.state, poll.status) == (PollState.PENDING, "")
    assert "poll: status is not a text" in poll.drift


@pytest.mark.row("M3")
@pytest.mark.bad_answer("poll-not-yet")
@pytest.mark.parametrize("body", [b"", b" \n", b"null", b"{}", b"[]" + b" "])
def test_a_poll_that_says_nothing_is_not_yet(body: bytes) -> None:
    """An empty answer, null or an empty object is not yet."""
    if body.strip() == b"[]":
        with pytest.raises(ContractError, match="the answer is an object"):
            parse_poll(body, id=6870)
    else:
        assert parse_poll(body, id=6870).state is PollState.PENDING


WHOLE = POLL["result"]
ENVELOPES: list[dict[str, Any]] = [
    {"status": 1, "data": WHOLE | {"status": "approved"}},
    {"status": 1, "data": {"status": "success", "result": WHOLE}},
    {"status": True, "error": None, "result": WHOLE},
    {"status": True, "error": None, "result": {"status": "done", "data": WHOLE}},
    {"status": "success", "data": WHOLE},
    {"status": "success", "data": {"character": WHOLE}},
    {"status": "success", "result": [WHOLE]},
    {"status": "success", **WHOLE},
    WHOLE,
    {"result": WHOLE | {"id": None}, "status": "success"},
]


@pytest.mark.row("M2")
@pytest.mark.bad_answer("any-envelope")
@pytest.mark.parametrize("answer", ENVELOPES)
def test_a_finished_character_is_found_in_any_envelope(answer: dict[str, Any]) -> None:
    """The character is read wherever it stands, and is the one that was asked for."""
    poll = parse_poll(as_bytes(answer), id=6870)
    assert poll.state is PollState.READY
    assert poll.character is not None
    assert (poll.character.id, poll.character.username) == (6870, "astrid")


@pytest.mark.row("M2")
@pytest.mark.bad_answer("create-shape")
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 1, "data": CREATION["result"]},
        {"status": True, "error": None, "result": CREATION["result"]},
        {"status": 1, "data": {"character": CREATION["result"]}, "request_id": "a1b2"},
        {"status": 1, "data": {"result": CREATION["result"], "request_id": "6870"}},
        {"result": [CREATION["result"]], "request_id": "6870"},
        {"request_id": "6870", **CREATION["result"]},
        CREATION["result"],
        [CREATION["result"]],
        CREATION | {"data": {"id": 5}, "id": 7},
    ],
)
def test_a_creation_is_found_in_any_envelope(answer: object) -> None:
    """The id and the fields of a creation are read wherever they stand."""
    creation = parse_creation(as_bytes(answer))
    assert (creation.id, creation.character.username) == (6870, "astrid")


@pytest.mark.row("M6")
@pytest.mark.bad_answer("create-refused")
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 0, "message": "Insufficient credits"},
        {"status": 0, "detail": "Insufficient credits"},
        {"status": 0, "msg": "Insufficient credits", "data": None},
        {"status": "0", "message": "Insufficient credits"},
        {"status": False, "error": "Insufficient credits", "result": None},
        {"success": False, "message": "Insufficient credits"},
        {"error": {"message": "Insufficient credits"}},
        {"error": {"error": {"message": "Insufficient credits"}}},
        {"status": "error", "message": "Insufficient credits"},
        {"detail": [{"loc": ["body"], "msg": "Insufficient credits"}]},
        {"status": 0, "data": {"message": "Insufficient credits"}},
    ],
)
def test_a_refusal_with_200_is_told_in_its_words(answer: object) -> None:
    """A service that says no, and gives no id, has created nothing, and its words are told."""
    with pytest.raises(GenerationFailed, match="Insufficient credits") as caught:
        parse_creation(as_bytes(answer))
    assert (caught.value.detail, caught.value.may_have_arrived) == ("Insufficient credits", False)
    with pytest.raises(GenerationFailed, match="Insufficient credits") as caught:
        parse_generation(as_bytes(answer))
    assert (caught.value.detail, caught.value.may_have_arrived) == ("Insufficient credits", False)


@pytest.mark.row("M6")
@pytest.mark.bad_answer("create-lost")
@pytest.mark.parametrize(
    "answer",
    [{"status": 1, "message": "ok"}, {"error": "still processing"}, {"message": "hi"}, {}],
)
def test_what_may_be_under_way_is_not_called_refused(answer: object) -> None:
    """An answer without an id that does not say no may have created something, and says so."""
    with pytest.raises(ContractError) as caught:
        parse_creation(as_bytes(answer))
    assert caught.value.may_have_arrived
    assert caught.value.detail in {"still processing", "hi", "", '{"status": 1, "message": "ok"}'}


def test_status_is_bounded() -> None:
    """The server's word is kept as 60 characters of plain text, also in the drift."""
    poll = parse_poll(as_bytes({"status": "x\n\u202e" * 10_000}), id=1)
    assert len(poll.status) == 60
    assert "\n" not in poll.status + poll.drift[0]
    assert len(poll.drift[0]) < 100


ERROR_TEXTS: list[tuple[object, str]] = [
    ("no credits", "no credits"),
    ({"message": "no credits", "code": 5}, "no credits"),
    ({"detail": "no credits"}, "no credits"),
    ({"error": "no credits"}, "no credits"),
    ({"message": "", "detail": "no credits"}, "no credits"),
    ({"message": {"en": "no"}}, '{"en": "no"}'),
    ({"code": 5}, '{"code": 5}'),
    (["a", "b"], "a; b"),
    ([{"msg": "a", "loc": ["body"]}, {"msg": "b"}], "a; b"),
    ({"error": {"error": {"message": "no credits"}}}, "no credits"),
    ({"msg": "no credits"}, "no credits"),
    (5, "5"),
    (True, "true"),
    ("a\n\x00\u202eb", "a b"),
    ("x" * 301, "x" * 299 + "…"),
    ("\x00", ""),
]


@pytest.mark.bad_answer("any-words")
@pytest.mark.parametrize(("said", "text"), ERROR_TEXTS)
def test_error_texts(said: object, text: str) -> None:
    """What an error says is found as text or in an object, made plain, and cut."""
    for name in ("error", "detail", "message", "msg"):
        assert error_text(as_bytes({name: said})) == text
    for status in ("failed", "moderating") if text else ("failed",):
        poll = parse_poll(as_bytes({"status": status, "error": said}), id=6870)
        assert (poll.state, poll.error) == (PollState.FAILED, text)
    assert parse_poll(as_bytes(POLL | {"error": said}), id=6870).state is PollState.READY
    if not text:
        return
    with pytest.raises(GenerationFailed) as caught:
        parse_creation(as_bytes({"error": said, "result": None, "request_id": None}))
    assert caught.value.detail == text
    assert not caught.value.may_have_arrived


def test_deep_error() -> None:
    """An error that is nested too deep to be written is an error without words."""
    for depth in range(50, 1000, 25):
        body = b'{"error": ' + b"[" * depth + b"]" * depth + b"}"
        assert len(error_text(body)) <= 300


@pytest.mark.row("M1")
@pytest.mark.parametrize(
    "said", [None, "", 0, False, [], {}, "null", "None", " NULL ", {"message": None}, {"error": ""}]
)
def test_no_error(said: Any) -> None:
    """An empty error field says that there is no error."""
    assert parse_poll(as_bytes(POLL | {"error": said}), id=6870).state is PollState.READY
    assert parse_creation(as_bytes(CREATION | {"error": said})).id == 6870
    assert error_text(as_bytes({"error": said, "detail": "x"})) == "x"
    with pytest.raises(ContractError):
        parse_creation(as_bytes({"error": said}))


def test_documented_creation() -> None:
    """The documented answer of a create has its id, every field, and no drift."""
    creation = parse_creation(as_bytes(CREATION))
    assert (creation.id, creation.request_id, creation.drift) == (6870, "6870", ())
    assert creation.character.model_dump() == CREATION["result"]


SAVED: list[tuple[object, object, int]] = [
    (6870, "6870", 6870),
    (6870, "d633991f-6b68", 6870),
    (6870, 5, 6870),
    (6870, None, 6870),
    ("6870", "5", 6870),
    (6870.0, "5", 6870),
    (None, "6870", 6870),
    (None, 6870, 6870),
    (True, "6870", 6870),
    (0, "6870", 6870),
    (-5, 6870.0, 6870),
    ([6870], "6870", 6870),
    (LARGEST_ID + 1, "6870", 6870),
    ("9" * 30, "0006870", 6870),
    (LARGEST_ID, "x", LARGEST_ID),
]


@pytest.mark.bad_answer("create-id")
@pytest.mark.parametrize(("id", "request_id", "saved"), SAVED)
def test_id_is_saved(id: object, request_id: object, saved: int) -> None:
    """The id that was paid for is found wherever it is; result.id comes first."""
    answer = {"request_id": request_id, "result": CREATION["result"] | {"id": id}}
    creation = parse_creation(as_bytes(answer))
    assert creation.id == creation.character.id == saved
    assert creation.character.username == "astrid"
    is_plain = type(id) is int and id == saved
    assert ("create: result.id is not a plain number" in creation.drift) is not is_plain


@pytest.mark.bad_answer("create-id")
@pytest.mark.parametrize("result", [None, [], "x", 5, {}])
def test_id_is_saved_without_result(result: object) -> None:
    """A request_id that is a number saves a creation whose result cannot be read."""
    creation = parse_creation(as_bytes({"request_id": "6870", "result": result, "error": "x"}))
    assert creation.id == 6870


@pytest.mark.bad_answer("create-lost")
@pytest.mark.parametrize(
    "request_id", [None, "", "x", "-5", "1.5", "٦", True, "²", "5 5", "9" * 17]
)
def test_no_id(request_id: object) -> None:
    """Without any usable id the creation may exist, and the error says so."""
    answer = {"request_id": request_id, "result": CREATION["result"] | {"id": None}}
    with pytest.raises(ContractError) as caught:
        parse_creation(as_bytes(answer))
    assert caught.value.clause == "create: result.id is a positive whole number"
    assert caught.value.may_have_arrived


def test_request_id_is_bounded() -> None:
    """The request_id is only ever quoted: 60 characters of plain text."""
    creation = parse_creation(as_bytes(CREATION | {"request_id": "a\n\u202e" * 1000}))
    assert len(creation.request_id) == 60
    assert "\n" not in creation.request_id
    assert creation.drift == ("create: request_id is not the id as text",)


def test_a_creation_without_a_request_id_has_none() -> None:
    """What is missing stays empty, and is noted as drift."""
    creation = parse_creation(as_bytes({"result": CREATION["result"]}))
    assert creation.request_id == ""
    assert creation.drift == ("create: request_id is not the id as text",)


def test_a_new_field_of_a_creation_is_noted() -> None:
    """A field that nobody has seen is noted with where it stands."""
    record = {**CREATION["result"], "voice": "alto"}
    creation = parse_creation(as_bytes({**CREATION, "result": record}))
    assert creation.drift == ("create: result: new field 'voice'",)
