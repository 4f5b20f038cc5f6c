"""The History: all that a visitor has asked for; what is done there sends nothing."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest

from eternal.simulator import Fault
from pages.components.history import results
from pages.components.jobs.kept import live_jobs
from pages.model.job_store import MOST_LISTED, StorePlace
from pages.model.jobs import JobKind, JobResult, JobState
from pages.model.memory_job_store import MemoryJobStore
from tests.pages import past_jobs as past
from tests.pages.labels import CREATE, DESCRIBE, DONE, HOUR, PROMPT
from tests.pages.visitors import visit_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

CREATE_AGAIN = "Create again"
DELETE_ALL = "Delete all"


def badges(opened: Visit) -> list[str]:
    """The states of the entries."""
    return [one.value for one in opened.app.main.markdown if "-badge[" in one.value]


def another_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the visits come from another browser from now on."""
    visit_from(monkeypatch, "another browser")


def test_an_empty_history_leads_on(visit: OpenPage) -> None:
    """Without an entry the page says what will be there, and leads to Create."""
    opened = visit("history")
    assert "Nothing here yet" in opened.words
    assert not opened.has_button(DELETE_ALL)
    assert opened.press("Create a character").app.title[0].value == "Create"


def test_each_state_is_told_in_words(visit: OpenPage) -> None:
    """Newest first, each entry says how it stands; a failure says why, and what to do."""
    past.keep(past.waiting(), past.creation(), past.refused())
    past.keep(past.unanswered(), past.picture(), past.overdue())
    opened = visit("history", seconds=HOUR)
    states = ["Under way", "Done", "Failed", "May have been created", "Done"]
    states.append("May have been created")
    assert len(badges(opened)) == len(states)
    assert all(map(str.__contains__, badges(opened), states))
    assert past.titles(opened)[1:] == [
        "Bo Baker",
        "New character",
        "New character",
        "Picture of Bo Baker",
        "Picture of Bo Baker",
    ]
    assert "There are not enough credits. Buy some." in opened.html
    assert "The dashboard stopped while this was being sent." in opened.html
    assert "Look before you send it again" in opened.html
    assert "not finished after 10 minutes. The result may be there by now: watch" in opened.html
    assert "**6 entries**" in opened.words


def test_time_and_credits_are_told_where_known(visit: OpenPage) -> None:
    """How long it took and the credits before and after are told, and not made up."""
    past.keep(past.picture(), past.creation())
    opened = visit("history")
    assert "took 1\u00a0min\u00a05\u00a0s · 12.50 credits before, 10.25 after" in opened.html
    assert opened.html.count("took") == opened.html.count("credits") == 1
    assert "1 minute ago" in opened.html
    assert "4 minutes ago" in opened.html


def test_a_picture_is_shown_while_its_address_is_fresh(visit: OpenPage) -> None:
    """The thumbnail is the picture that was made, or the portrait once its address is old."""
    old = JobResult(past.PICTURE_URL, media="picture", told_at=time.time() - HOUR)
    past.keep(past.picture(), past.picture(ago=900, result=old), past.refused())
    shown = [picture.url for picture in visit("history").pictures]
    assert shown.count(past.PICTURE_URL) == 1
    assert shown.count(past.BO.avatar_url) == 1


