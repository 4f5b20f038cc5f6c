"""``wait_for_character``: the same rules, driven by a loop, on a clock that is made up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import requests

from eternal import (
    EternalClient,
    GenerationFailed,
    InvalidInput,
    Poll,
    PollState,
    StatusError,
    WaitCancelled,
    WaitTimeout,
)
from tests.contract.examples import POLL, as_bytes

if TYPE_CHECKING:
    import responses

    from tests.clock import Clock

ADDRESS = "https://open.eternalai.org/v2/character/poll-result/6870"
PENDING = as_bytes({"status": "pending", "result": None})


def test_until_ready(client: EternalClient, clock: Clock, api: responses.RequestsMock) -> None:
    """It polls every two seconds until the character is ready, and tells each answer."""
    for body in (PENDING, PENDING, as_bytes(POLL)):
        api.get(ADDRESS, body)
    seen: list[Poll] = []
    character = client.wait_for_character(6870, on_poll=seen.append)
    assert character.username == "astrid"
    assert [poll.state for poll in seen] == [PollState.PENDING, PollState.PENDING, PollState.READY]
    assert clock.pauses == [2, 2]


def test_slower_with_time(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """The pauses grow from 2 to 10 seconds, the last ends at the deadline, and the id is told."""
    endless.get(ADDRESS, PENDING)
    with pytest.raises(WaitTimeout) as caught:
        client.wait_for_character(6870, timeout=300)
    assert (caught.value.id, caught.value.seconds) == (6870, 300)
    assert clock.now == 1300
    assert clock.pauses[0] == 2
    assert max(clock.pauses) == 10
    assert clock.pauses[:-1] == sorted(clock.pauses[:-1])


def test_no_time(client: EternalClient, clock: Clock, api: responses.RequestsMock) -> None:
    """Without any time it asks once, and a character that is ready is taken."""
    api.get(ADDRESS, as_bytes(POLL))
    assert client.wait_for_character(6870, timeout=0).id == 6870
    api.get(ADDRESS, PENDING)
    with pytest.raises(WaitTimeout):
        client.wait_for_character(6870, timeout=0)
    assert clock.pauses == []


@pytest.mark.parametrize("timeout", [-1, float("nan"), float("inf")])
def test_odd_time(client: EternalClient, timeout: float) -> None:
    """A time that is none is refused before anything is sent."""
    with pytest.raises(InvalidInput):
        client.wait_for_character(6870, timeout=timeout)


def test_waiting_can_go_on(
    client: EternalClient, clock: Clock, api: responses.RequestsMock
) -> None:
    """After a time-out the wait is taken up again by the id that the error carries."""
    for body in (PENDING, PENDING, as_bytes(POLL)):
        api.get(ADDRESS, body)
    with pytest.raises(WaitTimeout) as caught:
        client.wait_for_character(6870, timeout=2)
    assert caught.value.id == 6870
    assert client.wait_for_character(6870).id == 6870
    assert clock.now == 1002


@pytest.mark.bad_answer("poll-failed")
def test_failed(client: EternalClient, api: responses.RequestsMock) -> None:
    """A creation that failed raises, with the server's words and without a chain of causes."""
    api.get(ADDRESS, as_bytes({"status": "failed", "error": {"message": "no cats"}}))
    with pytest.raises(GenerationFailed) as caught:
        client.wait_for_character(6870)
    assert (caught.value.id, caught.value.detail) == (6870, "no cats")
    assert caught.value.__context__ is None


@pytest.mark.bad_answer("poll-not-yet")
@pytest.mark.bad_answer("poll-early")
def test_not_found_and_unreadable_are_waited_out(
    client: EternalClient, api: responses.RequestsMock
) -> None:
    """An id that is not known yet, an odd word and an answer that is none do not end the wait."""
    api.get(ADDRESS, b'{"error": "unknown"}', status=404)
    api.get(ADDRESS, b"<html>")
    api.get(ADDRESS, as_bytes(POLL | {"result": None}))
    api.get(ADDRESS, as_bytes({"status": "polishing"}))
    api.get(ADDRESS, as_bytes(POLL))
    assert client.wait_for_character(6870).id == 6870


