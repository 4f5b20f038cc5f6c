"""Jobs: records that can be stored, where they are kept, and their news."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from eternal import (
    ConnectionFailed,
    EffectRequest,
    Generation,
    GenerationPoll,
    PollState,
    VideoRequest,
)
from pages.model.job_steps import (
    adopted_creation_job,
    answered,
)
from pages.model.job_store import MOST_LISTED
from pages.model.jobs import (
    GENERATIONS,
    MOST_JOBS,
    Accepted,
    Job,
    JobError,
    JobKind,
    JobState,
    Payer,
    character_of,
    credits_remaining,
    generation_request_of,
    job_from_plain,
)
from pages.model.tracker import JobTracker, Runtimes
from tests.pages.tracked import (
    BAKER,
    BASE,
    CREATION,
    FAILED,
    ID,
    OWNER,
    PENDING,
    PICTURE,
    READY,
    adopted,
    created,
    done,
    no_poll,
    picture,
    polled,
    refused,
    sent,
    tracked,
    tracker,
    worst,
)

if TYPE_CHECKING:
    from pages.model.advance import AnyPoll

RECORDS = {
    "sending": sent(),
    "adopted": adopted().job,
    "refused": worst(),
    "created": created().advance(3.0, polled(READY)).advance(4.0, no_poll).job,
    "expired": created().advance(700.0, polled(PENDING)).advance(701.0, no_poll).job,
    "picture": answered(picture(), Accepted("r", credits_after=7.25), 2.0),
    "video": picture(VideoRequest(BAKER, "at sea", 3, audio=False), JobKind.VIDEO),
    "effect": picture(EffectRequest(BAKER, "lofi"), JobKind.EFFECT),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_record_can_be_stored(record: Job) -> None:
    """A record is plain: it comes back the same from JSON, with all its kinds of values."""
    assert job_from_plain(json.loads(json.dumps(asdict(record)))) == record


def test_a_stored_request_can_be_sent_again() -> None:
    """A request comes back from its record as the value that was sent, with its character."""
    job = job_from_plain(json.loads(json.dumps(asdict(picture()))))
    assert generation_request_of(job) == PICTURE
    assert character_of(job) == BAKER


def test_a_stored_job_is_advanced_by_a_process_that_begins() -> None:
    """What was accepted goes on from its record alone, and knows no duration."""
    accepted = answered(sent(at=-100.0), Accepted.of(CREATION), -90.0)
    again = tracked(job_from_plain(asdict(accepted))).advance(0.0, polled(READY))
    assert again.job.is_ready
    assert again.runtime.duration is None


def test_the_answer_is_written_without_the_page() -> None:
    """The worker alone writes an id down: no page has to look for the record to have it."""
    one = tracked(sent()).answer(Accepted("1"), 5.0)
    assert (one.job.remote_id, one.job.state) == ("1", JobState.WAITING)
    one.answer(JobError("late"), 6.0)
    assert one.job.state is JobState.WAITING


def test_newest_first() -> None:
    """The newest job is listed first, and each is found by its id."""
    jobs = tracker()
    old, new = (adopted_creation_job(OWNER, BASE, id, 0.0) for id in ("1", "2"))
    jobs.store.add(old)
    jobs.store.add(new)
    assert jobs.list() == [new, old]
    assert jobs.find(BASE, "1") == old
    assert jobs.find(BASE, "3") is None


def test_each_owner_and_kind_has_its_own() -> None:
    """In one store each owner lists and finds their own jobs only, each page those of its kinds."""
    jobs = tracker()
    mine, made = adopted_creation_job(OWNER, BASE, "1", 0.0), picture()
    jobs.store.add(mine)
    jobs.store.add(replace(adopted_creation_job("other", BASE, "2", 0.0)))
    jobs.store.add(made)
    assert jobs.list() == [mine]
    assert JobTracker(jobs.store, OWNER, GENERATIONS, Runtimes()).list() == [made]
    assert jobs.find(BASE, "2") is None
    assert jobs.get(made.key) is None


def test_change() -> None:
    """A change starts from the newest state, in its place, and brings none back that is gone."""
    jobs = tracker()
    job = worst()
    assert jobs.store.change(job.key, lambda one: one) is None
    assert jobs.list() == []
    jobs.store.add(job)
    jobs.dismiss(job.key)
    assert jobs.list()[0].is_dismissed
    jobs.restore(job.key)
    assert jobs.list() == [job]


def test_an_active_job_is_not_dismissed() -> None:
    """What may still change stays on the page."""
    one = created()
    one.jobs.dismiss(one.key)
    assert not one.job.is_dismissed


@pytest.mark.row("B16")
def test_no_change_is_lost() -> None:
    """Two runs of one visit that advance the same job start one poll, and have its news once."""
    one = created()
    started: list[str | None] = []
    both_there = threading.Barrier(2)

    def poll(job: Job) -> Future[AnyPoll | None]:
        started.append(job.remote_id)
        time.sleep(0.01)  # long enough for the other to come in between
        return done(READY)

    def advance(now: float) -> None:
        both_there.wait(10)
        one.advance(now, poll)

    with ThreadPoolExecutor(2) as runs:
        for now in (3.0, 4.0):
            list(runs.map(advance, [now, now]))
    assert started == [str(ID)]
    assert [job.remote_id for job in one.jobs.news()] == [str(ID)]
    one.jobs.mark_told(one.key)
    assert not one.jobs.news()


@pytest.mark.row("B16")
def test_news_are_there_before_the_end_is_seen() -> None:
    """Whoever sees that a job is over finds its news: nothing lies between the two."""
    one = refused(ConnectionFailed("gone"))
    assert not one.job.is_active
    assert [job.key for job in one.jobs.news()] == [one.key]
    one.jobs.dismiss(one.key)
    assert len(one.jobs.news()) == 1


def test_news_of_each_end() -> None:
    """A job that ends again after it was looked at again is told again; an adopted one never."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    one.jobs.mark_told(one.key)
    one.resume(5.0)
    assert not one.jobs.news()
    one.advance(5.0, polled(FAILED)).advance(6.0, no_poll)
    assert one.jobs.news()
    other = adopted().advance(0.0, polled(READY)).advance(1.0, no_poll)
    assert not other.jobs.news()