def test_it_says_where_it_is_kept(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place and the days are those of the deployment."""
    monkeypatch.setenv("ETERNALAI_HISTORY_DAYS", "30")
    assert "memory of this dashboard, until it restarts" in visit("history", source="Demo").words
    for place, words in (
        (StorePlace.FILE, "on the disk of the server"),
        (StorePlace.DATABASE, "in the database of this dashboard"),
    ):
        monkeypatch.setattr(type(live_jobs()), "place", place)
        words_there = visit("history").words
        assert words in words_there
        assert "for 30 days" in words_there


SEARCHES: list[tuple[dict[str, str], list[str]]] = [
    ({"find": "bergen"}, ["A baker from Bergen."]),
    ({"find": "BO"}, ["A baker from Bergen.", "at sea · high quality"]),
    ({"made": "characters"}, ["A baker from Bergen.", "A diver.", "A potter."]),
    ({"made": "pictures"}, ["at sea · high quality"]),
    ({"made": "videos"}, []),
    ({"standing": "failed"}, ["A diver."]),
    ({"standing": "unclear"}, ["A potter."]),
    ({"standing": "ready", "made": "characters"}, ["A baker from Bergen."]),
    ({"find": "nobody wrote this"}, []),
]


@pytest.mark.parametrize(("query", "words"), SEARCHES)
def test_search_and_filters(visit: OpenPage, query: dict[str, Any], words: list[str]) -> None:
    """The address searches and filters; where nothing fits, one click clears it."""
    past.keep(past.creation(), past.refused(), past.unanswered(), past.picture())
    opened = visit("history", **query)
    shown = [one for one in past.kept() if one in opened.html]
    assert shown == words
    if not words:
        assert "Nothing fits" in opened.words
    cleared = opened.press("Clear search and filters")
    assert "**4 entries**" in cleared.words
    assert not cleared.app.query_params


def test_the_controls_write_the_address(visit: OpenPage) -> None:
    """Search and filters are written into the address; each begins at the first page."""
    past.keep(*(past.creation(f"Baker {number}", ago=number) for number in range(45)))
    opened = visit("history", sheet="3")
    opened.app.text_input(key="history.find").set_value("baker")
    assert opened.run().address("find") == ["baker"]
    assert not opened.address("sheet")
    opened.app.selectbox(key="history.made").set_value("characters")
    opened.app.selectbox(key="history.standing").set_value("Done")
    opened.run()
    assert (opened.address("made"), opened.address("standing")) == (["characters"], ["ready"])


def test_pages_of_twenty(visit: OpenPage) -> None:
    """Twenty to a page: older and newer by buttons and by number, past the end is the last."""
    past.keep(*(past.creation(f"Baker {number};", ago=number) for number in range(45)))
    opened = visit("history")
    assert len(past.titles(opened)) == 20
    assert "Baker 0;" in opened.html
    opened.press("Older")
    assert opened.address("sheet") == ["2"]
    assert "Baker 20;" in opened.html
    assert not visit("history", sheet="99").has_button("Older")
    opened = visit("history", sheet="99")
    assert opened.address("sheet") == ["3"]
    assert len(past.titles(opened)) == 5
    opened.app.pagination[0].set_value(1)
    assert "Baker 0;" in opened.run().html
    assert not opened.address("sheet")


def test_nobody_else_sees_or_deletes_it(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another browser sees no entry of this one, at no address."""
    past.keep(past.creation(), past.picture())
    another_browser(monkeypatch)
    queries: list[dict[str, Any]] = [{}, {"find": "baker"}, {"made": "pictures"}]
    for query in queries:
        opened = visit("history", **query)
        assert not past.titles(opened)
        assert "Bergen" not in opened.html + opened.words


def test_a_shared_link_is_in_nobodys_history(visit: OpenPage) -> None:
    """An id that is only watched is no entry."""
    opened = visit("create", creation="6790").wait(lambda now: bool(now.names))
    assert "Nothing here yet" in opened.go("history").words


def test_the_other_source_has_its_own(visit: OpenPage) -> None:
    """The demo shows nothing of the live service."""
    past.keep(past.creation())
    assert past.titles(visit("history"))
    assert "Nothing here yet" in visit("history", source="Demo").words


def test_elsewhere_made_is_shown_but_not_opened(visit: OpenPage) -> None:
    """What was sent to another address of the service is shown, without a way that fails."""
    past.keep(replace(past.creation(), base_url="https://old.example.org"))
    opened = visit("history")
    assert past.titles(opened) == ["Bo Baker"]
    assert not past.links(opened)
    assert opened.has_button(CREATE_AGAIN)


def test_a_creation_is_there_from_the_click_to_its_end(visit: OpenPage) -> None:
    """A creation is in the History at once, and its end appears there by itself."""
    opened = visit("create", faults=[Fault("create", delay_seconds=0.3)], seconds=HOUR)
    opened.type(DESCRIBE, PROMPT).press(CREATE)
    opened.go("history")
    assert "Under way" in badges(opened)[0]
    assert PROMPT in opened.html
    opened.skip(HOUR)
    opened.wait(lambda now: any("Done" in one for one in badges(now)))
    assert len(opened.sent()) == 1
    assert DONE not in opened.words


def test_a_store_that_cannot_be_read(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so, with a way to try again, and is whole again as soon as it can be."""
    past.keep(past.creation())
    with monkeypatch.context() as patch:
        past.failing(patch, "search")
        opened = visit("history")
        assert opened.app.error[0].proto.title == "The history cannot be read just now."
    assert past.titles(opened.press("Try again")) == ["Bo Baker"]


def test_a_problem_of_the_store_is_told(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that can be read and not written says so above its entries."""
    past.keep(past.creation())
    monkeypatch.setattr(MemoryJobStore, "problem", "The disk is full.", raising=False)
    opened = visit("history")
    assert opened.app.warning[0].value == "The disk is full."
    assert past.titles(opened)


HOSTILE = "<script>alert(1)</script> **bold** :red[x] [a](https://example.org) \u202e" + "M" * 3000


def test_hostile_words_are_plain_text(visit: OpenPage) -> None:
    """Whatever was asked for or came back is shown as it is, and long words are folded."""
    name = past.BO.model_copy(update={"display_name": HOSTILE})
    past.keep(past.creation(HOSTILE, character=name.model_dump(exclude_defaults=True)))
    opened = visit("history")
    assert "<script>alert" not in opened.html
    assert "\u202e" not in opened.html
    assert escape("<script>alert(1)</script> **bold** :red[x]") in opened.html
    assert "**bold**" not in opened.words
    assert "<details><summary" in opened.html
    assert len(past.titles(opened)[0]) < 200


def exported(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, **query: Any
) -> tuple[str, Callable[[], bytes], Callable[[], bytes]]:
    """What the export offers: how much, the CSV and the JSON."""
    offered: list[Any] = []
    monkeypatch.setattr(results, "render_files", lambda _, *parts: offered.append(parts))
    visit("history", **query)
    return offered[-1]  # type: ignore[no-any-return]


def test_the_export_has_all_that_fits(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files hold what fits the filters, from all pages, and nothing else."""
    past.keep(*(past.creation(f"Baker {number};", ago=number) for number in range(45)))
    past.keep(past.refused())
    count, as_csv, as_json = exported(visit, monkeypatch, find="baker", sheet="2")
    assert count == "45 entries"
    assert as_csv().count(b"Baker") == as_json().count(b'"Baker') + 45 == 90
    assert b"diver" not in as_csv() + as_json()


def test_the_export_is_bounded(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file holds the newest entries up to its bound, and its button says so."""
    monkeypatch.setattr(results, "MOST_EXPORTED", 2)
    past.keep(*(past.creation(f"Number {number}.", ago=number) for number in range(3)))
    count, as_csv, _ = exported(visit, monkeypatch)
    assert count == "The newest 2 of 3 entries"
    assert b"Number 1." in as_csv()
    assert b"Number 2." not in as_csv()


def test_effects_are_among_pictures_and_videos(visit: OpenPage) -> None:
    """An effect of which nobody said what it makes is found under both."""
    past.keep(past.picture(kind=JobKind.EFFECT, result=None, state=JobState.WAITING))
    for made in ("pictures", "videos"):
        assert past.titles(visit("history", made=made, seconds=HOUR)) == [
            "Picture or video of Bo Baker"
        ]


def test_an_effect_that_has_ended_is_among_what_it_made(visit: OpenPage) -> None:
    """Once its result is known, an effect is found under that kind only."""
    waited = past.picture(kind=JobKind.EFFECT, result=None, state=JobState.WAITING)
    past.keep(waited)
    url = "https://cdn.example.org/video.mp4"
    body = json.dumps({"status": "success", "progress": 100, "result_url": url}).encode()
    visit("history", faults=[Fault("result", status=200, body=body, times=None)]).wait(
        lambda now: not any(job.is_active for job in past.records())
    )
    assert past.titles(visit("history", made="videos")) == ["Video of Bo Baker"]
    assert past.titles(visit("history", made="pictures")) == []


def test_many_that_have_ended_are_one_piece_of_news(visit: OpenPage) -> None:
    """Whoever comes back to many that have ended is told of them in one sentence."""
    for number in range(5):
        live_jobs().add(past.creation(f"Number {number}."))
    opened = visit("gallery")
    assert [one.value for one in opened.app.toast] == ["5 of yours have ended: see History."]
    assert not opened.run().app.toast


def test_an_old_picture_opens(visit: OpenPage) -> None:
    """A picture opens from the History however many were made since."""
    past.keep(past.picture(ago=1000.0))
    past.keep(*(past.picture(remote_id=f"newer-{number}") for number in range(MOST_LISTED)))
    opened = visit("generate", request=past.REQUEST_ID)
    assert opened.address("request") == [past.REQUEST_ID]
    assert "at sea" in opened.words


def test_a_browser_that_keeps_nothing_is_told(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither a cookie nor local storage can be had, the page says that the list goes."""
    visit_from(monkeypatch, "")
    assert "once you close or reload it, this list is gone" in visit("history").words
