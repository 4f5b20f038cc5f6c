"""What a refusal says, by whose clock it asks to wait, and how long a POST is waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from eternal import (
    EternalClient,
    InvalidInput,
    RateLimited,
    StatusError,
    Unauthorized,
)
from tests.contract.examples import CREATION, PAGE, as_bytes
from tests.unit.mocked import CREATE, KEY, LIST

if TYPE_CHECKING:
    import responses

    from tests.clock import Clock

NOW = datetime(2026, 3, 31, 12, 0, 0, tzinfo=UTC)


@pytest.mark.row("S20")
@pytest.mark.parametrize("ahead", [-3600, 0, 3600, 86_400])
def test_a_date_is_read_by_the_clock_that_wrote_it(
    ahead: int, api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A Retry-After as a date means the time from the answer's own Date, not from our clock."""
    there = datetime.now(UTC) + timedelta(seconds=ahead)
    headers = {
        "Date": format_datetime(there, usegmt=True),
        "Retry-After": format_datetime(there + timedelta(seconds=7), usegmt=True),
    }
    api.get(LIST, b"", status=503, headers=headers)
    api.get(LIST, as_bytes(PAGE))
    client.list_characters()
    assert clock.pauses == [7]


@pytest.mark.row("S20")
@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Mar 2026 12:00:07 GMT", "7"])
def test_a_date_beside_no_date(
    date: str, api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """Without a Date that can be read, our own clock has to do."""
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    api.get(LIST, b"", status=503, headers={"Retry-After": then, "Date": date})
    api.get(LIST, as_bytes(PAGE))
    client.list_characters()
    assert 20 < clock.pauses[0] <= 30


@pytest.mark.row("S20")
def test_a_date_too_far_off_is_not_waited_for(
    api: responses.RequestsMock, client: EternalClient, clock: Clock
) -> None:
    """A date is capped like seconds are: beyond a minute there is no further try."""
    headers = {
        "Date": format_datetime(NOW, usegmt=True),
        "Retry-After": format_datetime(NOW + timedelta(seconds=61), usegmt=True),
    }
    api.get(LIST, b"", status=429, headers=headers)
    with pytest.raises(RateLimited) as caught:
        client.list_characters()
    assert (caught.value.retry_after, clock.pauses) == (61, [])


@pytest.mark.row("S19")
@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("key", [KEY, None])
def test_a_call_without_a_key_blames_none(
    status: int, key: str | None, api: responses.RequestsMock
) -> None:
    """A refused GET, which never sends a key, says "just now" and nothing about checking a key."""
    api.get(LIST, b"<html>blocked", status=status)
    with EternalClient(key) as client, pytest.raises(Unauthorized) as caught:
        client.list_characters()
    assert str(caught.value) == f"The service refused this just now (status {status})."
    assert "No key is needed" in caught.value.advice
    assert "heck the key" not in caught.value.advice


@pytest.mark.row("S19")
@pytest.mark.parametrize("status", [401, 403])
def test_a_paid_call_without_a_key_asks_for_one(status: int, api: responses.RequestsMock) -> None:
    """A refused POST that carried no key says that one is missing."""
    api.post(CREATE, b"", status=status)
    with EternalClient() as client, pytest.raises(Unauthorized) as caught:
        client.create_character("Somebody")
    assert "none was sent" in str(caught.value)
    assert caught.value.advice.startswith("Add a key")
    assert not caught.value.may_have_arrived


@pytest.mark.row("S19")
@pytest.mark.parametrize(("key", "is_other"), [("sk_0123456789", True), ("sk-0123456789", False)])
def test_a_refused_key_is_blamed(key: str, *, is_other: bool, api: responses.RequestsMock) -> None:
    """A key that was sent is to be checked; one that begins with sk_ is of another kind."""
    api.post(CREATE, b"", status=401)
    with EternalClient(key) as client, pytest.raises(Unauthorized) as caught:
        client.create_character("Somebody")
    assert str(caught.value) == "The service did not accept the key (status 401)."
    assert caught.value.advice.startswith("Check the key")
    assert ("sk_" in caught.value.advice) is is_other


@pytest.mark.row("S21")
def test_a_proxy_that_answers_itself(api: responses.RequestsMock) -> None:
    """407 is a proxy's: the setting of the proxy is named."""
    api.get(LIST, b"", status=407)
    with EternalClient() as client, pytest.raises(StatusError) as caught:
        client.list_characters()
    assert "HTTPS_PROXY" in caught.value.advice


@pytest.mark.row("M14")
@pytest.mark.bad_answer("create-silence")
def test_a_post_has_a_time_of_its_own(api: responses.RequestsMock) -> None:
    """A POST is waited for 90 seconds, however short the time for a GET is; or as long as told."""

    def within(seconds: float) -> Any:
        return lambda request: (request.req_kwargs["timeout"] == seconds, str(request.req_kwargs))

    api.get(LIST, as_bytes(PAGE), match=[within(5)])
    api.post(CREATE, as_bytes(CREATION), match=[within(90)])
    with EternalClient("sk-0123456789", timeout=5) as client:
        client.list_characters()
        client.create_character("Somebody")
    api.post(CREATE, as_bytes(CREATION), match=[within(200)])
    with EternalClient("sk-0123456789", post_timeout=200) as client:
        client.create_character("Somebody")


@pytest.mark.row("M14")
@pytest.mark.parametrize("seconds", [0, -1, 3601, float("nan"), float("inf")])
def test_an_odd_time_for_a_post(seconds: float) -> None:
    """The time for a POST is checked like the one for a GET."""
    with pytest.raises(InvalidInput, match="time-out"):
        EternalClient(post_timeout=seconds)
