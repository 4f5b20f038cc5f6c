"""The rules of a poll, against a table that is read the other way round."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import PollState
from eternal.generation_parsing import parse_generation_poll
from eternal.parsing import parse_poll
from eternal.rules import meaning
from tests.contract.examples import POLL, RESULT, as_bytes

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


@pytest.mark.row("M1")
@pytest.mark.row("M3")
@pytest.mark.row("M4")
@pytest.mark.bad_answer("poll-failed")
@pytest.mark.bad_answer("poll-pending")
@pytest.mark.bad_answer("poll-word")
@pytest.mark.bad_answer("poll-error")
@pytest.mark.parametrize(("kind", "there", "said"), [*product(TABLE, RECORDS, SAID)])
@given(data=st.data())
def test_a_poll_of_a_character_is_what_the_table_says(
    data: st.DataObject, kind: str, there: str, said: str
) -> None:
    """Over the product of words, results and errors, in each envelope, the table holds."""
    word = data.draw(st.sampled_from(WORDS[kind].split()))
    answer = {
        "status": data.draw(st.sampled_from([word, f" {word}\n", word.upper(), word.title()])),
        "result": data.draw(st.sampled_from(RECORDS[there])),
        data.draw(st.sampled_from(["error", "detail"])): data.draw(st.sampled_from(SAID[said])),
    }
    envelopes: list[dict[str, Any]] = [answer, {"status": 1, "data": answer}]
    whole = data.draw(st.sampled_from(envelopes))
    assert parse_poll(as_bytes(whole), id=6870).state is TABLE[kind][there][said]


@pytest.mark.row("M4")
@pytest.mark.bad_answer("result-failed")
@pytest.mark.bad_answer("result-pending")
@pytest.mark.bad_answer("result-word")
@pytest.mark.bad_answer("result-not-yet")
@pytest.mark.parametrize(("kind", "there", "said"), [*product(TABLE, ["none", "all"], SAID)])
@given(data=st.data())
def test_a_poll_of_a_result_is_what_the_table_says(
    data: st.DataObject, kind: str, there: str, said: str
) -> None:
    """For pictures and videos the same table holds, with the address as the result."""
    answer = {
        "request_id": RESULT["request_id"],
        "status": data.draw(st.sampled_from(WORDS[kind].split())),
        "result_url": RESULT["result_url"] if there == "all" else "",
        "error": data.draw(st.sampled_from(SAID[said])),
    }
    envelopes: list[dict[str, Any]] = [
        answer,
        {"status": 1, "data": answer},
        {"status": True, "result": answer},
    ]
    whole = data.draw(st.sampled_from(envelopes))
    poll = parse_generation_poll(as_bytes(whole), request_id=RESULT["request_id"])
    assert poll.state is TABLE[kind][there][said]


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