@pytest.mark.row("M3")
@pytest.mark.row("S19")
@pytest.mark.parametrize("status", [500, 503, 429, 403, 401, 404])
def test_failures_are_tolerated_until_the_deadline(
    status: int, client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A server that fails on and on ends the wait at its deadline, with the id and the reason."""
    endless.get(ADDRESS, b"", status=status)
    with pytest.raises(WaitTimeout, match=rf"The last answer: .* \(status {status}\)\.") as caught:
        client.wait_for_character(6870, timeout=120)
    assert caught.value.id == 6870
    assert clock.now >= 1120
    assert caught.value.__context__ is None


def test_broken_connections_are_tolerated(
    client: EternalClient, api: responses.RequestsMock
) -> None:
    """A time-out, which no call repeats, and a broken connection do not end the wait."""
    api.get(ADDRESS, body=requests.ReadTimeout("slow"))
    api.get(ADDRESS, body=requests.ConnectionError("broken"))
    api.get(ADDRESS, as_bytes(POLL))
    assert client.wait_for_character(6870).id == 6870


def test_refused(client: EternalClient, api: responses.RequestsMock) -> None:
    """A request that is refused for what it asks ends the wait at once."""
    api.get(ADDRESS, b"", status=422)
    with pytest.raises(StatusError):
        client.wait_for_character(6870)


def test_asked_pause_does_not_outlast_the_wait(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A server that asks for a minute's pause does not keep a wait of ten seconds longer."""
    endless.get(ADDRESS, b"", status=429, headers={"Retry-After": "50"})
    with pytest.raises(WaitTimeout):
        client.wait_for_character(6870, timeout=10)
    assert clock.now == 1010


def test_asked_pause_is_kept(
    client: EternalClient, clock: Clock, api: responses.RequestsMock
) -> None:
    """Where there is time, the pause that the server asks for is kept."""
    api.get(ADDRESS, b"", status=429, headers={"Retry-After": "50"})
    api.get(ADDRESS, as_bytes(POLL))
    assert client.wait_for_character(6870).id == 6870
    assert clock.now == 1050


def test_rate_limit_for_ever(client: EternalClient, endless: responses.RequestsMock) -> None:
    """A server that allows no poll at all is the reason that is told when time is over."""
    endless.get(ADDRESS, b"", status=429, headers={"Retry-After": "3"})
    with pytest.raises(WaitTimeout, match="asks for fewer requests"):
        client.wait_for_character(6870)


def test_time_of_a_poll_shrinks(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A poll gets no more time than is left of the wait, but at least a second."""
    endless.get(ADDRESS, PENDING)
    with pytest.raises(WaitTimeout):
        client.wait_for_character(6870, timeout=5)
    times = [getattr(call.request, "req_kwargs")["timeout"] for call in endless.calls]  # noqa: B009
    assert times == [5, 3, 1, 1]
    assert clock.now == 1005


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelled(after: float, clock: Clock, endless: responses.RequestsMock) -> None:
    """A wait that is cancelled ends within a quarter of a second, with its id."""
    endless.get(ADDRESS, PENDING)
    cancel = threading.Event()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.now >= 1000 + after:
            cancel.set()

    client = EternalClient(sleep=sleep, clock=clock)
    with client, pytest.raises(WaitCancelled) as caught:
        client.wait_for_character(6870, cancel=cancel)
    assert caught.value.id == 6870
    assert clock.now <= 1000 + max(after, 0.25)


def test_cancelled_in_a_long_pause(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A wait can be cancelled while it keeps a pause that the server asked for."""
    endless.get(ADDRESS, b"", status=429, headers={"Retry-After": "50"})
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(WaitCancelled):
        client.wait_for_character(6870, cancel=cancel)
    assert clock.now == 1000


def test_pauses_with_an_event_add_up(
    client: EternalClient, clock: Clock, api: responses.RequestsMock
) -> None:
    """An event that is never set changes nothing about the times of the polls."""
    for body in (PENDING, PENDING, as_bytes(POLL)):
        api.get(ADDRESS, body)
    client.wait_for_character(6870, cancel=threading.Event())
    assert clock.now == 1004
    assert clock.pauses == [0.25] * 16


def test_error_of_a_listener_goes_through(
    client: EternalClient, api: responses.RequestsMock
) -> None:
    """What ``on_poll`` raises is the caller's own, and is not swallowed."""
    api.get(ADDRESS, PENDING)

    def complain(_: Poll) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        client.wait_for_character(6870, on_poll=complain)


SHAPES: list[tuple[int, object]] = [
    (404, {"error": "unknown"}),
    (403, "<html>blocked</html>"),
    (200, {}),
    (202, ""),
    (204, ""),
    (200, "null"),
    (200, "<html>"),
    (200, {"error": "still processing"}),
    (200, {"detail": "not found"}),
    (200, {"status": 0, "message": "Please wait"}),
    (200, {"status": "pending", "error": "processing"}),
    (200, {"status": "IN_QUEUE"}),
    (200, {"status": 1, "data": {"id": 6870, "status": "processing"}}),
    (200, {"status": True, "error": None, "result": {"status": "Pending"}}),
    (200, POLL | {"result": None}),
    (200, POLL | {"result": POLL["result"] | {"id": 1}}),
    (200, {"status": "polishing"}),
]


@pytest.mark.row("M3")
@pytest.mark.row("M1")
def test_a_wait_goes_through_all_that_means_not_yet(
    client: EternalClient, api: responses.RequestsMock
) -> None:
    """Each way of saying not yet, thrice in a row, is waited out in one creation."""
    for status, answer in SHAPES:
        body = answer if isinstance(answer, str) else as_bytes(answer)
        for _ in range(3):
            api.get(ADDRESS, body, status=status)
    api.get(ADDRESS, as_bytes({"status": "COMPLETED", "error": "null", "result": POLL["result"]}))
    assert client.wait_for_character(6870).username == "astrid"


@pytest.mark.row("M3")
def test_a_success_without_a_result_is_the_placeholder_at_the_deadline(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A success that never brings picture or bio ends at the deadline with the bare character."""
    endless.get(ADDRESS, as_bytes(POLL | {"result": None}))
    character = client.wait_for_character(6870, timeout=60)
    assert (character.id, character.picture, clock.now) == (6870, None, 1060)


@pytest.mark.row("M3")
def test_another_character_is_never_shown_as_the_one_that_was_paid_for(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A success that shows somebody else is waited out, and is nobody at the deadline."""
    endless.get(ADDRESS, as_bytes(POLL | {"result": POLL["result"] | {"id": 1}}))
    with pytest.raises(WaitTimeout):
        client.wait_for_character(6870, timeout=60)
    assert clock.now == 1060
