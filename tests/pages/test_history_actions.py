"""What is done in the History: opened, watched and used again, deleted. It sends nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pages.model.jobs import JobState
from tests.pages import past_jobs as past
from tests.pages.labels import DESCRIBE, ELARA, HOUR

if TYPE_CHECKING:
    import pytest

    from tests.pages.conftest import OpenPage

WATCH_AGAIN = "Watch again"
CREATE_AGAIN = "Create again"
USE_AGAIN = "Use again"
DELETE = "Delete"
DELETE_ALL = "Delete all"
KEEP = "Keep"


def test_open_leads_to_its_page(visit: OpenPage) -> None:
    """A character opens on Look up, a picture on Generate, and both are named in the address."""
    past.keep(past.creation(), past.picture(), past.waiting())
    found = past.links(visit("history", seconds=HOUR))
    assert ("Open", f"id={past.BO.id}") in found
    assert ("Open", f"request={past.REQUEST_ID}") in found
    assert ("See progress", "creation=6870") in found


def test_watch_again_is_free_and_goes_to_its_page(visit: OpenPage) -> None:
    """What was given up is polled again under its id, on its page; nothing is sent."""
    past.keep(past.overdue())
    opened = visit("history").press(WATCH_AGAIN)
    assert opened.app.title[0].value == "Generate"
    assert opened.address("request") == [past.REQUEST_ID]
    opened.wait(lambda now: past.REQUEST_ID in now.polls)
    assert not opened.sent()


def test_watch_again_brings_back_what_was_put_aside(visit: OpenPage) -> None:
    """A creation that was put aside is on Create again while it is watched."""
    job = replace(past.waiting(), state=JobState.EXPIRED, error=past.OVERDUE, is_dismissed=True)
    past.keep(job)
    opened = visit("history", seconds=HOUR).press(WATCH_AGAIN)
    assert opened.app.title[0].value == "Create"
    assert opened.progress
    assert "A sailor." in opened.html


def test_create_again_sends_nothing(visit: OpenPage) -> None:
    """The words go back into the form of Create; what stood there can be brought back."""
    past.keep(past.refused())
    opened = visit("create").type(DESCRIBE, "half a sentence").run()
    opened.go("history").press(CREATE_AGAIN)
    assert opened.app.title[0].value == "Create"
    assert opened.field(DESCRIBE).value == "A diver."
    assert opened.has_button("Bring back what I had")
    assert not opened.sent()


def test_use_again_fills_generate(visit: OpenPage) -> None:
    """Character, way, words and quality go back into the form of Generate; nothing is sent."""
    request = replace(past.REQUEST, character=past.BO.model_copy(update={"id": int(ELARA)}))
    past.keep(past.picture(request=request.to_data()))
    opened = visit("history").press(USE_AGAIN)
    assert opened.app.title[0].value == "Generate"
    assert opened.address("character") == [ELARA]
    assert opened.field("Describe the change").value == "at sea"
    assert opened.field("Quality").value == "High"
    assert not opened.sent()


def test_one_is_deleted_after_a_question(visit: OpenPage) -> None:
    """Delete asks first; Keep deletes nothing, Delete this entry only."""
    past.keep(past.creation(), past.refused())
    opened = visit("history").press(DELETE)
    assert "This entry goes from your history" in opened.words
    assert "Nothing is deleted at EternalAI" in opened.words
    assert len(past.kept()) == 2
    assert "This entry goes" not in opened.press(KEEP).words
    opened.press(DELETE)
    opened.app.button(key="history.delete").click()
    assert past.titles(opened.run()) == ["New character"]
    assert "This entry goes" not in opened.words
    assert past.kept() == ["A diver."]


def test_all_are_deleted_but_what_is_under_way(visit: OpenPage) -> None:
    """Delete all says how many go and how many stay, whatever is filtered, and does so."""
    past.keep(past.waiting(), past.creation(), past.refused(), past.picture())
    opened = visit("history", find="diver", seconds=HOUR).press(DELETE_ALL)
    assert "3 entries go from your history. 1 under way stays." in opened.words
    opened.app.button(key="history.delete").click()
    opened.run()
    assert past.kept() == ["A sailor."]
    assert not opened.sent()


def test_nothing_to_delete_is_said(visit: OpenPage) -> None:
    """While everything is still under way the question says so, and has nothing to press."""
    past.keep(past.waiting())
    opened = visit("history", seconds=HOUR).press(DELETE_ALL)
    assert "Nothing in your history has ended yet" in opened.words
    assert opened.app.button(key="history.delete").disabled


def test_a_question_ends_with_its_page(visit: OpenPage) -> None:
    """A question that was left open is not asked again when its page is opened anew."""
    past.keep(past.creation())
    opened = visit("history").press(DELETE).go("create").go("history")
    assert "This entry goes" not in opened.words


def test_a_deletion_that_fails(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The open question says that nothing was deleted."""
    past.keep(past.creation())
    opened = visit("history").press(DELETE)
    past.failing(monkeypatch, "delete")
    opened.app.button(key="history.delete").click()
    assert "Nothing was deleted" in opened.run().app.error[0].value
    assert past.titles(opened) == ["Bo Baker"]
