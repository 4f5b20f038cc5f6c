"""From bytes to pictures and videos, in both envelopes; a paid id is never lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eternal import ContractError, GenerationFailed, MediaKind, PollState
from eternal.generation_parsing import parse_generation, parse_generation_poll
from tests.contract.examples import EFFECT, RESULT, VIDEO, as_bytes

ID: str = EFFECT["request_id"]
VIDEO_ID: str = VIDEO["data"]["request_id"]


def inside(part: dict[str, Any], **around: Any) -> dict[str, Any]:
    """The envelope of a video around any useful part."""
    return {"status": 1, "data": part, **around}


SALVAGED: list[dict[str, Any]] = [
    {"request_id": ID},
    {**EFFECT, "status": 7, "progress": "none", "result": [], "credits_remaining": "lots"},
    {**EFFECT, "status": None},
    {**EFFECT, "error": "odd"},
    {**EFFECT, "data": {}},
    {**EFFECT, "data": {"request_id": "other"}},
    inside({"request_id": ID}),
    inside({**EFFECT, "status": 2}),
    inside({}, request_id=ID),
    inside({"status": "pending"}, request_id=ID),
    {"status": 0, "data": {"request_id": ID}, "error": "odd"},
    {"status": "ok", "data": {"request_id": ID}},
    {"status": None, "data": {"request_id": ID, "status": "pending"}},
    {"data": {"request_id": ID}},
]


@pytest.mark.bad_answer("generate-id")
@pytest.mark.parametrize("answer", SALVAGED)
def test_the_id_is_saved_from_either_envelope(answer: dict[str, Any]) -> None:
    """Wherever the id stands and whatever else is broken, it is found, and the rest is drift."""
    generation = parse_generation(as_bytes(answer))
    assert generation.request_id == ID


@pytest.mark.parametrize("status", [None, 7, True, ["pending"]])
def test_a_status_that_is_no_text_is_empty(status: object) -> None:
    """A status that is no text says nothing, and is noted as drift."""
    generation = parse_generation(as_bytes({**EFFECT, "status": status}))
    assert generation.status == ""
    assert "generate: status is not a text" in generation.drift


def test_a_number_for_an_id_is_saved_as_text() -> None:
    """An id that comes as a number is kept as text, to poll by, and noted as drift."""
    generation = parse_generation(as_bytes({**EFFECT, "request_id": 6870}))
    assert generation.request_id == "6870"
    assert generation.drift == ("generate: request_id is not a plain text",)


@pytest.mark.bad_answer("generate-broken")
@pytest.mark.parametrize("id", [None, "", " ", "a/b", "..", "a\nb", True, 1.5, [ID], {"id": ID}])
def test_without_an_id_it_may_have_arrived(id: object) -> None:
    """An answer without a usable id says that something may be made all the same."""
    for answer in ({**EFFECT, "request_id": id}, inside({**EFFECT, "request_id": id})):
        with pytest.raises(ContractError) as caught:
            parse_generation(as_bytes(answer))
        assert caught.value.clause == "generate: request_id is the id of a request"
        assert caught.value.may_have_arrived


@pytest.mark.bad_answer("generate-refused")
@pytest.mark.parametrize(
    "answer",
    [
        {"error": "no cats"},
        {"status": 0, "data": None, "error": {"message": "no cats"}},
        {"status": 0, "data": {"error": "no cats"}},
        {"status": 0, "data": {"status": "error"}, "error": "no cats"},
    ],
)
def test_refused_without_an_id(answer: dict[str, Any]) -> None:
    """An error in place of an id is a failure in the server's words; nothing is under way."""
    with pytest.raises(GenerationFailed, match="this picture or video") as caught:
        parse_generation(as_bytes(answer))
    assert (caught.value.detail, caught.value.id) == ("no cats", None)
    assert not caught.value.may_have_arrived


DRIFTS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({**EFFECT, "status": "queued"}, ("generate: new status 'queued'",)),
    ({**EFFECT, "seed": 4}, ("generate: new field 'seed'",)),
    ({**VIDEO, "message": "ok", "credits_remaining": 5}, ()),
    (inside({**VIDEO["data"], "seed": 4}), ("generate: new field 'seed'",)),
    (
        {**EFFECT, "credits_remaining": None},
        ("generate: no credits_remaining",),
    ),
    ({**EFFECT, "status": 1}, ("generate: status is not a text",)),
    ({**EFFECT, "progress": 101}, ("generate: progress is not a whole percentage",)),
]


