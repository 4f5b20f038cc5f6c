"""Jobs: records that can be stored, and pure steps by no clock but the one that is handed in."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from eternal import (
    Character,
    ConnectionFailed,
    ContractError,
    Creation,
    EffectRequest,
    EternalError,
    Generation,
    GenerationFailed,
    GenerationPoll,
    InsufficientCredits,
    NotFound,
    PictureRequest,
    Poll,
    PollState,
    RateLimited,
    ServerError,
    VideoRequest,
    WaitTimeout,
    waiting,
)
from pages.model.advance import UNKNOWN_SECONDS, AnyPoll, JobRuntime
from pages.model.job_store import SessionJobStore
from pages.model.jobs import (
    CREATIONS,
    GENERATIONS,
    MOST_JOBS,
    Accepted,
    Job,
    JobError,
    JobKind,
    JobState,
    adopted_creation_job,
    answered,
    character_of,
    credits_remaining,
    generation_request_of,
    job_from_plain,
    new_creation_job,
    new_generation_job,
)
from pages.model.tracker import JobTracker

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "http://127.0.0.1:1"
OWNER = "the owner"
ID = 6870
CREATION = Creation(id=ID, request_id=str(ID), character=Character(id=ID))
PENDING = Poll(ID, PollState.PENDING, None, status="pending")
READY = Poll(ID, PollState.READY, Character(id=ID), status="success")
FAILED = Poll(ID, PollState.FAILED, None, status="failed", error="no")
BAKER = Character(id=7, display_name="Bo", age=40)
PICTURE = PictureRequest(BAKER, "at sea", "high")


def done(outcome: Any) -> Future[Any]:
    """A future that has ended so."""
    future: Future[Any] = Future()
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def no_poll(job: Job) -> Future[AnyPoll]:
    """A poll that must not be made."""
    pytest.fail(f"{job.remote_id} was polled")


def polled(*answers: AnyPoll | BaseException) -> Callable[[Job], Future[AnyPoll]]:
    """Polls that are answered so, one after the other."""
    left = list(answers)
    return lambda _: done(left.pop(0))


@dataclass
class Tracked:
    """One job that is tracked, by clocks that both begin at 0.

    Attributes:
        jobs: Its tracker.
        key: Its key.
    """

    jobs: JobTracker
    key: str

    @property
    def job(self) -> Job:
        """The record as it stands."""
        job = self.jobs.get(self.key)
        assert job is not None
        return job

    @property
    def runtime(self) -> JobRuntime:
        """What this process knows beside it."""
        return self.jobs.runtime(self.job, 0.0, 0.0)

    def advance(self, now: float, poll: Callable[[Job], Future[AnyPoll] | None]) -> Tracked:
        """The same after one step."""
        self.jobs.advance(self.key, now, now, poll)
        return self

    def answer(self, answer: Accepted | JobError, at: float = 0.0) -> Tracked:
        """The same after its worker has written the answer down."""
        self.jobs.store.change(self.key, lambda job: answered(job, answer, at))
        return self

    def resume(self, now: float) -> Tracked:
        """The same after it is looked at once more."""
        self.jobs.resume(self.key, now, now)
        return self


def tracker(kinds: frozenset[JobKind] = CREATIONS) -> JobTracker:
    """A tracker that tracks nothing yet."""
    return JobTracker(SessionJobStore(), OWNER, kinds)


def tracked(job: Job) -> Tracked:
    """A job alone in its tracker."""
    jobs = tracker(CREATIONS if job.kind in CREATIONS else GENERATIONS)
    jobs.store.add(job)
    return Tracked(jobs, job.key)


def sent(prompt: str = "A potter.", at: float = 0.0) -> Job:
    """A creation that was just handed to a worker."""
    return new_creation_job(OWNER, BASE, prompt, at)


def refused(error: EternalError) -> Tracked:
    """A creation whose request has failed so."""
    return tracked(sent()).answer(JobError.of(error), 0.1)


def created() -> Tracked:
    """A creation whose request was just answered."""
    return tracked(sent()).answer(Accepted.of(CREATION)).advance(0.0, no_poll)


def adopted() -> Tracked:
    """A creation that is only watched."""
    return tracked(adopted_creation_job(OWNER, BASE, str(ID), 0.0))


def picture(request: Any = PICTURE, kind: JobKind = JobKind.PICTURE, at: float = 0.0) -> Job:
    """A picture that was just handed to a worker."""
    return new_generation_job(
        OWNER, BASE, request, at, kind=kind, words="at sea", credits_before=9.5
    )


def worst() -> Job:
    """A creation that was refused for want of credits."""
    return answered(sent(), JobError.of(InsufficientCredits(402, "none")), 3.0)


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
    again = tracked(job_from_plain(asdict(accepted))).advance(0.0, no_poll)
    assert again.advance(3.0, polled(READY)).advance(4.0, no_poll).job.is_ready
    assert again.runtime.duration is None


def test_sending() -> None:
    """While the request is under way nothing is polled."""
    one = tracked(sent()).advance(100.0, no_poll)
    assert (one.job.remote_id, one.runtime.wait, one.runtime.polling) == (None, None, None)
    assert one.job.is_active


def test_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answered request gives the id, and the first poll is due two seconds later."""
    monkeypatch.setattr(waiting, "FIRST_INTERVAL_SECONDS", 2.0)
    one = created()
    assert (one.job.remote_id, one.job.is_active) == (str(ID), True)
    assert one.advance(1.9, no_poll).runtime.polling is None
    assert one.advance(2.1, polled(PENDING)).runtime.polling is not None


