"""A service that fails after good answers: what was known stays on the page, with its age."""

from __future__ import annotations

import time
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from eternal.simulator import Fault
from pages.components.gallery import list_pages
from pages.components.source import api, by_id, page_cache
from pages.model import list_cache
from pages.model.last_good import LastGood
from pages.model.settings import Source
from tests.pages.labels import ELARA
from tests.pages.timers import timers_of

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

OLD = "What you see is from 11 minutes ago."
DOWN = tuple(Fault(one, status=503, times=None) for one in ("list", "poll"))
ASIDE = "Try again"
MINUTES = 60.0


class Later:
    """A clock that can be put forward."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Monotonic seconds."""
        return time.monotonic() + self.seconds


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """The clock of all that is kept of the API."""
    made = Later()
    hurried = partial(
        vars(api)["EternalClient"], sleep=lambda _: None
    )  # no pause before a second try
    monkeypatch.setattr(api, "EternalClient", hurried)
    for module in (by_id, page_cache):
        monkeypatch.setattr(module, "LastGood", partial(LastGood, clock=made))
    for module in (by_id, list_cache):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=made))
    return made


def falls_silent(opened: Visit, later: Later, minutes: float = 11.0) -> Visit:
    """Let minutes pass, and have each call fail from then on."""
    later.seconds += minutes * MINUTES
    return opened.now_failing(*DOWN)


def test_a_page_of_the_gallery(visit: OpenPage, later: Later) -> None:
    """A page that was read stays while the service fails; it says how old it is, and why."""
    opened = visit()
    names = opened.names
    falls_silent(opened, later)
    other = visit(again=opened).wait(lambda now: "status 503" in now.words)
    assert other.names == names
    assert OLD in other.words
    assert other.has_button(ASIDE)
    assert not other.app.error


def test_it_becomes_new_by_itself(visit: OpenPage, later: Later) -> None:
    """Once the service answers again the page is read anew behind, after a pause, by itself."""
    opened = visit()
    falls_silent(opened, later)
    other = visit(again=opened).wait(lambda now: "status 503" in now.words)
    other.now_listing({"id": 5, "display_name": "Ada"})
    other.wait(lambda _: True)
    assert not other.api.requests
    later.seconds += page_cache.PAUSE_SECONDS
    other.wait(lambda now: now.names == ["Ada"])
    assert "What you see" not in other.words
    assert not timers_of(other.app)


def test_try_again_asks_at_once(visit: OpenPage, later: Later) -> None:
    """The button does not wait for the pause."""
    opened = visit()
    falls_silent(opened, later)
    other = visit(again=opened).wait(lambda now: "status 503" in now.words)
    other.now_listing({"id": 5, "display_name": "Ada"})
    other.press(ASIDE).wait(lambda now: now.names == ["Ada"])


def test_refresh_of_a_silent_service_keeps_the_page(visit: OpenPage, later: Later) -> None:
    """Refresh while the service fails says so, and takes nothing away."""
    opened = visit()
    names = opened.names
    falls_silent(opened, later, 1.5)
    opened.press("Refresh").wait(lambda now: "status 503" in now.words)
    assert opened.names == names
    assert "What you see is from 1 minute ago" in opened.words


def test_a_page_a_minute_old_needs_no_word(visit: OpenPage, later: Later) -> None:
    """What is a few minutes old is shown without a word; the newer page comes by itself."""
    opened = visit()
    later.seconds += 2 * MINUTES
    opened.now_listing({"id": 5, "display_name": "Ada"}).run()
    assert "What you see" not in opened.words
    opened.wait(lambda now: now.names == ["Ada"])
    assert not timers_of(opened.app)


def test_a_failure_behind_is_told_by_itself(visit: OpenPage, later: Later) -> None:
    """Where the newer page fails behind, the age appears without a click."""
    opened = visit()
    names = opened.names
    falls_silent(opened, later, 2.0).run()
    opened.wait(lambda now: "What you see is from 2 minutes ago" in now.words)
    assert opened.names == names


def test_failures_are_shared(visit: OpenPage, later: Later) -> None:
    """However many visitors open a page that fails, it is asked for once in a pause."""
    opened = visit(faults=DOWN)
    asked = len(opened.api.requests)
    assert [visit(again=opened).words.count("status 503") for _ in range(3)] == [1, 1, 1]
    assert len(opened.api.requests) == asked


@pytest.mark.parametrize("quick", [0.0, 5.0], ids=["after outlines", "at once"])
def test_nothing_known_recovers_by_itself(
    visit: OpenPage, later: Later, monkeypatch: pytest.MonkeyPatch, quick: float
) -> None:
    """A page of which nothing is known shows the failure, and appears once the service answers."""
    monkeypatch.setattr(list_pages, "QUICK_SECONDS", quick)
    opened = visit(faults=DOWN)
    assert "status 503" in opened.words
    opened.now_failing()
    later.seconds += page_cache.PAUSE_SECONDS
    opened.wait(lambda now: len(now.names) == 24)
    assert not opened.app.error


