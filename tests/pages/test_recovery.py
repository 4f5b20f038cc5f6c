"""An open page mends itself once its database works again; nobody has to press or to reload."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pages.components.jobs import kept
from pages.model.job_steps import LOST, lost
from pages.model.job_store import StorePlace
from pages.model.jobs import CREATIONS, JobState
from pages.model.journal import outage, record_cache
from pages.model.journal.journal import Journal
from tests.journal.failing_store import READS, WRITES, FailingStore
from tests.journal.records import accept
from tests.pages.labels import CREATE, DESCRIBE, HOUR, PROMPT
from tests.pages.timers import timers_of
from tests.pages.visitors import owner_of

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

UNREACHABLE = "The database cannot be reached."


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> FailingStore:
    """The database of the pages, which is asked again after a moment."""
    store = FailingStore()
    monkeypatch.setattr(outage, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(record_cache, "FRESH_SECONDS", 0.01)
    monkeypatch.setattr(kept, "open_jobs", lambda *_: Journal(lambda: store, StorePlace.DATABASE))
    return store


def test_a_page_without_trouble_has_no_timer(visit: OpenPage, failing: FailingStore) -> None:
    """Nobody pays for a timer while nothing is wrong and nothing is under way."""
    for page in ("create", "history", "gallery"):
        assert not timers_of(visit(page).app)


def test_the_words_of_an_outage_go_with_it(visit: OpenPage, failing: FailingStore) -> None:
    """Neither the warning nor the complaint about a press stays once the database works."""
    opened = visit("create").type(DESCRIBE, PROMPT)
    failing.broken = {READS, WRITES}
    opened.press(CREATE)
    assert [one.value.startswith(UNREACHABLE) for one in opened.app.warning] == [True, True]
    failing.broken.clear()
    opened.wait(lambda now: UNREACHABLE not in now.words)
    assert not opened.sent()
    opened.press(CREATE).wait(lambda now: "Done" in now.words)


@pytest.mark.parametrize("page", ["create", "history"])
def test_polling_begins_again(visit: OpenPage, failing: FailingStore, page: str) -> None:
    """A page that was opened while nothing could be read finds what is under way, and polls it."""
    first = visit("create", seconds=HOUR).type(DESCRIBE, PROMPT).press(CREATE)
    first.wait(lambda now: bool(now.polls))
    failing.broken = {READS, WRITES}
    opened = visit(page, again=first)
    opened.wait(lambda now: UNREACHABLE in now.words)
    failing.broken.clear()
    polled = len(opened.polls)
    opened.wait(lambda now: UNREACHABLE not in now.words and len(now.polls) > polled)
    first.skip(HOUR)
    opened.wait(lambda now: "Done" in now.words)


def test_what_was_taken_for_lost_goes_on(visit: OpenPage, failing: FailingStore) -> None:
    """A page that says that a sender stopped sees its answer when it comes, and polls."""
    first = visit("create", seconds=HOUR).type(DESCRIBE, PROMPT).press(CREATE)
    first.wait(lambda now: bool(now.polls))
    (job,) = failing.list(owner_of(), CREATIONS)
    failing.change(job.key, lambda _: lost(replace(job, state=JobState.SENDING, remote_id=None)))
    opened = visit("create", again=first).run()  # that it ended was news before
    assert LOST.headline in opened.words
    failing.change(job.key, accept("6870"))
    opened.wait(lambda now: LOST.headline not in now.words)
    first.skip(HOUR)
    opened.wait(lambda now: "Done" in now.words)