@pytest.mark.parametrize(("answer", "drift"), DRIFTS)
def test_drift(answer: dict[str, Any], drift: tuple[str, ...]) -> None:
    """What differs from the document is noted, once and in words; what nobody knows is not."""
    assert parse_generation(as_bytes(answer)).drift == drift


CREDITS: list[tuple[dict[str, Any], float | None]] = [
    (EFFECT, 623.6),
    ({**EFFECT, "credits_remaining": 0}, 0.0),
    ({**EFFECT, "credits_remaining": -1.5}, -1.5),
    ({**EFFECT, "credits_remaining": "5"}, None),
    ({**EFFECT, "credits_remaining": True}, None),
    ({**EFFECT, "credits_remaining": float("nan")}, None),
    ({**EFFECT, "credits_remaining": float("inf")}, None),
    (VIDEO, None),
    ({**VIDEO, "credits_remaining": 614}, 614.0),
    (inside({**VIDEO["data"], "credits_remaining": 614}), 614.0),
    (inside({**VIDEO["data"], "credits_remaining": 614}, credits_remaining=1), 614.0),
]


@pytest.mark.parametrize(("answer", "left"), CREDITS)
def test_credits(answer: dict[str, Any], left: float | None) -> None:
    """The credits that are left are read from either place, and only if they are a number."""
    assert parse_generation(as_bytes(answer)).credits_remaining == left


@pytest.mark.parametrize(
    ("inner", "outer", "left"), [(3, None, 3.0), (None, 4, 4.0), (3, 4, 3.0), (None, None, None)]
)
def test_credits_of_a_poll(inner: int | None, outer: int | None, left: float | None) -> None:
    """A poll tells the credits inside or outside; inside wins."""
    answer = inside({**RESULT, "credits_remaining": inner}, credits_remaining=outer)
    assert parse_generation_poll(as_bytes(answer), request_id=ID).credits_remaining == left


PROGRESS: list[tuple[object, int | None]] = [
    (0, 0),
    (42, 42),
    (100, 100),
    (101, 100),
    (-1, 0),
    (99.9, 99),
    (1e300, 100),
    (10**25, 100),
    ("42", 42),
    ("45%", 45),
    (" 45 % ", 45),
    ("0.45", 45),
    ("0.45%", 0),
    (0.45, 45),
    (0.29, 29),
    (45.7, 45),
    (1, 1),
    (1.0, 1),
    (0.999999, 99),
    ("soon", None),
    ("٤٥", None),
    (True, None),
    (None, None),
    ([42], None),
    (float("nan"), None),
    (float("inf"), 100),
]


@pytest.mark.bad_answer("result-progress")
@pytest.mark.row("S17")
@pytest.mark.parametrize(("sent", "read"), PROGRESS)
def test_progress(sent: object, read: int | None) -> None:
    """Progress is a whole percentage from 0 to 100; another number is brought into it, as drift."""
    poll = parse_generation_poll(as_bytes({**RESULT, "progress": sent}), request_id=ID)
    assert poll.progress == read
    assert type(poll.progress) in {int, type(None)}
    exact = type(sent) is int and 0 <= sent <= 100
    assert poll.drift == (() if exact else ("result: progress is not a whole percentage",))


STATES = {
    "success": PollState.READY,
    "pending": PollState.PENDING,
    "processing": PollState.PENDING,
    "failed": PollState.FAILED,
    "error": PollState.FAILED,
    "moderating": PollState.READY,
    "SUCCESS": PollState.READY,
    "Queued": PollState.PENDING,
}


@pytest.mark.bad_answer("result-pending")
@pytest.mark.parametrize(("status", "state"), STATES.items())
@pytest.mark.parametrize("is_inside", [True, False])
def test_states(status: str, state: PollState, *, is_inside: bool) -> None:
    """The known words mean the same in both envelopes; an address outweighs an unknown one."""
    part = {**RESULT, "status": status}
    poll = parse_generation_poll(as_bytes(inside(part) if is_inside else part), request_id=ID)
    assert (poll.state, poll.status) == (state, status)
    assert (poll.result_url is None) is (state is not PollState.READY)
    unknown = status in {"moderating", "SUCCESS", "Queued"}
    assert poll.drift == ((f"result: new status '{status}'",) if unknown else ())


