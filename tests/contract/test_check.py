"""``python -m eternal check``: what it finds on servers that keep the document, and that do not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from eternal.__main__ import main
from eternal.contract import Outcome, check, drift
from eternal.settings import make_settings
from eternal.simulator import Fault, Simulator
from tests.contract.examples import (
    CREATION,
    ELARA,
    PAGE,
    POLL,
)
from tests.contract.simulator_checks import JSON, always, checked, drifted, with_field
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterable


def without_field(name: str) -> dict[str, Any]:
    """The documented page with one field missing."""
    return {"result": [{key: value for key, value in ELARA.items() if key != name}]}


def test_a_faithful_server_passes() -> None:
    """All that is checked of a faithful server holds, a creation and generations included."""
    result = checked(create=True, generate=True)
    assert drifted(result) == {}
    assert result.count(Outcome.HOLDS) == len(result.findings)
    assert result.exit_code == 0


def test_nothing_is_made_unless_asked_for() -> None:
    """Without ``create`` and ``generate`` only GETs are sent; what needs more is unchecked."""
    simulator = Simulator(record=True)
    with served(simulator) as base_url:
        result = check(make_settings("a-key-for-the-check", base_url))
    assert {request.method for request in simulator.requests} == {"GET"}
    assert all("x-api-key" not in request.headers for request in simulator.requests)
    unchecked = [one.promise.name for one in result.findings if one.outcome is Outcome.UNKNOWN]
    costly = ("create.", "effect.", "image.", "video.", "result.")
    assert unchecked == [
        one.promise.name for one in result.findings if one.promise.name.startswith(costly)
    ]
    assert len(unchecked) == 15
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (with_field("id", "6790"), "result[].id is a text, not a whole number"),
        (with_field("id", value=True), "result[].id is true or false, not a whole number"),
        (with_field("id", 6790.0), "result[].id is a number with a fraction, not a whole number"),
        (with_field("age", "25"), "result[].age is a text, not a whole number"),
        (with_field("display_name", None), "result[].display_name is null, not a text"),
        (with_field("id", 0), "result[].id is out of bounds (minimum)"),
        (without_field("category"), "result[].category is missing"),
        (with_field("voice", "alto"), "result[].voice is a new field"),
        (with_field("status", "featured"), "result[].status has the new value 'featured'"),
        ({"result": [[]]}, "result[] is a list, not an object"),
    ],
)
def test_a_changed_field_is_named(page: object, sentence: str) -> None:
    """A field that is missing, new, retyped or has a new value is named with what is wrong."""
    result = checked(always("list", page))
    assert drifted(result)["list.fields"] == (sentence,)
    assert result.exit_code == 1


def test_two_missing_fields_are_both_named() -> None:
    """Each missing field has a sentence of its own, with how often it is missing."""
    record = {key: value for key, value in ELARA.items() if key not in {"age", "gender"}}
    assert drift("ListAnswer", {"result": [record, record]}) == [
        "result[].age is missing (2 times)",
        "result[].gender is missing (2 times)",
    ]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (always("list", {"result": None}), "result is null, not a list"),
        (always("list", [ELARA]), "it is not true that the answer is an object"),
        (always("list", b"<html>Welcome</html>"), "it is not true that the answer is JSON"),
        (Fault("list", times=None, status=500), "it answers with status 500"),
        (
            Fault(
                "list", times=None, status=200, drop=True, headers={**JSON, "content-length": "99"}
            ),
            "The connection broke before the answer was complete.",
        ),
    ],
    ids=["result null", "top-level list", "HTML with 200", "a 500", "a truncated answer"],
)
def test_a_list_that_is_none_is_drift(fault: Fault, sentence: str) -> None:
    """A list that cannot be read is drift of its first promise; the others cannot be told."""
    result = checked(fault)
    assert drifted(result) == {"list.answer": (sentence,)}
    assert result.exit_code == 1


def test_a_page_that_repeats_is_drift() -> None:
    """A server that ignores the page is found by the characters that come twice."""
    page = {"result": [{**ELARA, "id": id} for id in range(6000, 6010)]}
    found = drifted(checked(always("list", page)))
    assert found["list.pages"] == ("page 2 repeats 10 of the 10 characters of page 1",)


def test_a_limit_that_is_ignored_is_drift() -> None:
    """A server that answers more than was asked for is found, with and without parameters."""
    page = {"result": [{**ELARA, "id": id} for id in range(6000, 6060)]}
    found = drifted(checked(always("list", page)))
    assert found["list.limit"] == ("limit=10 is answered with 60 characters",)
    assert found["list.default"] == ("without parameters 60 characters are answered",)


@pytest.mark.parametrize(
    ("fault", "promise", "sentence"),
    [
        (Fault("poll", times=None, status=404), "poll.listed", "it answers with status 404"),
        (
            always("poll", {"status": 1}),
            "poll.answer",
            "status is a whole number, not a text",
        ),
        (
            always("poll", {**POLL, "result": None}),
            "poll.success",
            "result is null, not an object",
        ),
        (always("poll", POLL), "poll.success", "result.id is not the id that was asked for"),
        (
            always("poll", {"status": "pending"}),
            "poll.listed",
            "a listed character polls as 'pending', not as 'success'",
        ),
    ],
    ids=["404 on a listed id", "status retyped", "null", "another id", "never done"],
)
def test_a_poll_that_differs_is_drift(fault: Fault, promise: str, sentence: str) -> None:
    """A poll that breaks a promise is found, and the promise named."""
    assert sentence in drifted(checked(fault))[promise]


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"request_id": "9"}, "create.request_id"),
        ({"request_id": 6870}, "create.answer"),
        ({"result": {**CREATION["result"], "status": "approved"}}, "create.pending"),
        ({"result": {**CREATION["result"], "description": "done"}}, "create.pending"),
        ({"result": None}, "create.answer"),
    ],
)
def test_a_creation_that_differs_is_drift(change: dict[str, Any], promise: str) -> None:
    """A creation that breaks a promise is found, and the promise named."""
    fault = always("create", {**CREATION, **change})
    assert promise in drifted(checked(fault, create=True))


@pytest.mark.parametrize("faults", [[Fault("create", fail_creation=True)]])
def test_a_creation_that_fails_is_drift(faults: Iterable[Fault]) -> None:
    """A creation that does not end in success breaks the promise that it does."""
    found = drifted(checked(*faults, create=True))
    assert found["create.finishes"] == ("the creation ended with the status 'failed'",)


def test_a_server_that_is_not_there_cannot_be_checked() -> None:
    """Without a server the exit code is 2, and it is asked once only."""
    result = check(make_settings(None, "http://127.0.0.1:1"), sleep=lambda _: None)
    assert result.exit_code == 2
    assert result.count(Outcome.DRIFTED) == 0


def test_the_table_names_the_promise(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints each promise with its evidence, what is wrong, and a verdict."""
    with served(Simulator(faults=[always("list", with_field("age", "25"))])) as base_url:
        code = main(["check", "--base-url", base_url])
    printed = capsys.readouterr().out
    assert code == 1
    assert "drifted      list.fields" in printed
    assert "- result[].age is a text, not a whole number" in printed
    assert "The server has drifted from the document." in printed