def generating(*answers: GenerationPoll, credits_: float | None, now: float) -> Job:
    """A generation whose POST was answered, and then its polls."""
    one = tracked(picture(at=now))
    one.answer(Accepted.of(Generation(request_id="r", credits_remaining=credits_)), now)
    one.advance(now, no_poll)
    for number, answer in enumerate(answers, 1):
        one.advance(now + 3 * number, polled(answer))
    return one.advance(now + 3 * len(answers) + 1, lambda _: None).job


def test_credits_of_the_newest_answer() -> None:
    """The credits are those of the newest answer to the payer, not those of the newest order."""
    assert credits_remaining([], BASE, Payer.NOBODY) is None
    last = GenerationPoll("r", PollState.PENDING, "pending", credits_remaining=90.0)
    first = generating(last, last, credits_=100.0, now=0.0)
    assert (first.credits_before, first.credits_after) == (9.5, 90.0)
    jobs = [generating(credits_=95.0, now=1.0), first]
    assert credits_remaining(jobs, BASE, Payer.NOBODY) == 90.0
    jobs.insert(0, generating(credits_=None, now=50.0))
    assert credits_remaining(jobs, BASE, Payer.NOBODY) == 90.0
    jobs.insert(0, replace(generating(credits_=7.0, now=60.0), base_url="http://127.0.0.1:2"))
    jobs.insert(0, replace(generating(credits_=7.0, now=60.0), payer=Payer.VISITOR))
    assert credits_remaining(jobs, BASE, Payer.NOBODY) == 90.0


def test_bounded() -> None:
    """A page is given the newest hundred of its jobs, and every active one before them."""
    jobs = tracker()
    active, made = adopted_creation_job(OWNER, BASE, str(ID), 0.0), picture()
    jobs.store.add(active)
    jobs.store.add(answered(made, JobError("gone"), 0.0))
    for _ in range(3 * MOST_JOBS):
        jobs.store.add(answered(sent(), JobError("gone"), 0.0))
    assert len(jobs.list()) == MOST_LISTED
    assert active in jobs.list()
    assert jobs.store.get(made.key) is not None


def test_keys_are_secret() -> None:
    """The key that stands in an address cannot be guessed, and no two are the same."""
    keys = {sent().key for _ in range(100)}
    assert len(keys) == 100
    assert min(map(len, keys)) >= 16
