"""A journal whose database is away at the start, and who polls while it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.model.job_store import StorePlace, StoreUnavailable
from pages.model.jobs import CREATIONS
from pages.model.journal import outage
from pages.model.journal.journal import Journal
from tests.journal.failing_store import WRITES, FailingStore, recover
from tests.journal.records import OWNER, sending, waiting

if TYPE_CHECKING:
    from tests.clock import Clock


def test_leases(kept: Journal, failing: FailingStore, clock: Clock) -> None:
    """Another process polls where it has the lease; where nobody can tell, this one does."""
    job = waiting()
    kept.add(job)
    assert kept.lease(job.key, 3.0)
    failing.lease = lambda *_: False  # type: ignore[method-assign]
    assert not kept.lease(job.key, 3.0)
    failing.broken = {WRITES}
    assert kept.lease(job.key, 3.0)
    failing.asked.clear()
    assert kept.lease(job.key, 3.0)
    assert failing.asked == []
    recover(failing, clock)
    assert not kept.lease(job.key, 3.0)


def test_a_database_that_is_down_at_the_start(clock: Clock) -> None:
    """It is opened when it is first needed, and tried again until it can be."""
    failing, tries = FailingStore(), []

    def open_() -> FailingStore:
        tries.append(clock())
        if len(tries) < 3:
            raise StoreUnavailable("The database cannot be reached.")
        return failing

    kept = Journal(open_, StorePlace.DATABASE, clock)
    assert not tries
    assert kept.place is StorePlace.DATABASE
    assert kept.list(OWNER, CREATIONS) == []
    assert kept.problem.startswith("The database cannot be reached.")
    with pytest.raises(StoreUnavailable):
        kept.add(sending())
    assert len(tries) == 1
    clock.pass_by(outage.PAUSE_SECONDS)
    kept.list(OWNER, CREATIONS)
    clock.pass_by(outage.PAUSE_SECONDS)
    job = sending()
    kept.add(job)
    assert len(tries) == 3
    assert failing.get(job.key) == job
    assert kept.problem == ""
    kept.close()
    assert not failing.is_open