@pytest.mark.bad_answer("any-unreadable")
@pytest.mark.parametrize("status", [None, 1, True, [], {}])
def test_a_poll_needs_no_status(status: object) -> None:
    """A poll whose status is no text in either envelope is ready by its address, as drift."""
    for answer in ({**RESULT, "status": status}, inside({**RESULT, "status": status})):
        poll = parse_generation_poll(as_bytes(answer), request_id=ID)
        assert (poll.state, poll.result_url) == (PollState.READY, RESULT["result_url"])
        assert "result: status is not a text" in poll.drift
        waiting = parse_generation_poll(as_bytes({**answer, **NO_ADDRESS}), request_id=ID)
        assert waiting.status == ""


NO_ADDRESS = {"result_url": None}
BAD_ADDRESSES = [None, "", 5, ["https://a.example/x.png"], "/etc/passwd", "javascript:alert(1)"]


@pytest.mark.parametrize("address", [None, "", 5, "null", "pending", []])
def test_a_success_without_an_address_is_not_yet(address: object) -> None:
    """Success without anything that is an address is not believed: the address may follow."""
    poll = parse_generation_poll(as_bytes({**RESULT, "result_url": address}), request_id=ID)
    assert (poll.state, poll.result_url, poll.is_bare) == (PollState.PENDING, None, True)


NO_EMBEDDING = [
    "http://a.example/x.png",
    "https://192.0.2.1/x.png",
    "/files/x.png",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://user:word@a.example/x.png",
    "s3://bucket/x.png",
    "a.example/x.png",
]


@pytest.mark.row("M7")
@pytest.mark.parametrize("address", NO_EMBEDDING)
def test_an_address_that_no_browser_may_load_is_told_as_text(address: str) -> None:
    """What was paid for is done, and its address is there to copy, though never to load."""
    poll = parse_generation_poll(as_bytes({**RESULT, "result_url": address}), request_id=ID)
    assert (poll.state, poll.result_url, poll.kind) == (PollState.READY, None, None)
    assert poll.result_text == address


@pytest.mark.row("M7")
def test_an_address_as_text_is_bounded_and_plain() -> None:
    """The address as text is one line, without controls and overrides, of 8,192 characters."""
    address = "http://a.example/\u202e\x00x\n" + "y" * 20_000
    poll = parse_generation_poll(as_bytes({**RESULT, "result_url": address}), request_id=ID)
    assert poll.result_text.startswith("http://a.example/x y")
    assert len(poll.result_text) == 8192


@pytest.mark.row("M4")
@pytest.mark.parametrize("status", ["success", "DONE", "moderating", None])
@pytest.mark.parametrize("name", ["result_url", "result", "url"])
def test_the_address_stands_in_one_of_three_places(name: str, status: str | None) -> None:
    """The address is in result_url, else in result, else in url; it outweighs an unknown word."""
    answer = {"request_id": ID, "status": status, "result": "", name: RESULT["result_url"]}
    for one in (answer, inside(answer), {"status": True, "error": None, "result": answer}):
        poll = parse_generation_poll(as_bytes(one), request_id=ID)
        assert (poll.state, poll.result_url) == (PollState.READY, RESULT["result_url"])


@pytest.mark.parametrize("address", [*BAD_ADDRESSES, "https://a.example/x.png"])
def test_before_success_no_address_counts(address: object) -> None:
    """While pending there is no result, whatever stands where it will be."""
    answer = {**RESULT, "status": "pending", "result_url": address}
    poll = parse_generation_poll(as_bytes(answer), request_id=ID)
    assert (poll.state, poll.result_url, poll.kind) == (PollState.PENDING, None, None)


@pytest.mark.bad_answer("result-other")
@pytest.mark.parametrize("id", ["other", VIDEO_ID, 5, [ID]])
def test_the_result_of_another_request(id: object) -> None:
    """The result of another request is not believed, and is drift; the right one may follow."""
    answer = {**RESULT, "request_id": id}
    poll = parse_generation_poll(as_bytes(answer), request_id=ID)
    assert (poll.state, poll.result_url) == (PollState.PENDING, None)
    poll = parse_generation_poll(as_bytes({**answer, "status": "pending"}), request_id=ID)
    assert poll.request_id == ID
    assert poll.drift == ("result: request_id is the one that was asked for",)


