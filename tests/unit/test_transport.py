"""Retries and pauses: how often a call is tried, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from eternal import (
    ConnectionFailed,
    ContractError,
    EternalClient,
    InvalidInput,
    RateLimited,
    ServerError,
    StatusError,
)
from eternal.calls import Call
from eternal.transport import retry_after_seconds
from tests.contract.examples import BASE_URL, CREATION, PAGE, as_bytes
from tests.unit.mocked import CREATE, LIST, make_client

if TYPE_CHECKING:
    import responses

    from tests.clock import Clock

NOW = datetime(2026, 3, 31, 12, 0, 0, tzinfo=UTC)


RETRY_AFTER: list[tuple[str, float | None]] = [
    ("0", 0),
    ("5", 5),
    ("1.5", 1.5),
    ("60", 60),
    ("61", 61),
    ("1e400", None),
    ("-10", None),
    ("-0.1", None),
    ("inf", None),
    ("-inf", None),
    ("nan", None),
    ("", None),
    ("soon", None),
    ("5 seconds", None),
    ("0x10", None),
    ("9" * 5000, None),
    ("Tue, 31 Mar 2026 12:00:07 GMT", 7),
    ("Tue, 31 Mar 2026 14:00:07 +0200", 7),
    ("Tue, 31 Mar 2026 12:00:07", 7),
    ("Tue, 31 Mar 2026 12:00:00 GMT", 0),
    ("Tue, 31 Mar 2026 11:59:59 GMT", None),
    ("Wed, 01 Apr 2026 12:00:00 GMT", 86_400),
    ("Tue, 31 Mar 100000 12:00:07 GMT", None),
    ("Tue, 99 Mar 2026 12:00:07 GMT", None),
    ("Tue, 31 Mar 2026 12:00:07 +9999999999", None),
]


@pytest.mark.bad_answer("any-passing")
@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER, ids=lambda value: str(value)[:40])
def test_retry_after(value: str, seconds: float | None) -> None:
    """A pause is read from seconds or a date; what makes no sense is as if it were not there."""
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.row("M13")
@pytest.mark.parametrize(("retries", "expected"), [(0, []), (1, [0.5]), (4, [0.5, 1.0, 2.0, 4.0])])
@pytest.mark.parametrize("call", ["poll_character", "poll_generation"])
def test_retries_are_the_callers(
    call: str,
    retries: int,
    expected: list[float],
    endless: responses.RequestsMock,
    client: EternalClient,
    clock: Clock,
) -> None:
    """A poll is tried again as often as its caller says; with 0 it never sleeps."""
    path = "/v2/character/poll-result/7" if call == "poll_character" else "/v2/poll-result/7"
    endless.get(BASE_URL + path, b"", status=503)
    with pytest.raises(ServerError):
        getattr(client, call)(7 if call == "poll_character" else "7", retries=retries)
    assert clock.pauses == expected
    assert len(endless.calls) == retries + 1


@pytest.mark.row("M13")
def test_without_retries_a_long_pause_is_told_at_once(
    api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A poll without retries hands over how long the server asks to wait, and waits no second."""
    api.get(
        f"{BASE_URL}/v2/character/poll-result/7", b"", status=429, headers={"Retry-After": "60"}
    )
    with pytest.raises(RateLimited) as caught:
        client.poll_character(7, retries=0)
    assert (caught.value.retry_after, clock.pauses) == (60, [])


@pytest.mark.parametrize("retries", [-1, 11, True, 1.0, "1"])
def test_odd_retries(retries: Any, client: EternalClient) -> None:
    """Retries that are no small whole number are refused before anything is sent."""
    with pytest.raises(InvalidInput, match="from 0 to 10"):
        client.poll_character(7, retries=retries)
    with pytest.raises(InvalidInput, match="from 0 to 10"):
        client.poll_generation("7", retries=retries)


PASSING = [408, 429, 500, 502, 503, 504]


