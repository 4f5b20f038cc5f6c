"""What ``check`` says, word for word, and what it asks for: such words go to the vendor."""

from __future__ import annotations

from typing import Any

import pytest

from eternal.contract import Check, Outcome, check
from eternal.contract.drift import drift
from eternal.contract.promise_checks import PROMISE_CHECKS
from eternal.models import LARGEST_ID
from eternal.settings import make_settings
from eternal.simulator import Fault, Simulator
from eternal.waiting import DEFAULT_TIMEOUT_SECONDS
from tests.clock import Clock
from tests.contract.examples import CREATION, EFFECT, ELARA, POLL, RESULT, as_bytes
from tests.contract.simulator_checks import always, checked
from tests.relay import served

HTML = b"<html>"
NO_CREATION = ("not asked for: a creation may cost credits",)
NO_GENERATION = ("not asked for: it costs credits",)
NO_CHARACTER = ("the list holds no character with a usable id to poll",)


def said(result: Check, outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """The promises of which this came, with what is said of them."""
    return {
        finding.promise.name: finding.details
        for finding in result.findings
        if finding.outcome is outcome
    }


def read_only(result: Check) -> dict[str, tuple[str, ...]]:
    """Why promises that cost nothing could not be checked."""
    unknown = said(result, Outcome.UNKNOWN)
    return {name: why for name, why in unknown.items() if name.startswith(("list", "poll"))}


def listing(*ids: object, **fields: Any) -> dict[str, Any]:
    """A page of these ids."""
    return {"result": [{**ELARA, "id": id, **fields} for id in ids]}


def asked(simulator: Simulator) -> list[str]:
    """What a server was asked for, in order."""
    return [f"{one.method} {one.path}?{one.query}".rstrip("?") for one in simulator.requests]


def recorded(*faults: Fault, **options: Any) -> tuple[Simulator, Check]:
    """A simulator that was checked, and what was found."""
    simulator = Simulator(
        creation_seconds=(0.0, 0.0), generation_seconds=(0.0, 0.0), faults=faults, record=True
    )
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        result = check(settings, **{"timeout": 2.0, "sleep": lambda _: None, **options})
    assert result.base_url == base_url
    return simulator, result


def test_what_is_asked_for() -> None:
    """A check asks for four pages and one poll, and for each once."""
    simulator, _ = recorded()
    assert asked(simulator) == [
        "GET /v2/characters?page=1&limit=10",
        "GET /v2/characters",
        "GET /v2/characters?page=2&limit=10",
        "GET /v2/characters?page=1&limit=20",
        "GET /v2/character/poll-result/6790",
    ]


@pytest.mark.parametrize(
    ("page", "id"),
    [
        (listing(1), 1),
        (listing(LARGEST_ID), LARGEST_ID),
        ({"result": [7, {**ELARA, "id": 3, "status": "pending"}, {**ELARA, "id": 2}]}, 2),
        (listing(None, bool(1), 0, -1, LARGEST_ID + 1, "4", 4.0, 5), 5),
    ],
)
def test_who_is_polled(page: dict[str, Any], id: int) -> None:
    """The first listed character that is done and has an id is polled, and nobody else."""
    simulator, _ = recorded(always("list", page))
    polls = [one for one in asked(simulator) if "poll" in one]
    assert polls == [f"GET /v2/character/poll-result/{id}"]


def test_an_empty_list() -> None:
    """Where nobody is listed, it is said what cannot be told for that."""
    result = checked(always("list", {"result": []}))
    assert said(result, Outcome.UNKNOWN) == {
        "list.fields": ("the list holds no character",),
        "list.pages": ("the list has a single page",),
        "poll.answer": NO_CHARACTER,
        "poll.success": NO_CHARACTER,
        "poll.listed": NO_CHARACTER,
        **dict.fromkeys(
            ("create.answer", "create.pending", "create.request_id", "create.finishes"),
            NO_CREATION,
        ),
        **{
            f"{kind}.{what}": NO_GENERATION
            for kind in ("effect", "image", "video")
            for what in ("answer", "pending", "finishes")
        },
        "result.answer": NO_GENERATION,
        "result.progress": NO_GENERATION,
    }
    assert said(result, Outcome.DRIFTED) == {}
    assert result.exit_code == 0


def test_an_unreadable_list() -> None:
    """Where the list is no JSON, its first promise is broken and the others cannot be told."""
    result = checked(always("list", HTML))
    broken = ("it is not true that the answer is JSON",)
    assert said(result, Outcome.DRIFTED) == {"list.answer": broken}
    why = ("the list could not be read",)
    names = ("list.fields", "list.limit", "list.default", "list.pages")
    polls = ("poll.answer", "poll.success", "poll.listed")
    assert read_only(result) == dict.fromkeys((*names, *polls), why)


def test_pages_that_do_not_meet() -> None:
    """Two pages that are not the first half and the second of a longer one are told of."""
    odd = Fault("list", after=3, status=200, body=as_bytes(listing(*range(1, 21))))
    assert said(checked(odd), Outcome.DRIFTED) == {
        "list.pages": ("pages 1 and 2 of 10 are not the first 20",)
    }


POLLS: dict[str, tuple[object, dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]] = {
    "no JSON": (
        HTML,
        {
            "poll.answer": ("it is not true that the answer is JSON",),
            "poll.listed": ("it is not true that the answer is JSON",),
        },
        {"poll.success": ("the poll could not be read",)},
    ),
    "pending": (
        {"status": "pending"},
        {"poll.listed": ("a listed character polls as 'pending', not as 'success'",)},
        {"poll.success": ("the listed character is not done",)},
    ),
    "no character": (
        {**POLL, "result": None},
        {"poll.success": ("result is null, not an object",)},
        {"poll.listed": ("the poll holds no character",)},
    ),
    "another name and age": (
        {**POLL, "result": {**ELARA, "id": 6790, "username": "x", "age": 26}},
        {
            "poll.listed": (
                "username differs between the list and the poll",
                "age differs between the list and the poll",
            )
        },
        {},
    ),
}


@pytest.mark.parametrize(("answer", "drifted", "unknown"), POLLS.values(), ids=POLLS)
def test_polls(
    answer: object, drifted: dict[str, tuple[str, ...]], unknown: dict[str, tuple[str, ...]]
) -> None:
    """What is wrong with a poll is said, and what cannot be told for it."""
    result = checked(always("poll", answer))
    assert said(result, Outcome.DRIFTED) == drifted
    assert read_only(result) == unknown


def test_an_answer_that_is_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that can be read and not be walked through breaks its promise, and no more."""

    def walk(_: object) -> None:
        raise RecursionError

    monkeypatch.setitem(PROMISE_CHECKS, "poll.success", walk)
    assert said(checked(), Outcome.DRIFTED) == {
        "poll.success": ("the answer is nested too deeply",)
    }


CREATIONS: dict[str, tuple[dict[str, Any], dict[str, tuple[str, ...]]]] = {
    "another request": (
        {"request_id": "9"},
        {"create.request_id": ("request_id is not the id of the character as text",)},
    ),
    "not empty": (
        {"result": {**CREATION["result"], "status": "approved", "description": "done"}},
        {
            "create.pending": (
                "result.status is 'approved', not 'pending'",
                "result.description is 'done', not ''",
            )
        },
    ),
}


@pytest.mark.parametrize(("change", "drifted"), CREATIONS.values(), ids=CREATIONS)
def test_creations(change: dict[str, Any], drifted: dict[str, tuple[str, ...]]) -> None:
    """What is wrong with the answer to a creation is said."""
    done = {**POLL, "result": {**POLL["result"], "id": CREATION["result"]["id"]}}
    faults = [always("create", {**CREATION, **change}), always("poll", done)]
    found = said(checked(*faults, create=True), Outcome.DRIFTED)
    assert {name: why for name, why in found.items() if name.startswith("create")} == drifted


@pytest.mark.parametrize("answer", [{**CREATION, "result": None}, [], HTML])
def test_a_creation_without_an_id(answer: object) -> None:
    """Where a creation gives no id, nothing else of it can be told."""
    body = answer if isinstance(answer, bytes) else as_bytes(answer)
    result = checked(Fault("create", times=None, status=200, body=body), create=True)
    unknown = said(result, Outcome.UNKNOWN)
    assert unknown["create.pending"] == ("the creation gave no usable id",)
    assert unknown["create.finishes"] == ("the creation gave no usable id",)


ENDS: dict[str, tuple[object, tuple[str, ...]]] = {
    "another": (POLL, ("result.id is not the id that was created",)),
    "failed": ({**POLL, "status": "failed"}, ("the creation ended with the status 'failed'",)),
    "error": ({**POLL, "status": "error"}, ("the creation ended with the status 'error'",)),
    "a new field": (
        {**POLL, "result": {**POLL["result"], "id": 6870, "mood": 1}, "seed": 1},
        ("result.mood is a new field", "seed is a new field"),
    ),
}


@pytest.mark.parametrize(("answer", "sentences"), ENDS.values(), ids=ENDS)
def test_ends_of_a_creation(answer: dict[str, Any], sentences: tuple[str, ...]) -> None:
    """How a creation ends is said, with all that was odd on the way."""
    if sentences[0].startswith("result.id"):
        answer = {**answer, "result": {**answer["result"], "id": 1}}
    result = checked(always("poll", answer), create=True)
    assert said(result, Outcome.DRIFTED)["create.finishes"] == sentences


def test_generations_without_an_id() -> None:
    """Where an effect gives no usable id, what it becomes cannot be told; the others can."""
    result = checked(always("effect", {**EFFECT, "request_id": "a/b"}), generate=True)
    unknown = said(result, Outcome.UNKNOWN)
    assert unknown["effect.finishes"] == ("the effect gave no usable id",)
    assert "result.answer" not in unknown


def test_nothing_with_an_id() -> None:
    """Where nothing that was made has an id, the last reason says why polls cannot be told."""
    effect, image = {**EFFECT, "request_id": "a/b"}, {**EFFECT, "request_id": None}
    result = checked(always("effect", effect), always("generate", image), generate=True)
    why = ("the video gave no usable id",)
    assert said(result, Outcome.UNKNOWN)["result.answer"] == why
    assert said(result, Outcome.UNKNOWN)["result.progress"] == why


def test_the_result_of_another_request() -> None:
    """A result that belongs to another request is told of."""
    found = said(checked(always("result", RESULT), generate=True), Outcome.DRIFTED)
    assert found["effect.finishes"] == ("request_id is not the one that was asked for",)


def lasting(seconds: float, operation: str) -> tuple[Check, Clock]:
    """The check of a server whose makings last so long, by a clock of its own."""
    clock = Clock()
    lasts = (seconds, seconds)
    simulator = Simulator(creation_seconds=lasts, generation_seconds=lasts, clock=clock)
    with served(simulator) as base_url:
        settings = make_settings("a-key-for-the-check", base_url)
        options = {operation: True}
        return check(settings, sleep=clock.sleep, clock=clock, **options), clock


@pytest.mark.parametrize(("operation", "pauses"), [("create", [2.0] * 4), ("generate", [2.0] * 12)])
def test_pauses_between_polls(operation: str, pauses: list[float]) -> None:
    """What is under way is polled with the pauses of a polite client, and each answer kept."""
    result, clock = lasting(7.0, operation)
    assert said(result, Outcome.DRIFTED) == {}
    assert clock.pauses == pauses


@pytest.mark.parametrize(
    ("operation", "promise", "what"),
    [("create", "create.finishes", "creation"), ("generate", "video.finishes", "video")],
)
def test_what_never_ends(operation: str, promise: str, what: str) -> None:
    """What is not done in ten minutes breaks the promise that it ends."""
    result, clock = lasting(1e9, operation)
    assert said(result, Outcome.DRIFTED)[promise] == (f"the {what} is not done after 600 s",)
    assert sum(clock.pauses) >= DEFAULT_TIMEOUT_SECONDS


def test_what_never_ends_is_waited_for_once() -> None:
    """Of an effect, an image and a video that never end each is given ten minutes, and no more."""
    result, clock = lasting(1e9, "generate")
    assert sum(clock.pauses) < 3.1 * DEFAULT_TIMEOUT_SECONDS
    why = ("the video is not done after 600 s",)
    assert said(result, Outcome.UNKNOWN)["result.answer"] == why
    assert said(result, Outcome.UNKNOWN)["result.progress"] == why


@pytest.mark.parametrize("status", [401, 429])
def test_a_server_that_lets_nobody_in(status: int) -> None:
    """Who is not let in asks once, and can tell nothing of any promise."""
    simulator, result = recorded(Fault("list", times=None, status=status), sleep=lambda _: None)
    unreachable = said(result, Outcome.UNREACHABLE)
    assert [name for name in unreachable if name.startswith(("list", "poll"))] == [
        *("list.answer", "list.fields", "list.limit", "list.default", "list.pages"),
        *("poll.answer", "poll.success", "poll.listed"),
    ]
    assert {one.path for one in simulator.requests} == {"/v2/characters"}
    assert len({one.query for one in simulator.requests}) == 1
    assert result.exit_code == 2


LONG = "x" * 500
SENTENCES: list[tuple[str, object, list[str]]] = [
    ("ListAnswer", [1], ["the answer is a list, not an object"]),
    (
        "PollAnswer",
        {**POLL, "result": {**POLL["result"], "mood": 1}},
        ["result.mood is a new field"],
    ),
    ("PollAnswer", {"status": "pending", "result": {"mood": 1}, "data": None, "error": None}, []),
    ("ListAnswer", {"result": [{**ELARA, LONG: 1}]}, [f"result[].{LONG[:110]}… is a new field"]),
]


@pytest.mark.parametrize(("schema", "value", "sentences"), SENTENCES)
def test_drift(schema: str, value: object, sentences: list[str]) -> None:
    """What differs from the document is said in short sentences; what it leaves open is not."""
    assert drift(schema, value) == sentences


def test_drift_is_bounded() -> None:
    """Of many differences the twenty most frequent are said."""
    record = ELARA | {f"new_{number}": 1 for number in range(30)}
    assert len(drift("ListAnswer", {"result": [record]})) == 20
