"""Characters that are not finished: said, looked at on a schedule, and never kept as they are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from eternal import waiting
from tests.pages.visit import polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

LOOK = "Look again"
PENDING = "still being created"
AT_REST = 3600.0
EMPTY = None
PART = {"id": 7, "display_name": "Half Done", "age": 30}
OPENED = {
    "generate": {"character": "7"},
    "lookup": {"details": "7"},
    "gallery": {"view": "Shortlist", "shortlist": "7"},
}
WHOLE = {**PART, "display_name": "Whole Now", "description": "A baker."}


def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be asked a second time in this test."""
    monkeypatch.setattr(waiting, "interval_seconds", lambda _: AT_REST)


@pytest.mark.row("S23")
@pytest.mark.parametrize("page", list(OPENED))
@pytest.mark.parametrize("result", [EMPTY, PART], ids=["null", "a part"])
def test_pending_is_said_and_not_asked_at_every_run(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str, result: object
) -> None:
    """Who is still being created is said to be, and is asked for on a schedule only."""
    at_rest(monkeypatch)
    opened = visit(page, faults=[polling(result, status="pending")], **OPENED[page])  # type: ignore[arg-type]
    assert PENDING in opened.words.lower()
    assert "shortlist is empty" not in opened.words
    opened.run().run()
    assert len(opened.polls) == 1
    opened.press(LOOK)
    assert len(opened.polls) == 2


@pytest.mark.row("S23")
@pytest.mark.parametrize("page", ["generate", "gallery"])
def test_the_finished_one_appears_by_itself(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Once finished, the whole character is there, without a press, and is asked for no more."""
    monkeypatch.setattr(waiting, "interval_seconds", lambda _: 0.05)
    faults = [polling(PART, status="pending", times=2), polling(WHOLE)]
    opened = visit(page, faults=faults, **OPENED[page])  # type: ignore[arg-type]
    assert "Half Done" not in opened.names
    opened.wait(lambda now: "Whole Now" in now.names)
    asked = len(opened.polls)
    assert len(opened.run().polls) == asked == 3


@pytest.mark.row("S23")
def test_a_dialog_keeps_the_finished_one_only(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog of an unfinished character shows the whole one when it is looked at again."""
    at_rest(monkeypatch)
    faults = [polling(PART, status="pending", times=1), polling(WHOLE)]
    opened = visit("lookup", details="7", faults=faults)
    assert "Half Done" not in opened.names
    assert "Whole Now" in opened.press(LOOK).html


@pytest.mark.row("S23")
@pytest.mark.parametrize("page", list(OPENED))
def test_one_that_never_will_be(visit: OpenPage, page: str) -> None:
    """A creation that failed is told as that, and not asked for again by itself."""
    opened = visit(page, faults=[polling(EMPTY, status="failed")], **OPENED[page])  # type: ignore[arg-type]
    assert PENDING not in opened.words.lower()
    assert opened.app.error
    opened.run().run()
    assert len(opened.polls) == 1


@pytest.mark.row("S23")
def test_the_groups_of_a_shortlist(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shortlist names whoever is pending apart from whoever nobody knows, each once."""
    at_rest(monkeypatch)
    faults = [polling(EMPTY, status="pending", times=1)]
    opened = visit(view="Shortlist", shortlist="7.1", faults=faults)
    assert "**0** on your shortlist" in opened.words
    (pending,) = set(re.findall(r"being created: (\d)\.", opened.words))
    (missing,) = set(re.findall(r"not be found: (\d)\.", opened.words))
    assert {pending, missing} == {"7", "1"}


@pytest.mark.row("S14")
@pytest.mark.parametrize("address", [None, "", "http://a b/", "javascript:alert(1)", "/x.png"])
def test_no_picture_is_not_unfinished(visit: OpenPage, address: str | None) -> None:
    """A finished adult without a usable picture can be turned into pictures: its id is sent."""
    record = {**WHOLE, "avatar_url": address}
    opened = visit("generate", character="7", faults=[polling(record)])
    assert "has no picture" in opened.words
    assert PENDING not in opened.words.lower()
    opened.choose("How", "Custom").type("Describe the change", "at sea").press("Generate")
    opened.wait(lambda now: bool(now.sent()))
    assert json.loads(opened.sent()[0].body)["images"] == ["7"]
