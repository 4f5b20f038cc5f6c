"""Bad answers on real sockets: only the client's own errors or a right value come of them."""

from __future__ import annotations

import logging
import time
import tracemalloc

import pytest

from eternal import (
    ConnectionFailed,
    Creation,
    EternalError,
    Generation,
    GenerationPoll,
    Poll,
    PollState,
    StatusError,
    TimedOut,
)
from tests.contract import hostile_server
from tests.contract.api_calls import (
    CALLS,
    PATIENCE,
    POSTS,
    SOON,
    TIMEOUT,
    is_right,
    make_client,
    tried,
)
from tests.contract.examples import CREATION, EFFECT, VIDEO
from tests.contract.hostile_cases import CASES, KEY, Case
from tests.contract.hostile_server import HostileServer
from tests.contract.secret_leaks import traces_of

MOST_MEMORY = 50_000_000


@pytest.fixture(autouse=True, scope="module")
def _bombs() -> None:
    """Pack the bombs before any clock runs."""
    hostile_server.bomb(1)
    hostile_server.bomb(2)


FIRST = ("listCharacters", "createCharacter")
EVERY_CASE = [(case, call) for case in CASES for call in FIRST]
# What is late takes its time, and the waiting is the same for every call: one is enough.
OTHER_CALLS = [
    (case, call)
    for case in CASES
    for call in [name for name in CALLS if name not in FIRST]
    if TimedOut not in case.errors or case.name == "silence"
]


@pytest.mark.parametrize(
    ("case", "call"),
    [
        pytest.param(case, call, id=f"{case.name}-{call}", marks=pytest.mark.bad_answer(case.row))
        for case, call in EVERY_CASE + OTHER_CALLS
    ],
)
def test_only_own_errors_or_right_values(
    case: Case, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a server does: an own error or the right value, soon, small, once, and keyless."""
    caplog.set_level(logging.DEBUG)
    timeout = TIMEOUT if TimedOut in case.errors else PATIENCE
    with HostileServer(case.script) as server, make_client(server, KEY, timeout) as client:
        tracemalloc.start()
        started = time.monotonic()
        try:
            outcome = tried(client, call)
            took = time.monotonic() - started
            _, memory = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        if isinstance(outcome, EternalError):
            assert isinstance(outcome, case.errors), outcome
            assert outcome.may_have_arrived is (call in POSTS and not is_refusal(outcome))
        elif case.errors:
            assert is_not_yet(outcome) or is_saved(outcome)
        else:
            assert is_right(outcome)
        assert took < (SOON if timeout == TIMEOUT else 2 * PATIENCE)
        assert memory < MOST_MEMORY
        assert server.posts == (call in POSTS)
        assert traces_of(KEY, outcome, client, caplog.records) == []
        assert len(server.requests) == expected_tries(case, call, outcome)
        assert not any(b"cookie" in request.head.lower() for request in server.requests)


def is_not_yet(outcome: object) -> bool:
    """Whether a poll that was told nothing goes on."""
    return isinstance(outcome, (Poll, GenerationPoll)) and outcome.state is PollState.PENDING


def is_saved(outcome: object) -> bool:
    """Whether the id of what was paid for was read from a broken answer, which is noted."""
    ids = {CREATION["request_id"], EFFECT["request_id"], VIDEO["data"]["request_id"]}
    if not isinstance(outcome, (Creation, Generation)):
        return False
    return outcome.request_id in ids and any("is broken" in note for note in outcome.drift)


def is_refusal(error: EternalError) -> bool:
    """Whether the server said that it did not do what it was asked for."""
    return isinstance(error, StatusError) and 400 <= error.status_code < 500


def expected_tries(case: Case, call: str, outcome: object) -> int:
    """A GET is tried three times if its connection broke, and anything else once."""
    broke = type(outcome) is ConnectionFailed
    return 3 if call not in POSTS and broke else 1
