"""Keeps the records of jobs in an SQL database, for every process that shares it."""

from __future__ import annotations

import secrets
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select, text, update

from pages.model.job_steps import found_alive
from pages.model.job_store import (
    MOST_LISTED,
    SENDING_LEASE_SECONDS,
    FoundJobs,
    JobQuery,
    StorePlace,
    StoreUnavailable,
)
from pages.model.jobs import JobState
from pages.model.journal.database import WRITES, open_database
from pages.model.journal.failures import Problem, told_plainly
from pages.model.journal.queries import Queries, is_at
from pages.model.journal.rows import (
    given_to,
    job_of,
    row_of,
    storable,
)
from pages.model.journal.sql_ledger import SqlLedger
from pages.model.journal.tables import VERSION_TABLE, DatabaseTime, jobs
from pages.model.second_request import refuse_second

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import Connection, Engine, RowMapping, Select

    from pages.model.jobs import Job, JobKind
    from pages.model.journal.address import DatabaseAddress

_MOST_TRIES: Final = 50
_MOST_KEYS: Final = 500
"""How many keys one statement names."""
_PURGE_INTERVAL_SECONDS: Final = 3600.0
_SECONDS_A_DAY: Final = 86_400.0
_NOTHING: Final = tuple(
    text(statement)
    for statement in (
        f"INSERT INTO {VERSION_TABLE} (version_num) VALUES (:name)",  # noqa: S608 - our own
        f"DELETE FROM {VERSION_TABLE} WHERE version_num = :name",  # noqa: S608 - our own
    )
)
"""Statements that write and leave nothing: only so a full disk shows itself."""
_NEWEST_FIRST: Final = (jobs.c.created_at.desc(), jobs.c.key.desc())


