"""What was sent from this process: who has the answer, and what is kept of it."""

from __future__ import annotations

import gc
import weakref

from pages.model.job_store import MemoryJobStore
from pages.model.jobs import Accepted, JobError, JobState
from pages.model.transit import Transit
from tests.pages.tracked import BASE, OWNER, sent

BROWSER = "a browser"


def test_the_answer_is_in_the_record_at_once() -> None:
    """The worker writes the id into the record of the visit: no page has to run for that."""
    transit, store, job = Transit(), MemoryJobStore(), sent()
    transit.record_answer(transit.add(job, BROWSER, store), Accepted("7"), 5.0)
    kept = store.get(job.key)
    assert kept is not None
    assert (kept.remote_id, kept.state) == ("7", JobState.WAITING)
    assert transit.was_created_here(BASE, "7")


def test_the_answer_is_in_the_record_after_a_reload() -> None:
    """A visit that has adopted a request while it was under way has the answer, too."""
    transit, job = Transit(), sent()
    first, later = MemoryJobStore(), MemoryJobStore()
    request = transit.add(job, BROWSER, first)
    transit.adopt(job.key, BROWSER, later, "another owner")
    assert later.list(OWNER, {job.kind}) == []
    transit.record_answer(request, JobError("gone"), 5.0)
    for store in (first, later):
        kept = store.get(job.key)
        assert kept is not None
        assert kept.state is JobState.FAILED


def test_a_visit_that_was_closed_is_not_kept() -> None:
    """A request under way keeps nothing alive of the visit that has sent it."""
    transit, store, job = Transit(), MemoryJobStore(), sent()
    request = transit.add(job, BROWSER, store)
    gone = weakref.ref(store)
    del store
    gc.collect()
    assert gone() is None
    transit.record_answer(request, Accepted("7"), 5.0)
    found = transit.find(job.key, BROWSER)
    assert found is not None
    assert (found.remote_id, found.request, found.words) == ("7", None, "")


def test_the_answer_to_what_was_forgotten_here_is_kept_by_its_visit() -> None:
    """However much else was sent meanwhile, a visit has the answers to what it sent."""
    transit, store, job = Transit(), MemoryJobStore(), sent()
    request = transit.add(job, BROWSER, store)
    for _ in range(600):
        transit.add(sent(), "others", MemoryJobStore())
    assert transit.find(job.key, BROWSER) is None
    transit.record_answer(request, Accepted("7"), 5.0)
    kept = store.get(job.key)
    assert kept is not None
    assert kept.remote_id == "7"


def test_another_browser_finds_nothing() -> None:
    """A token is for the browser that sent: another one neither finds nor adopts its record."""
    transit, store, job = Transit(), MemoryJobStore(), sent()
    transit.add(job, BROWSER, MemoryJobStore())
    assert transit.find(job.key, "another") is None
    transit.adopt(job.key, "another", store, OWNER)
    assert store.get(job.key) is None
