"""Addresses into the visitor's own machine: taken from a service there, dropped from any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from eternal import EternalClient
from tests.contract.examples import CREATION, ELARA, POLL, RESULT, as_bytes

if TYPE_CHECKING:
    import responses

pytestmark = pytest.mark.row("X8")
KEY = "sk-0123456789abcdef"
HERE = "http://127.0.0.1:8787"
LIVE = "https://open.eternalai.org"
INSIDE = ["http://127.0.0.1:9/x.png", "https://localhost/x.png", "https://printer.local/x.png"]


def answers(base: str, address: str, api: responses.RequestsMock) -> list[Any]:
    """What each call says about a picture or a result with this address."""
    odd = {"avatar_url": address}
    api.get(f"{base}/v2/characters", as_bytes({"result": [ELARA | odd, ELARA | {"id": 2}]}))
    api.post(
        f"{base}/v2/character/create", as_bytes(CREATION | {"result": CREATION["result"] | odd})
    )
    api.get(
        f"{base}/v2/character/poll-result/6870",
        as_bytes(POLL | {"result": POLL["result"] | odd}),
    )
    api.get(
        f"{base}/v2/poll-result/{RESULT['request_id']}", as_bytes(RESULT | {"result_url": address})
    )
    with EternalClient(KEY, base) as client:
        return [
            client.list_characters(),
            client.create_character("Somebody"),
            client.poll_character(6870),
            client.poll_generation(RESULT["request_id"]),
        ]


@pytest.mark.parametrize("address", INSIDE)
def test_dropped_from_elsewhere(address: str, api: responses.RequestsMock) -> None:
    """From a service elsewhere no call hands such an address over, and each notes it as drift."""
    page, creation, poll, result = answers(LIVE, address, api)
    assert [one.avatar_url for one in page.characters] == ["", ELARA["avatar_url"]]
    assert (creation.character.avatar_url, poll.character.avatar_url) == ("", "")
    assert (creation.id, poll.character.id, poll.state) == (6870, 6870, "ready")
    assert (result.result_url, result.result_text, result.state) == (None, address, "ready")
    for answer in (page, creation, poll, result):
        assert [note for note in answer.drift if "own machine or network" in note]


@pytest.mark.parametrize("address", INSIDE[:2])
def test_kept_from_here(address: str, api: responses.RequestsMock) -> None:
    """A service on this machine may name this machine."""
    page, creation, poll, result = answers(HERE, address, api)
    assert page.characters[0].picture == address
    assert creation.character.picture == poll.character.picture == result.result_url == address
    assert not [note for note in page.drift if "own machine" in note]


def test_others_are_left_alone(api: responses.RequestsMock) -> None:
    """An address on the internet is handed over as it came."""
    page, *_, result = answers(LIVE, ELARA["avatar_url"], api)
    assert page.characters[0].avatar_url == ELARA["avatar_url"]
    assert result.result_url == ELARA["avatar_url"]
    assert not [note for note in page.drift if "own machine" in note]