class SqlJobStore:
    """The ``JobStore`` of a database; every method raises ``StoreUnavailable`` where it cannot.

    Attributes:
        place: Where it is.
        ledger: The ledger in the same database.

    Args:
        engine: The database, with the newest schema.
        place: Where it is.
        history_days: After how many days what has ended is deleted.
    """

    problem: Final = ""

    def __init__(self, engine: Engine, place: StorePlace, history_days: int) -> None:
        self.place = place
        self.ledger = SqlLedger(engine)
        self._engine = engine
        self._writing = engine.execution_options(**WRITES)
        self._history_seconds = history_days * _SECONDS_A_DAY
        self._holder = secrets.token_hex(8)
        self._ask = Queries(self._holder)
        self._purge_lock = threading.Lock()
        self._purge_at = 0.0

    @told_plainly
    def add(self, job: Job) -> None:
        """Keep a new record; if it is being sent, this process says that it lives."""
        row = row_of(job) | {"version": 1}
        with self._writing.begin() as connection:
            if job.state is JobState.SENDING:
                row |= self._lease_for(SENDING_LEASE_SECONDS)
                _lock_owner(connection, job.owner)
                active = self._ask.seen().where(jobs.c.owner == job.owner, ~self._ask.has_ended)
                refuse_second(job, _jobs_of(connection.execute(active).mappings()))
            connection.execute(insert(jobs).values(row))
        self.purge_if_due()

    @told_plainly
    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Take a step from the newest state of a record; None if it is not kept."""
        for _ in range(_MOST_TRIES):
            with self._writing.begin() as connection:
                row = (
                    connection.execute(self._ask.seen().where(jobs.c.key == key)).mappings().first()
                )
                job = job_of(row) if row else None
                if row is None or job is None:
                    return None
                changed = storable(step(job))
                kept = found_alive(changed) if row["is_lost"] else changed
                if changed == job or _was_written(connection, kept, row["version"]):
                    return changed
        raise StoreUnavailable(str(Problem.BUSY))

    @told_plainly
    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""
        return next(iter(self._read(self._ask.seen().where(jobs.c.key == key))), None)

    def newest(self, key: str) -> Job | None:
        """The record of that key, or None."""
        return self.get(key)

    @told_plainly
    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first."""
        asked = self._ask.seen().where(jobs.c.owner == owner, jobs.c.kind.in_(kinds))
        found = self._read(asked.order_by(self._ask.has_ended, *_NEWEST_FIRST).limit(MOST_LISTED))
        return sorted(found, key=lambda job: job.created_at, reverse=True)

    @told_plainly
    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""
        asked = self._ask.seen().where(
            jobs.c.owner == owner, jobs.c.kind.in_(kinds), is_at(base_url, remote_id)
        )
        return next(iter(self._read(asked.order_by(*_NEWEST_FIRST).limit(1))), None)

    @told_plainly
    def was_sent(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that anybody has sent from here."""
        asked = select(jobs.c.key).where(is_at(base_url, remote_id), jobs.c.is_adopted.is_(False))
        with self._engine.begin() as connection:
            return connection.execute(asked.limit(1)).first() is not None

    @told_plainly
    def search(self, owner: str, query: JobQuery) -> FoundJobs:
        """The records of an owner that fit a query."""
        fitting = self._ask.fitting(owner, query)
        page = self._ask.seen().where(*fitting).order_by(*_NEWEST_FIRST)
        with self._engine.begin() as connection:
            total = connection.scalar(select(func.count()).select_from(jobs).where(*fitting))
            rows = connection.execute(page.offset(query.offset).limit(query.limit)).mappings()
            found = _jobs_of(rows)
        return FoundJobs(found, total or 0)

    @told_plainly
    def delete(self, owner: str, keys: Collection[str] | None = None) -> int:
        """Delete records of an owner that are not active, and return how many went."""
        gone = delete(jobs).where(jobs.c.owner == owner, self._ask.has_ended)
        with self._writing.begin() as connection:
            if keys is None:
                return connection.execute(gone).rowcount
            named = list(keys)
            parts = [named[at : at + _MOST_KEYS] for at in range(0, len(named), _MOST_KEYS)]
            return sum(
                connection.execute(gone.where(jobs.c.key.in_(part))).rowcount for part in parts
            )

    @told_plainly
    def transfer(self, owner: str, to: str) -> int:
        """Give all records of an owner to another one, and return how many there were."""
        given = 0
        for _ in range(_MOST_TRIES):
            with self._writing.begin() as connection:
                asked = select(jobs.c.key, jobs.c.record, jobs.c.version)
                mine = asked.where(jobs.c.owner == owner).order_by(jobs.c.key)
                rows = connection.execute(mine).mappings().all()
                written = sum(_was_given(connection, row, to) for row in rows)
            given += written
            if written == len(rows):
                return given
        raise StoreUnavailable(str(Problem.BUSY))

    @told_plainly
    def renew(self) -> None:
        """Say that this process lives, for all that it is sending; write in any case."""
        mine = jobs.c.lease_holder == self._holder
        renewed = update(jobs).where(mine, jobs.c.state == JobState.SENDING.value)
        with self._writing.begin() as connection:
            written = connection.execute(renewed.values(self._lease_for(SENDING_LEASE_SECONDS)))
            for statement in () if written.rowcount else _NOTHING:
                connection.execute(statement, {"name": self._holder})

    @told_plainly
    def lease(self, key: str, seconds: float) -> bool:
        """Take or renew the right to poll for a record; False while another process has it."""
        is_free = func.coalesce(jobs.c.lease_until, 0) <= DatabaseTime()
        taken = update(jobs).where(
            jobs.c.key == key,
            jobs.c.state != JobState.SENDING.value,
            (jobs.c.lease_holder == self._holder) | is_free,
        )
        with self._writing.begin() as connection:
            return connection.execute(taken.values(self._lease_for(seconds))).rowcount == 1

    @told_plainly
    def purge(self) -> int:
        """Delete what has ended and is older than the history goes back; return how many went."""
        oldest = DatabaseTime() - self._history_seconds
        gone = delete(jobs).where(jobs.c.created_at < oldest, self._ask.has_ended)
        with self._writing.begin() as connection:
            return connection.execute(gone).rowcount

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def purge_if_due(self) -> None:
        """Purge, unless that was done within the last hour; a failure is left for the next time."""
        with self._purge_lock:
            if time.monotonic() < self._purge_at:
                return
            self._purge_at = time.monotonic() + _PURGE_INTERVAL_SECONDS
        try:
            self.purge()
        except StoreUnavailable:
            return

    def _lease_for(self, seconds: float) -> dict[str, Any]:
        return {"lease_holder": self._holder, "lease_until": DatabaseTime() + seconds}

    def _read(self, asked: Select[Any]) -> Sequence[Job]:
        with self._engine.begin() as connection:
            return _jobs_of(connection.execute(asked).mappings())


def open_store(address: DatabaseAddress, history_days: int) -> SqlJobStore:
    """Open the store at an address, and delete what is older than its history goes back.

    Raises:
        StoreUnavailable: It cannot be opened.
    """
    store = SqlJobStore(open_database(address), address.place, history_days)
    store.purge_if_due()
    return store


def _jobs_of(rows: Iterable[RowMapping]) -> Sequence[Job]:
    return [job for row in rows if (job := job_of(row)) is not None]


def _lock_owner(connection: Connection, owner: str) -> None:
    """Let nobody else add for an owner in this transaction; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))")
        connection.execute(lock, {"owner": owner})


def _was_written(connection: Connection, job: Job, version: int) -> bool:
    """Whether nobody has changed the record since that version, so that this one is kept."""
    written = update(jobs).where(jobs.c.key == job.key, jobs.c.version == version)
    values = row_of(job) | {"version": version + 1}
    return connection.execute(written.values(values)).rowcount == 1


def _was_given(connection: Connection, row: RowMapping, to: str) -> bool:
    """Whether nobody has changed a row since it was read, so that it has another owner now."""
    given = update(jobs).where(jobs.c.key == row["key"], jobs.c.version == row["version"])
    values = {"owner": to, "record": given_to(row["record"], to), "version": row["version"] + 1}
    return connection.execute(given.values(values)).rowcount == 1