def test_the_answer_is_written_without_the_page() -> None:
    """The worker alone writes an id down: no page has to look for the record to have it."""
    one = tracked(sent()).answer(Accepted("1"), 5.0)
    assert (one.job.remote_id, one.job.state) == ("1", JobState.WAITING)
    one.answer(JobError("late"), 6.0)
    assert one.job.state is JobState.WAITING


def test_one_poll_at_a_time() -> None:
    """A poll that is slow is waited for."""
    one = created().advance(3.0, lambda _: Future())
    polling = one.runtime.polling
    assert one.advance(50.0, no_poll).runtime.polling is polling


def test_ready() -> None:
    """A ready answer ends the wait, and tells how long all of it took."""
    one = created().advance(3.0, polled(READY)).advance(4.5, no_poll)
    assert one.job.is_ready
    assert not one.job.is_active
    assert one.runtime.duration == 4.5
    assert one.job.ended_at == 4.5
    assert one.job.error is None
    assert character_of(one.job) == READY.character


def test_failed() -> None:
    """A failed answer ends the wait with the server's reason."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    assert one.job.error == JobError.of(GenerationFailed("no", id=ID))
    assert one.job.error.is_final
    assert one.runtime.duration is None


def test_refused() -> None:
    """A request that failed is over, and is never sent by itself again."""
    error = ConnectionFailed("gone", may_have_arrived=True)
    one = refused(error)
    assert one.job.error == JobError.of(error)
    assert one.job.is_open
    assert not one.job.is_active
    before = one.job
    assert one.advance(99.0, no_poll).job == before


def test_transient_failure() -> None:
    """A poll that failed is followed by another."""
    one = created().advance(3.0, polled(ConnectionFailed("gone"))).advance(4.0, no_poll)
    assert one.job.is_active
    assert one.advance(9.0, polled(READY)).advance(9.1, no_poll).job.is_ready


def test_a_poll_that_crashed() -> None:
    """Even a crash on the worker is a sentence."""
    one = created().advance(3.0, polled(ZeroDivisionError())).advance(3.1, no_poll)
    assert one.job.error is not None
    assert "unexpected" in one.job.error.headline


def test_late_return() -> None:
    """Whoever comes back after the deadline is told the newest, not that time is over."""
    one = created().advance(10_000.0, polled(READY))
    assert one.advance(10_001.0, no_poll).job.is_ready


def test_deadline() -> None:
    """A character still pending after the deadline ends the wait; waiting can go on."""
    one = created().advance(700.0, polled(PENDING)).advance(701.0, no_poll)
    assert one.job.state is JobState.EXPIRED
    assert one.job.error is not None
    assert one.job.error.headline == WaitTimeout(ID, 600.0).headline
    assert one.resume(702.0).job.is_active
    assert one.advance(702.0, polled(READY)).advance(703.0, no_poll).job.is_ready


def test_watched_has_no_duration() -> None:
    """A creation that was only watched teaches nothing about how long one takes."""
    one = adopted().advance(0.0, polled(READY)).advance(0.1, no_poll)
    assert one.job.is_ready
    assert one.runtime.duration is None


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
    assert JobTracker(jobs.store, OWNER, GENERATIONS).list() == [made]
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

    def poll(job: Job) -> Future[AnyPoll]:
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


@pytest.mark.row("M1")
def test_a_failed_creation_is_looked_at_again() -> None:
    """A creation that has an id and failed is polled anew, free, and may be ready all the same."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    assert not one.job.is_active
    assert one.job.is_open
    one.resume(5.0)
    assert (one.job.is_active, one.job.remote_id, one.job.error) == (True, str(ID), None)
    assert one.advance(5.0, polled(READY)).advance(6.0, no_poll).job.is_ready


