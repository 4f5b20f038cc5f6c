"""``wait_for_generation``: the rules of waiting, for pictures and videos."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from eternal import (
    GenerationFailed,
    GenerationPoll,
    PollState,
    WaitCancelled,
    WaitTimeout,
)
from eternal.waiting import WaitState, after_answer, after_time, begin, resumed
from tests.contract.examples import RESULT, as_bytes

if TYPE_CHECKING:
    import responses

    from eternal import EternalClient
    from tests.clock import Clock

ID: str = RESULT["request_id"]
ADDRESS = f"https://open.eternalai.org/v2/poll-result/{ID}"


def under_way(progress: int) -> bytes:
    """A poll that is not done."""
    return as_bytes({"request_id": ID, "status": "pending", "progress": progress, "result_url": ""})


def test_until_there(client: EternalClient, clock: Clock, api: responses.RequestsMock) -> None:
    """It polls every two seconds until the result is there, and tells the progress each time."""
    for body in (under_way(10), under_way(60), as_bytes(RESULT)):
        api.get(ADDRESS, body)
    seen: list[GenerationPoll] = []
    poll = client.wait_for_generation(ID, on_poll=seen.append)
    assert poll is seen[-1]
    assert poll.result_url == RESULT["result_url"]
    assert [one.progress for one in seen] == [10, 60, 100]
    assert clock.pauses == [2, 2]


def test_the_id_is_told_when_time_is_over(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """After its time the wait ends with the request's id, in words that are about a request."""
    endless.get(ADDRESS, under_way(10))
    with pytest.raises(WaitTimeout, match=f"Request {ID} was not ready") as caught:
        client.wait_for_generation(ID, timeout=60)
    assert (caught.value.id, caught.value.seconds) == (ID, 60)
    assert clock.now == 1060


@pytest.mark.bad_answer("result-failed")
def test_failed(client: EternalClient, api: responses.RequestsMock) -> None:
    """What the server could not make ends the wait with its words and the request's id."""
    api.get(ADDRESS, as_bytes({**RESULT, "status": "failed", "error": {"message": "no cats"}}))
    with pytest.raises(GenerationFailed, match=r"this picture or video\. no cats") as caught:
        client.wait_for_generation(ID)
    assert caught.value.id == ID


@pytest.mark.bad_answer("result-not-yet")
def test_unknown_at_first(client: EternalClient, api: responses.RequestsMock) -> None:
    """An id that the server does not know yet is pending."""
    api.get(ADDRESS, status=404)
    api.get(ADDRESS, as_bytes(RESULT))
    assert client.wait_for_generation(ID).state is PollState.READY


@pytest.mark.bad_answer("result-early")
@pytest.mark.row("M3")
def test_a_false_success_is_not_believed(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A success without an address is asked again until the deadline, which says so."""
    endless.get(ADDRESS, as_bytes({**RESULT, "result_url": None}))
    with pytest.raises(WaitTimeout, match="says that it is done, but gives no address"):
        client.wait_for_generation(ID, timeout=60)
    assert clock.now == 1060


def test_cancelled(client: EternalClient, endless: responses.RequestsMock) -> None:
    """A wait that is cancelled ends with the request's id."""
    endless.get(ADDRESS, under_way(10))
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(WaitCancelled) as caught:
        client.wait_for_generation(ID, cancel=cancel)
    assert caught.value.id == ID
    assert len(endless.calls) == 1


def test_a_wait_of_a_generation_is_the_same_value() -> None:
    """The pure rules take a poll of a picture as they take one of a character."""
    pending = GenerationPoll(ID, PollState.PENDING, "pending", 40)
    ready = GenerationPoll(ID, PollState.READY, "success", 100, "https://a.example/x.png")
    failed = GenerationPoll(ID, PollState.FAILED, "failed", error="no cats")
    wait = after_answer(begin(ID, 100.0, pause=2), pending, 102.0)
    assert (wait.id, wait.outcome, wait.poll, wait.next_poll_at) == (
        ID,
        WaitState.WAITING,
        pending,
        104,
    )
    assert wait.character is None
    done = after_answer(wait, ready, 104.0)
    assert (done.outcome, done.poll, done.ended_at) == (WaitState.READY, ready, 104)
    assert resumed(done, 105.0) is done
    lost = after_answer(wait, failed, 104.0)
    assert isinstance(lost.error, GenerationFailed)
    assert (lost.error.id, lost.error.what, lost.error.detail) == (
        ID,
        "picture or video",
        "no cats",
    )
    over = after_time(wait, 1e9)
    assert isinstance(over.error, WaitTimeout)
    assert over.error.id == ID
    assert resumed(over, 1e9).poll is pending


def test_asked_pause_does_not_outlast_the_wait(
    client: EternalClient, clock: Clock, endless: responses.RequestsMock
) -> None:
    """A pause that the server asks for is the wait's own: it ends when its time is over."""
    endless.get(ADDRESS, b"", status=429, headers={"Retry-After": "50"})
    with pytest.raises(WaitTimeout):
        client.wait_for_generation(ID, timeout=20)
    assert clock.now == 1020
