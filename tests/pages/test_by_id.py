"""A character looked up by id where polls know nothing: the list is read once, for all."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from eternal import Character, NotFound
from eternal.catalogue import Snapshot
from eternal.simulator import Fault
from pages.components.source.by_id import NotListed, find_character
from pages.model import list_cache, unknown_ids
from tests.relay import served

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from tests.pages.conftest import OpenPage

NOT_POLLED = Fault("poll", status=404, times=None)


class Listed:
    """An API whose polls know nobody.

    Args:
        total: How many it lists, with ids from 1.
        clamp: How many it hands out at most.
    """

    def __init__(self, total: int, clamp: int) -> None:
        self.total = total
        self.clamp = clamp
        self.lists = 0
        self.polls = 0

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one request."""
        status, body = 404, b"{}"
        if scope["path"] == "/v2/characters":
            self.lists += 1
            page = int(scope["query_string"].split(b"page=")[1].split(b"&")[0])
            ids = range(self.total + 1)[1:][(page - 1) * self.clamp : page * self.clamp]
            status, body = 200, json.dumps({"result": [{"id": id} for id in ids]}).encode()
        else:
            self.polls += 1
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@pytest.mark.row("S7")
@pytest.mark.parametrize(("total", "clamp"), [(90, 20), (1300, 50), (1300, 20)])
def test_found_anywhere_in_the_list(total: int, clamp: int) -> None:
    """Whoever is listed is found, past 1,000 and where the server hands out 20 at a time, too."""
    with served(Listed(total, clamp)) as base_url:
        found = find_character(base_url, total)
        assert found.poll.character == Character(id=total)
        assert find_character(base_url, total - 1).poll.character == Character(id=total - 1)


@pytest.mark.row("S7")
def test_what_is_in_memory_costs_no_call() -> None:
    """Whoever is in a list that was read is found without reading it again."""
    api = Listed(200, 50)
    with served(api) as base_url:
        find_character(base_url, 200)
        asked = api.lists
        find_character(base_url, 3)
        assert api.lists == asked


@pytest.mark.row("X10")
def test_unknown_ids_share_one_reading() -> None:
    """Fifty unknown ids, side by side and twice, read the list once and poll once each."""
    api = Listed(500, 50)
    with served(api) as base_url:
        with ThreadPoolExecutor(8) as visitors:
            for _ in range(2):
                asked = [visitors.submit(find_character, base_url, 10_000 + n) for n in range(50)]
                assert all(isinstance(one.exception(), NotListed) for one in asked)
        assert api.polls == 50
        assert api.lists < 25


@pytest.mark.row("X10")
def test_a_missing_id_is_forgotten_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand, or after a short while, an id that was missing is asked for anew."""
    api = Listed(3, 50)
    with served(api) as base_url:
        for again in (False, False, True):
            with pytest.raises(NotListed):
                find_character(base_url, 99, again=again)
        assert api.polls == 2
        monkeypatch.setattr(unknown_ids, "KEPT_SECONDS", 0.0)
        for _ in range(2):
            with pytest.raises(NotListed):
                find_character(base_url, 98)
        assert api.polls == 4


@pytest.mark.row("S7")
def test_how_far_was_looked() -> None:
    """Only a list that was read whole proves that nobody has an id; else it is said how far."""
    some = tuple(Character(id=id) for id in range(1, 1001))
    whole = Snapshot(some, is_complete=True)
    assert str(NotListed(whole)) == "No character with this ID."
    bounded = Snapshot(some, is_complete=True, is_bounded=True)
    assert str(NotListed(bounded)) == "Not among the first 1,000 characters of the list."
    for part in (
        Snapshot(some),
        Snapshot(some, is_complete=True, failed_pages=1),
        Snapshot(some, is_complete=True, unreadable=1),
        Snapshot(some, is_complete=True, is_changing=True),
    ):
        assert str(NotListed(part)) == "Not among the 1,000 characters that could be read."
        assert isinstance(NotListed(part), NotFound)


@pytest.mark.row("S7")
def test_it_is_said_on_the_pages(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look up, Many and the shortlist say how far was looked."""
    monkeypatch.setenv("ETERNALAI_LIST_LIMIT", "100")
    words = "Not among the first 100 characters of the list."
    opened = visit("lookup", id="99999", faults=[NOT_POLLED])
    assert words in opened.words
    opened.go("lookup", how="Many").type("Character IDs", "99999 6790").press("Look up all")
    assert words in opened.words
    assert words in visit(again=opened, view="Shortlist", shortlist="99999").words


def test_a_hanging_reading_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that takes too long is not waited for, and what it may hold is not denied."""
    monkeypatch.setattr(list_cache, "LOOK_SECONDS", 0.0)
    with served(Listed(500, 50)) as base_url, pytest.raises(NotListed, match="could be read"):
        find_character(base_url, 99_999)