def test_never_across_sources(visit: OpenPage, later: Later) -> None:
    """What one source has told is never shown for the other."""
    opened = visit()
    falls_silent(opened, later)
    opened.app.button_group(key="source.switch").set_value(Source.DEMO)
    opened.run()
    assert "What you see" not in opened.words
    assert len(opened.names) == 24


@pytest.mark.parametrize("view", ["Cards", "Table", "Charts"])
def test_the_whole_list(visit: OpenPage, later: Later, view: str) -> None:
    """A search goes on in the list of before, and its export says how old that is."""
    opened = visit(q="Elara Voss", view=view).read()
    falls_silent(opened, later)
    opened.run().wait(lambda now: "status 503" in now.words)
    assert OLD in opened.words
    assert "**1** found" in opened.words
    assert "1 characters, as they were 11 minutes ago" in opened.words
    opened.now_failing()
    opened.press(ASIDE).wait(lambda now: "What you see" not in now.words)
    assert "as they were" not in opened.words


def test_a_look_up(visit: OpenPage, later: Later) -> None:
    """A character that was looked up is shown as it was, and anew once the service answers."""
    opened = visit("lookup", id=ELARA)
    falls_silent(opened, later)
    other = visit("lookup", again=opened, id=ELARA)
    assert other.names == ["Elara Voss"]
    assert OLD in other.words
    assert "status 503" in other.words
    assert other.app.text_input(key="lookup.text").value == ELARA
    other.now_failing()
    later.seconds += by_id.PAUSE_SECONDS
    other.wait(lambda now: "What you see" not in now.words)
    assert other.names == ["Elara Voss"]


def test_a_look_up_of_a_listed_character(visit: OpenPage, later: Later) -> None:
    """A character that was only seen in the gallery can be looked up while the service fails."""
    opened = visit()
    falls_silent(opened, later)
    other = visit("lookup", again=opened, id=ELARA)
    assert other.names == ["Elara Voss"]
    assert OLD in other.words
    unknown = visit("lookup", again=opened, id="77")
    assert "status 503" in unknown.words
    assert unknown.has_button(ASIDE)


def test_a_listed_character_by_the_whole_list(visit: OpenPage, later: Later) -> None:
    """So can one that was only read with the whole list."""
    opened = visit(q="Elara").read()
    falls_silent(opened, later)
    assert visit("lookup", again=opened, id=ELARA).names == ["Elara Voss"]


def test_many_and_the_shortlist(visit: OpenPage, later: Later) -> None:
    """Many ids and a shortlist show who was known, and say of the others that they are not."""
    opened = visit("lookup", id=ELARA)
    falls_silent(opened, later)
    many = visit("lookup", again=opened, how="Many").type("Character IDs", f"{ELARA} 77")
    many.press("Look up all")
    assert "**1** found" in many.words
    assert "1 could not be looked up just now" in many.words
    assert OLD in many.words
    assert "1 characters, as they were 11 minutes ago" in many.words
    marked = visit(again=opened, view="Shortlist", shortlist=f"{ELARA}.77")
    assert marked.names == ["Elara Voss"]
    assert OLD in marked.words
    assert "1 could not be looked up just now" in marked.words
    marked.now_failing().press(ASIDE)
    assert "What you see" not in marked.words


@pytest.mark.parametrize(
    ("page", "name", "key"),
    [
        ("gallery", "details", "newer-details"),
        ("generate", "character", "newer-generate-character"),
    ],
)
def test_details_and_generate(
    visit: OpenPage, later: Later, page: str, name: str, key: str
) -> None:
    """The dialog of a link, and the page of pictures, show who was known, with the age."""
    opened = visit("lookup", id=ELARA)
    falls_silent(opened, later)
    query: dict[str, Any] = {name: ELARA}
    other = visit(page, again=opened, **query)
    assert "Elara Voss" in other.html
    assert OLD in other.words
    other.now_failing().app.button(key=key).click()
    other.run()
    assert "What you see" not in other.words


def test_a_slow_service_shows_what_is_known(
    visit: OpenPage, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an answer takes long the one of before is shown, and then the new one, by itself."""
    monkeypatch.setattr(by_id, "PATIENCE_SECONDS", 0.05)
    opened = visit("lookup", id=ELARA)
    later.seconds += 11 * MINUTES
    opened.now_failing(Fault("poll", delay_seconds=0.5))
    other = visit("lookup", again=opened, id=ELARA)
    assert OLD in other.words
    assert "takes its time" in other.words
    other.wait(lambda now: "What you see" not in now.words)
