"""What several processes that share a database see of one another."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from pages.model.job_steps import LOST, dismissed, lost, told
from pages.model.job_store import JobQuery, Standing
from pages.model.jobs import CREATIONS, JobResult, JobState
from pages.model.journal.tables import jobs
from pages.model.second_request import AlreadyActive
from tests.journal.records import BASE, OWNER, accept, ready, sending, waiting

if TYPE_CHECKING:
    from pages.model.jobs import Job
    from tests.journal.conftest import Database


def test_two_processes_see_one_record(database: Database) -> None:
    """What one process writes another one reads, and changes."""
    first, second, job = database.open(), database.open(), sending()
    first.add(job)
    assert second.get(job.key) == job
    second.change(job.key, accept("7"))
    found = first.find(OWNER, CREATIONS, BASE, "7")
    assert found is not None
    assert found.key == job.key


def test_what_a_dead_process_was_sending_is_lost(database: Database) -> None:
    """Once a process is silent, what it was sending reads as lost: in every list and count."""
    dead, store, job = database.open(), database.open(), sending()
    dead.add(job)
    assert store.search(OWNER, JobQuery(standings=frozenset({Standing.ACTIVE}))).total == 1
    database.expire()
    assert store.get(job.key) == lost(job)
    assert store.list(OWNER, CREATIONS) == [lost(job)]
    unclear = store.search(OWNER, JobQuery(standings=frozenset({Standing.UNCLEAR})))
    assert (unclear.jobs, unclear.total) == ([lost(job)], 1)
    assert store.search(OWNER, JobQuery(standings=frozenset({Standing.ACTIVE}))).total == 0


def test_a_living_process_is_not_dead_to_itself(database: Database) -> None:
    """What a process sends is under way there, though it could not say so for a while."""
    store, job = database.open(), sending()
    store.add(job)
    database.expire()
    assert store.get(job.key) == job
    assert store.list(OWNER, CREATIONS) == [job]
    active = store.search(OWNER, JobQuery(standings=frozenset({Standing.ACTIVE})))
    assert (active.jobs, active.total) == ([job], 1)
    assert store.delete(OWNER) == 0
    with pytest.raises(AlreadyActive):
        store.add(sending(job.words))


def test_what_was_lost_is_found_again(database: Database) -> None:
    """A process that was only slow lives again when it says so, and its answer is written down."""
    slow, store, job = database.open(), database.open(), sending()
    slow.add(job)
    database.expire()
    assert store.get(job.key) == lost(job)
    slow.renew()
    assert store.get(job.key) == job
    database.expire()
    changed = slow.change(job.key, accept("7"))
    assert changed is not None
    assert (changed.state, changed.remote_id, changed.error) == (JobState.WAITING, "7", None)
    assert store.get(job.key) == changed


def test_a_step_starts_from_what_is_lost(database: Database) -> None:
    """A visitor dismisses what reads as lost, and it stays lost; it can be deleted, too."""
    dead, store, job = database.open(), database.open(), sending()
    dead.add(job)
    database.expire()
    changed = store.change(job.key, dismissed)
    assert changed is not None
    assert changed.error == LOST
    assert changed.is_dismissed
    assert store.get(job.key) == changed
    assert store.delete(OWNER) == 1


def test_a_step_leaves_it_open_whether_a_process_is_dead(database: Database) -> None:
    """Another process tells and dismisses what it takes for lost: its sender is not ended by it."""
    slow, store, job = database.open(), database.open(), sending()
    slow.add(job)
    database.expire()
    store.change(job.key, told)
    store.change(job.key, dismissed)
    found = slow.get(job.key)
    assert found is not None
    assert (found.state, found.error) == (JobState.SENDING, None)
    changed = slow.change(job.key, accept("7"))
    assert changed == accept("7")(job), "its end is news, and is shown"
    assert store.get(job.key) == changed


def test_a_lost_record_is_deleted(database: Database) -> None:
    """What reads as ended is deleted with the rest."""
    dead, store = database.open(), database.open()
    dead.add(sending())
    assert store.delete(OWNER) == 0
    database.expire()
    assert store.delete(OWNER) == 1


def test_nobody_else_keeps_a_dead_process_alive(database: Database) -> None:
    """A process says only of its own records that it lives, and cannot lease what is being sent."""
    first, second, job = database.open(), database.open(), sending()
    first.add(job)
    database.expire()
    second.renew()
    assert not second.lease(job.key, 60.0)
    assert second.get(job.key) == lost(job)


def test_one_poller_of_two_processes(database: Database) -> None:
    """One process polls for a record; when it does not say so again, the other one takes over."""
    first, second, job = database.open(), database.open(), waiting()
    first.add(job)
    assert first.lease(job.key, 60.0)
    assert not second.lease(job.key, 60.0)
    assert first.lease(job.key, 0.0)
    assert second.lease(job.key, 60.0)
    assert not first.lease(job.key, 60.0)
    assert not first.lease("unknown", 60.0)


def test_leases_go_by_the_clock_of_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process whose clock is wrong neither loses a lease nor takes one."""
    first, second, job, watched = database.open(), database.open(), sending(), waiting()
    first.add(job)
    first.add(watched)
    first.lease(watched.key, 60.0)
    far = time.time() + 1e6
    monkeypatch.setattr(time, "time", lambda: far)
    assert second.get(job.key) == job
    assert not second.lease(watched.key, 60.0)