@pytest.mark.parametrize("id", [None, ""])
def test_a_result_may_leave_out_its_id(id: object) -> None:
    """A poll that does not repeat the id is taken for the one that was asked for, as drift."""
    poll = parse_generation_poll(as_bytes({**RESULT, "request_id": id}), request_id=ID)
    assert (poll.state, poll.request_id) == (PollState.READY, ID)
    assert poll.drift == ("result: no request_id",)


def test_a_number_for_an_id_is_the_same_id() -> None:
    """An id that was a number when it was saved may be one when it is polled."""
    poll = parse_generation_poll(as_bytes({**RESULT, "request_id": 77}), request_id="77")
    assert poll.state is PollState.READY


@pytest.mark.bad_answer("result-failed")
@pytest.mark.parametrize(
    "answer",
    [
        {"error": "no cats"},
        inside({"error": {"detail": "no cats"}}),
        inside({}, error="no cats"),
        {"status": "failed", "message": "no cats"},
        {"status": False, "error": "no cats", "result": None},
        {"status": 0, "data": None, "message": "no cats"},
        {"status": "checking", "detail": [{"msg": "no cats"}]},
    ],
)
def test_an_error_without_anything_better_is_a_failure(answer: dict[str, Any]) -> None:
    """An error in words fails the request, in any envelope, where no status says otherwise."""
    poll = parse_generation_poll(as_bytes(answer), request_id=ID)
    assert (poll.state, poll.error, poll.result_url) == (PollState.FAILED, "no cats", None)


@pytest.mark.row("M1")
@pytest.mark.parametrize("said", ["processing", "no cats", "null", {"message": "none"}])
def test_the_status_and_the_result_outweigh_an_error(said: object) -> None:
    """Pending is pending, and a result is a result, whatever stands in the error beside it."""
    pending = {"request_id": ID, "status": "pending", "error": said}
    assert parse_generation_poll(as_bytes(pending), request_id=ID).state is PollState.PENDING
    poll = parse_generation_poll(as_bytes({**RESULT, "error": said}), request_id=ID)
    assert (poll.state, poll.error) == (PollState.READY, "")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://a.example/x.png?sig=v.mp4", MediaKind.PICTURE),
        ("https://a.example/x.MP4?Expires=1", MediaKind.VIDEO),
        ("data:video/webm;base64,GkXf", MediaKind.VIDEO),
        ("https://a.example/result/1", None),
    ],
)
def test_kind(address: str, kind: MediaKind | None) -> None:
    """Whether it is a picture or a video is told as far as the address does."""
    poll = parse_generation_poll(as_bytes({**RESULT, "result_url": address}), request_id=ID)
    assert (poll.result_url, poll.kind) == (address, kind)


def test_raw() -> None:
    """The whole answer is kept as it came."""
    body = as_bytes({**RESULT, "seed": 4})
    poll = parse_generation_poll(body, request_id=ID)
    assert json.loads(poll.raw)["seed"] == 4
    assert poll.drift == ()


@pytest.mark.bad_answer("any-unreadable")
def test_the_clause_of_what_cannot_be_read() -> None:
    """What is no JSON object is an error that names the call; only a POST may have arrived."""
    for body, clause in ((b"<html>", "the answer is JSON"), (b"[]", "the answer is an object")):
        with pytest.raises(ContractError) as posted:
            parse_generation(body)
        assert posted.value.clause == f"generate: {clause}"
        assert posted.value.may_have_arrived
        with pytest.raises(ContractError) as polled:
            parse_generation_poll(body, request_id=ID)
        assert polled.value.clause == f"result: {clause}"
        assert not polled.value.may_have_arrived


def test_a_documented_poll_is_read_whole() -> None:
    """The documented poll is ready at 100 percent, with its address and without an error."""
    poll = parse_generation_poll(as_bytes({**RESULT, "credits_remaining": 5}), request_id=ID)
    assert (poll.request_id, poll.state, poll.status) == (ID, PollState.READY, "success")
    assert (poll.progress, poll.result_url) == (100, RESULT["result_url"])
    assert (poll.error, poll.credits_remaining, poll.drift) == ("", 5.0, ())