@pytest.mark.row("M1")
def test_what_failed_twice_is_no_longer_open() -> None:
    """Once it was looked at again, what the server says has failed can be sent again."""
    one = created().advance(3.0, polled(FAILED)).advance(4.0, no_poll)
    one.resume(5.0).advance(5.0, polled(FAILED)).advance(6.0, no_poll)
    assert not one.job.is_active
    assert not one.job.is_open


NOT_YET = (
    NotFound(404),
    ServerError(503),
    ContractError("cannot be read"),
    ConnectionFailed("gone"),
    RateLimited(429),
    Poll(ID, PollState.PENDING, None, status="", error="still processing"),
)


@pytest.mark.row("M3")
@pytest.mark.parametrize("answer", NOT_YET)
def test_what_may_pass_is_tolerated_until_the_deadline(answer: Poll | EternalError) -> None:
    """Nine minutes of answers that are only not yet do not end a wait of ten."""
    one = watched_for(540.0, answer, created())
    assert one.job.is_active
    one.advance(560.0, polled(READY))
    assert one.advance(561.0, polled(READY)).advance(562.0, no_poll).job.is_ready


@pytest.mark.row("M3")
@pytest.mark.parametrize("answer", NOT_YET)
def test_the_deadline_ends_what_is_only_not_yet(answer: Poll | EternalError) -> None:
    """After ten minutes the deadline ends the wait, not the last answer, and it can go on."""
    one = watched_for(640.0, answer, created())
    assert one.job.state is JobState.EXPIRED
    assert one.job.remote_id == str(ID)
    assert one.resume(700.0).job.is_active


@pytest.mark.row("M13")
def test_the_pause_that_is_asked_for_is_the_schedules() -> None:
    """A poll that is told to wait a minute is asked again after it, and holds nothing meanwhile."""
    limited = RateLimited(429, retry_after=60.0)
    one = created().advance(3.0, polled(limited)).advance(3.1, no_poll)
    assert one.runtime.polling is None
    one.advance(63.0, no_poll)
    assert one.advance(63.2, polled(READY)).runtime.polling is not None


def test_a_poll_without_room_stays_due() -> None:
    """Where no poll can be started now it is started as soon as there is room."""
    one = created().advance(3.0, lambda _: None)
    assert one.runtime.polling is None
    assert one.advance(3.1, polled(READY)).runtime.polling is not None