def test_a_change_that_comes_between(postgresql: Database) -> None:
    """A step is taken again if another process was quicker, and both changes are kept."""
    store, other, job = postgresql.open(), postgresql.open(), ready()
    store.add(job)
    seen: list[Job] = []

    def step(one: Job) -> Job:
        if not seen:
            other.change(job.key, dismissed)
        seen.append(one)
        return replace(one, is_told=True)

    changed = store.change(job.key, step)
    assert seen == [job, dismissed(job)]
    assert changed == replace(dismissed(job), is_told=True) == store.get(job.key)


def test_the_answer_itself_is_not_stored(database: Database) -> None:
    """Of a result its address is kept, as a cache; the whole answer is not."""
    store = database.open()
    job = ready(result=JobResult("https://cdn.example/1.png", data='{"secret": 1}', told_at=5.0))
    store.add(job)
    kept = store.get(job.key)
    assert kept is not None
    assert kept.result == JobResult("https://cdn.example/1.png", told_at=5.0)
    assert store.change(job.key, lambda one: replace(one, result=job.result)) == kept
    with database.engine().connect() as connection:
        assert "secret" not in str(connection.execute(select(jobs)).all())


def test_what_is_old_is_purged(database: Database) -> None:
    """What has ended is deleted when it is older than the history; what is active stays."""
    store, day = database.open(), 86_400.0
    old, new = ready(created_at=time.time() - 91 * day), ready(created_at=time.time() - 89 * day)
    active = waiting(created_at=time.time() - 91 * day)
    for job in (old, new, active):
        store.add(job)
    assert database.open().get(old.key) is None
    assert store.list(OWNER, CREATIONS) == [new, active]
    assert database.open(history_days=80).get(new.key) is None


def test_it_is_purged_once_an_hour(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that runs for days purges, too: about once an hour, when something is added."""
    store = database.open()
    old = ready(created_at=time.time() - 91 * 86_400.0)
    store.add(old)
    later = time.monotonic() + 3601
    monkeypatch.setattr(time, "monotonic", lambda: later)
    store.add(ready())
    assert store.get(old.key) is None


def test_a_record_that_cannot_be_read(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """One record that somebody has damaged hides no other; the log says so without its words."""
    store, good, bad = database.open(), ready(), ready(prompt="private words")
    store.add(good)
    store.add(bad)
    with database.engine().begin() as connection:
        damaged = update(jobs).where(jobs.c.key == bad.key).values(record='{"words": "private"')
        connection.execute(damaged)
    assert store.list(OWNER, CREATIONS) == [good]
    assert store.change(bad.key, dismissed) is None
    assert "cannot be read" in caplog.text
    assert "private" not in caplog.text


def test_a_pooler_may_stand_between(postgresql: Database) -> None:
    """No statement is prepared, and the bound on the time of one leaves no trace in the session."""
    store, job = postgresql.open(), ready()
    store.add(job)
    for _ in range(12):
        store.get(job.key)
    with store._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        asked = connection.connection.cursor()
        asked.execute("SELECT count(*) FROM pg_prepared_statements")
        assert asked.fetchall() == [(0,)]
        asked.execute("SHOW statement_timeout")
        assert asked.fetchall() == [("0",)]
