"""The rules of a poll, against a table that is read the other way round."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from eternal import PollState
from eternal.generation_parsing import parse_generation_poll
from eternal.parsing import parse_poll
from eternal.rules import meaning
from tests.contract.examples import POLL, RESULT, as_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

F, P, R = PollState.FAILED, PollState.PENDING, PollState.READY

WORDS = {
    "failed": "failed error FAILED Failure canceled Cancelled expired rejected timeout timed-out",
    "pending": "pending Pending PROCESSING queued IN_QUEUE in-progress started running waiting",
    "success": "success SUCCESS succeeded done Completed complete finished ready",
    "unknown": "polishing moderating ok",
}
SAID: dict[str, list[Any]] = {
    "nothing": [None, "", "null", "None", {}, {"message": None}, []],
    "not yet": ["not found", "Still PROCESSING", "pending", {"message": "please wait"}, "queued"],
    "no": ["no cats", {"message": "no cats"}, [{"msg": "no cats"}], True],
}
# By the kind of word, then by what is there (nothing, one of two, all), then by what is said.
TABLE: dict[str, dict[str, dict[str, PollState]]] = {
    "failed": {"none": {"nothing": F, "not yet": F, "no": F}, "some": {}, "all": {}},
    "pending": {"none": {"nothing": P, "not yet": P, "no": P}, "some": {}, "all": {}},
    "success": {
        "none": {"nothing": P, "not yet": P, "no": P},
        "some": {"nothing": R, "not yet": R, "no": R},
        "all": {"nothing": R, "not yet": R, "no": R},
    },
    "unknown": {
        "none": {"nothing": P, "not yet": P, "no": F},
        "some": {"nothing": P, "not yet": P, "no": F},
        "all": {"nothing": R, "not yet": R, "no": R},
    },
}
for _kind in ("failed", "pending"):
    for _there in ("some", "all"):
        TABLE[_kind][_there] = TABLE[_kind]["none"]

RECORDS: dict[str, list[Any]] = {
    "none": [None, {}, {"id": 6870}, {"id": 6870, "description": " ", "avatar_url": ""}],
    "some": [{**POLL["result"], "avatar_url": ""}, {**POLL["result"], "description": None}],
    "all": [POLL["result"]],
}

ENVELOPES: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda answer: answer,
    lambda answer: {"status": 1, "data": answer},
    lambda answer: {"status": True, "result": answer},
)


def spellings(word: str) -> tuple[str, ...]:
    """A word as services may write it."""
    return word, f" {word}\n", word.upper(), word.title()


@pytest.mark.row("M1")
@pytest.mark.row("M3")
@pytest.mark.row("M4")
@pytest.mark.bad_answer("poll-failed")
@pytest.mark.bad_answer("poll-pending")
@pytest.mark.bad_answer("poll-word")
@pytest.mark.bad_answer("poll-error")
@pytest.mark.parametrize(("kind", "there"), [*product(TABLE, RECORDS)])
def test_a_poll_of_a_character_is_what_the_table_says(kind: str, there: str) -> None:
    """Each word, however it is spelt, with each result and error, means what the table says."""
    fields = ("error", "detail")
    for word, record, said in product(WORDS[kind].split(), RECORDS[there], SAID):
        for spelt, field, text in product(spellings(word), fields, SAID[said]):
            answer = {"status": spelt, "result": record, field: text}
            for envelope in ENVELOPES[:2]:
                poll = parse_poll(as_bytes(envelope(answer)), id=6870)
                assert poll.state is TABLE[kind][there][said], answer


@pytest.mark.row("M4")
@pytest.mark.bad_answer("result-failed")
@pytest.mark.bad_answer("result-pending")
@pytest.mark.bad_answer("result-word")
@pytest.mark.bad_answer("result-not-yet")
@pytest.mark.parametrize(("kind", "there"), [*product(TABLE, ["none", "all"])])
def test_a_poll_of_a_result_is_what_the_table_says(kind: str, there: str) -> None:
    """For pictures and videos the same table holds, with the address as the result."""
    id, url = RESULT["request_id"], RESULT["result_url"] if there == "all" else ""
    for word, said, envelope in product(WORDS[kind].split(), SAID, ENVELOPES):
        for text in SAID[said]:
            answer = {"request_id": id, "status": word, "result_url": url, "error": text}
            poll = parse_generation_poll(as_bytes(envelope(answer)), request_id=id)
            assert poll.state is TABLE[kind][there][said], answer


@pytest.mark.parametrize("status", [0, False, "0"])
@pytest.mark.parametrize(("said", "state"), [("no cats", F), ("Still processing", P), ("null", P)])
def test_a_message_counts_beside_a_refusal(status: object, said: str, state: PollState) -> None:
    """A message is an error beside a status of 0 or false, and a kind word elsewhere."""
    answer = {"status": status, "message": said}
    assert parse_poll(as_bytes(answer), id=6870).state is state
    assert parse_poll(as_bytes({"status": 1, "message": said}), id=6870).state is P


def test_a_word_that_can_mean_two_things_means_nothing() -> None:
    """Only words that mean one thing are known; the others leave it to what is there."""
    for word in ("created", "accepted", "approved", "ok", "active", "new", ""):
        assert meaning(word) is None