def watched_for(seconds: float, answer: Poll | EternalError, one: Tracked) -> Tracked:
    """A job that is looked at every second, and whose polls are all answered so."""
    now = 0.0
    while now < seconds and one.job.is_active:
        one.advance(now, lambda _: done(answer))
        now += 1.0
    return one


@pytest.mark.row("X10")
@pytest.mark.parametrize(
    "answer", [NotFound(404), Poll(ID, PollState.PENDING, None, status="", error="Not found.")]
)
def test_an_unknown_id_is_given_up_soon(answer: Poll | EternalError) -> None:
    """An id that was not sent from here and that the API does not know ends after 30 s."""
    assert watched_for(UNKNOWN_SECONDS - 5, answer, adopted()).job.is_active
    one = watched_for(UNKNOWN_SECONDS + 15, answer, adopted())
    assert one.job.error is not None
    assert one.job.error.status_code == 404
    one.resume(100.0).advance(100.0, polled(READY))
    assert one.advance(101.0, no_poll).job.is_ready


@pytest.mark.row("X10")
@pytest.mark.parametrize("first", [PENDING, None])
def test_a_known_id_is_waited_for(first: Poll | None) -> None:
    """What was sent from here, or what the API has told of once, is waited for through 404s."""
    one = adopted()
    if first:
        watched_for(2.0, first, one)
    else:
        one.jobs.store.change(one.key, lambda job: replace(job, is_known=True))
    assert watched_for(500.0, NotFound(404), one).job.is_active


@pytest.mark.row("B18")
def test_a_gap_tells_no_duration() -> None:
    """What nobody looked at for a while teaches nothing about how long one takes."""
    one = created()
    for now in (2.5, 3.0, 60.0, 61.0):
        one.advance(now, polled(PENDING) if now < 60 else polled(READY))
    assert one.advance(62.0, no_poll).job.is_ready
    assert one.runtime.duration is None


def generating(*answers: GenerationPoll, credits_: float | None, now: float) -> Job:
    """A generation whose POST was answered, and then its polls."""
    one = tracked(picture(at=now))
    one.answer(Accepted.of(Generation(request_id="r", credits_remaining=credits_)), now)
    one.advance(now, no_poll)
    for number, answer in enumerate(answers, 1):
        one.advance(now + 3 * number, polled(answer))
    return one.advance(now + 3 * len(answers) + 1, lambda _: None).job


def test_credits_of_the_newest_answer() -> None:
    """The credits are those of the newest answer of the source, not of the newest order."""
    assert credits_remaining([], BASE) is None
    last = GenerationPoll("r", PollState.PENDING, "pending", credits_remaining=90.0)
    first = generating(last, last, credits_=100.0, now=0.0)
    assert (first.credits_before, first.credits_after) == (9.5, 90.0)
    jobs = [generating(credits_=95.0, now=1.0), first]
    assert credits_remaining(jobs, BASE) == 90.0
    jobs.insert(0, generating(credits_=None, now=50.0))
    assert credits_remaining(jobs, BASE) == 90.0
    jobs.insert(0, replace(generating(credits_=7.0, now=60.0), base_url="http://127.0.0.1:2"))
    assert credits_remaining(jobs, BASE) == 90.0


def test_bounded() -> None:
    """Ended jobs are forgotten past fifty for each page; an active one never is."""
    jobs = tracker()
    active, made = adopted_creation_job(OWNER, BASE, str(ID), 0.0), picture()
    jobs.store.add(active)
    jobs.store.add(answered(made, JobError("gone"), 0.0))
    for _ in range(3 * MOST_JOBS):
        jobs.store.add(answered(sent(), JobError("gone"), 0.0))
    assert len(jobs.list()) == MOST_JOBS
    assert active in jobs.list()
    assert jobs.store.get(made.key) is not None


def test_keys_are_secret() -> None:
    """The key that stands in an address cannot be guessed, and no two are the same."""
    keys = {sent().key for _ in range(100)}
    assert len(keys) == 100
    assert min(map(len, keys)) >= 16