def test_json_is_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """With ``--json`` the same findings come as one JSON object."""
    with served(Simulator()) as base_url:
        code = main(["check", "--base-url", base_url, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == answer["exit_code"] == 0
    assert answer["findings"][0] == {
        "promise": "list.answer",
        "text": "The list answers with an object that holds the characters under `result`.",
        "evidence": "documented",
        "outcome": "holds",
        "details": [],
        "client_copes": None,
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "--base-url", "ftp://example.org"], "must start with https://"),
        (["check", "--create"], "--create needs the key"),
        (["check", "--generate"], "--generate needs the key"),
        (["check", "--nonsense"], "unrecognized arguments"),
        (["simulate", "--port", "70000"], "no port"),
        ([], "required: command"),
    ],
)
def test_wrong_arguments_are_one_line_and_exit_code_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be run is said in one line on standard error, with exit code 2."""
    try:
        code: object = main(arguments)
    except SystemExit as stop:
        code = stop.code
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert sentence in printed.err
    assert printed.err.count("\n") == 1


def test_the_documented_page_is_what_the_tests_change() -> None:
    """The page that these tests damage keeps the document before they do."""
    assert drift("ListAnswer", PAGE) == []


def test_why_a_server_is_unreachable_is_said() -> None:
    """What keeps a server from being checked stands in the findings, in words."""
    refused = check(make_settings(None, "http://127.0.0.1:1"), sleep=lambda _: None)
    assert refused.findings[0].details == (
        "The service could not be reached: its host refused the connection.",
    )
    limited = checked(Fault("list", times=None, status=429, body=b'{"error": "slow down"}'))
    assert limited.findings[0].details == (
        "The service asks for fewer requests (status 429). slow down",
    )


@pytest.mark.parametrize(
    ("schema", "value", "sentences"),
    [
        ("ListAnswer", [], ["the answer is a list, not an object"]),
        ("ListAnswer", {}, ["result is missing"]),
        ("CharacterId", 0, ["the answer is out of bounds (minimum)"]),
        ("PollAnswer", {"status": {}}, ["status is an object, not a text"]),
        (
            "PollAnswer",
            {"status": "pending", "error": 5},
            ["error is a whole number, not a text or an object or null"],
        ),
    ],
)
def test_drift_is_put_in_words(schema: str, value: object, sentences: list[str]) -> None:
    """Each way to differ is a sentence that names where, what it is, and what it should be."""
    assert drift(schema, value) == sentences