@pytest.mark.bad_answer("any-passing")
@pytest.mark.parametrize("status", PASSING)
def test_three_tries(
    status: int, api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A GET is tried three times, with pauses of half a second and one second between."""
    for _ in range(3):
        api.get(LIST, b"", status=status)
    with pytest.raises(StatusError) as caught:
        client.list_characters()
    assert caught.value.status_code == status
    assert not caught.value.may_have_arrived
    assert clock.pauses == [0.5, 1.0]


@pytest.mark.bad_answer("any-passing")
def test_three_tries_of_a_connection(
    api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A broken connection is tried again in the same way."""
    for _ in range(3):
        api.get(LIST, body=requests.ConnectionError("broken"))
    with pytest.raises(ConnectionFailed) as caught:
        client.list_characters()
    assert not caught.value.may_have_arrived
    assert clock.pauses == [0.5, 1.0]


@pytest.mark.parametrize(("random", "pause"), [(0.0, 0.5), (0.5, 0.4375), (1.0, 0.375)])
def test_jitter(random: float, pause: float, api: responses.RequestsMock, clock: Clock) -> None:
    """A pause is shortened by up to a quarter, so that clients do not come back all at once."""
    api.get(LIST, b"", status=500)
    api.get(LIST, as_bytes(PAGE))
    with make_client(sleep=clock.sleep, random=lambda: random) as client:
        client.list_characters()
    assert clock.pauses == [pause]


ASKED: list[tuple[str, list[float]]] = [
    ("7", [7]),
    ("0", [0]),
    ("60", [60]),
    ("60.5", []),
    ("3600", []),
    ("-10", [0.5]),
    ("inf", [0.5]),
    ("soon", [0.5]),
]


@pytest.mark.bad_answer("any-passing")
@pytest.mark.parametrize(("header", "expected"), ASKED)
@pytest.mark.parametrize("status", [429, 503])
def test_asked_pause(
    status: int,
    header: str,
    expected: list[float],
    api: responses.RequestsMock,
    client: EternalClient,
    clock: Clock,
) -> None:
    """Up to 60 seconds are waited as asked; more ends the call at once; nonsense is ignored."""
    api.get(LIST, b"", status=status, headers={"Retry-After": header})
    if expected:
        api.get(LIST, as_bytes(PAGE))
        client.list_characters()
    else:
        with pytest.raises((RateLimited, ServerError)) as caught:
            client.list_characters()
        assert caught.value.retry_after == float(header)
    assert clock.pauses == expected


def test_asked_pause_as_date(
    api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A date in the near future is waited for."""
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    api.get(LIST, b"", status=503, headers={"Retry-After": then})
    api.get(LIST, as_bytes(PAGE))
    client.list_characters()
    assert 25 < clock.pauses[0] <= 30


@pytest.mark.bad_answer("any-refused")
@pytest.mark.parametrize("status", [300, 301, 400, 401, 402, 403, 404, 405, 422, 501, 505])
def test_refused_at_once(
    status: int, api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """What another try would not change is an error at once, whatever Retry-After says."""
    headers = {"Retry-After": "1"}
    api.get(LIST, b'{"detail": {"message": "not so"}}', status=status, headers=headers)
    with pytest.raises(StatusError) as caught:
        client.list_characters()
    assert (caught.value.status_code, caught.value.detail) == (status, "not so")
    assert clock.pauses == []


def test_unreadable_answer_is_not_asked_for_again(
    api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A GET whose answer cannot be read ends at once."""
    api.get(LIST, b"<html>")
    with pytest.raises(ContractError) as caught:
        client.list_characters()
    assert not caught.value.may_have_arrived
    assert clock.pauses == []


ARRIVED = dict.fromkeys((301, 307, 308, 400, 401, 402, 403, 404, 409, 422, 429, 499), False)
ARRIVED |= dict.fromkeys((302, 408, 500, 502, 503, 504, 520), True)


@pytest.mark.bad_answer("create-broken")
@pytest.mark.parametrize(("status", "arrived"), ARRIVED.items())
def test_post_is_sent_once(
    status: int, *, arrived: bool, api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A POST is never sent again; a refusal or a move says for sure that nothing was created."""
    api.post(CREATE, b"", status=status, headers={"Retry-After": "1"})
    with pytest.raises(StatusError) as caught:
        client.create_character("Somebody")
    assert caught.value.may_have_arrived is arrived
    assert clock.pauses == []
    assert len(api.calls) == 1


POST_FAILURES: list[tuple[Exception, bool]] = [
    (requests.ConnectionError("broken"), True),
    (requests.ReadTimeout("slow"), True),
    (requests.ConnectTimeout("slow"), False),
    (requests.exceptions.ChunkedEncodingError("broken"), True),
    (requests.exceptions.ContentDecodingError("odd"), True),
    (requests.exceptions.InvalidURL("odd"), True),
    (OSError("odd"), True),
    (ValueError("odd"), True),
]


@pytest.mark.bad_answer("create-broken")
@pytest.mark.parametrize(("failure", "arrived"), POST_FAILURES, ids=repr)
def test_post_that_breaks(
    failure: Exception,
    *,
    arrived: bool,
    api: responses.RequestsMock,
    client: EternalClient,
    clock: Clock,
) -> None:
    """A POST that breaks is not sent again, and may have arrived unless it never left."""
    api.post(CREATE, body=failure)
    with pytest.raises(ConnectionFailed) as caught:
        client.create_character("Somebody")
    assert caught.value.may_have_arrived is arrived
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert clock.pauses == []


def test_a_part_of_a_path_stays_one(api: responses.RequestsMock, client: EternalClient) -> None:
    """Whatever fills a path is percent-encoded, its slashes included, and leads nowhere else."""
    api.get(f"{BASE_URL}/v2/a/..%2F%3F%23%C3%A9", b"{}")
    call = Call("aThing", "GET", "/v2/a/{id}", bytes)
    assert client._transport.get(call, {"id": "../?#é"}) == b"{}"


def test_headers_are_spelt_as_documented(
    api: responses.RequestsMock, client: EternalClient
) -> None:
    """Names of headers go out as the document spells them, and a GET brings none of a body."""
    api.get(LIST, as_bytes(PAGE))
    api.post(CREATE, as_bytes(CREATION))
    client.list_characters()
    client.create_character("Somebody")
    got, posted = (list(call.request.headers) for call in api.calls)
    assert got == ["Accept", "Accept-Encoding", "User-Agent"]
    assert posted == [*got, "Content-Type", "x-api-key", "Content-Length"]
