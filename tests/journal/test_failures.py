"""Databases that are locked, full, read-only, newer, damaged or away: one plain sentence each."""

from __future__ import annotations

import sqlite3
import traceback
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg import errors
from pydantic import SecretStr
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from pages.model.job_steps import dismissed
from pages.model.job_store import JobQuery, StorePlace, StoreUnavailable
from pages.model.jobs import CREATIONS
from pages.model.journal import database as opening
from pages.model.journal.address import DatabaseAddress, read_address
from pages.model.journal.failures import Problem, problem_of
from pages.model.journal.sql_store import SqlJobStore, open_store
from pages.model.journal.tables import VERSION_TABLE
from tests.journal.records import OWNER, ready, sending

if TYPE_CHECKING:
    from tests.journal.conftest import Database

SECRET = "canary-5f1e"


def path_of(database: Database) -> Path:
    """The file of a database."""
    return Path(database.address.target.get_secret_value())


def refused(problem: Problem, store: SqlJobStore) -> None:
    """Check that every call that writes is refused with that sentence."""
    for call in (
        lambda: store.add(sending()),
        lambda: store.delete(OWNER),
        store.renew,
        lambda: store.lease("any", 1.0),
    ):
        with pytest.raises(StoreUnavailable) as error:
            call()
        assert error.value.headline == problem


def test_a_locked_file(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds the file nothing is written, but all is read."""
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_SECONDS", 0.05)
    store, job = sqlite.open(), ready()
    store.add(job)
    with closing(sqlite3.connect(path_of(sqlite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(Problem.BUSY, store)
        assert store.list(OWNER, CREATIONS) == [job]
        other.execute("COMMIT")
    store.add(sending())


def test_a_locked_table(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page waits for ever for what another process has locked."""
    monkeypatch.setattr(opening, "STATEMENT_TIMEOUT_SECONDS", 0.1)
    store, job = postgresql.open(), ready()
    store.add(job)
    with postgresql.engine().connect() as other:
        other.execute(text("LOCK TABLE journal_jobs IN ACCESS EXCLUSIVE MODE"))
        refused(Problem.BUSY, store)
        with pytest.raises(StoreUnavailable, match="busy"):
            store.list(OWNER, CREATIONS)
    assert store.list(OWNER, CREATIONS) == [job]


def test_a_full_disk(sqlite: Database) -> None:
    """What cannot be written whole is not written, and what was written stays."""
    engine = sqlite.engine()

    @event.listens_for(engine, "connect")
    def _is_full(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    kept = sending()
    sqlite.open().add(kept)
    store = SqlJobStore(engine, sqlite.address.place, 90)
    job = sending("x" * 100_000)
    with pytest.raises(StoreUnavailable) as error:
        store.add(job)
    assert error.value.headline == Problem.FULL
    assert store.get(job.key) is None
    assert store.list(OWNER, CREATIONS) == [kept]


def test_a_read_only_file(sqlite: Database) -> None:
    """What is in it can be read; what is to be written is refused."""
    job = ready()
    sqlite.open().add(job)
    engine = sqlite.engine()

    @event.listens_for(engine, "connect")
    def _is_read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    opening.migrate(engine)
    store = SqlJobStore(engine, sqlite.address.place, 90)
    assert store.list(OWNER, CREATIONS) == [job]
    assert store.search(OWNER, JobQuery()).total == 1
    with pytest.raises(StoreUnavailable) as error:
        store.add(sending())
    assert error.value.headline == Problem.READ_ONLY
    with pytest.raises(StoreUnavailable) as error:
        store.change(job.key, dismissed)
    assert error.value.headline == Problem.READ_ONLY


def test_a_read_only_server(postgresql: Database) -> None:
    """A standby opens what is already there, and reads it."""
    job = ready()
    postgresql.open().add(job)
    postgresql.text += "&options=-c%20default_transaction_read_only%3Don"
    store = postgresql.open()
    assert store.list(OWNER, CREATIONS) == [job]
    refused(Problem.READ_ONLY, store)


def test_a_newer_database(database: Database) -> None:
    """What a newer version has written is left as it is."""
    job = ready()
    database.open().add(job)
    with database.engine().execution_options(**opening.WRITES).begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608
    with pytest.raises(StoreUnavailable) as error:
        database.open()
    assert error.value.headline == Problem.NEWER
    with database.engine().connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM journal_jobs")) == 1


DAMAGED = {"another": b"no database at all" * 100, "half": b"SQLite format 3\0" + b"\7" * 4096}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file(sqlite: Database, content: bytes) -> None:
    """A file of another kind is neither read nor overwritten."""
    path = path_of(sqlite)
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable) as error:
        sqlite.open()
    assert error.value.headline == Problem.BROKEN
    assert path.read_bytes() == content


def test_no_file(tmp_path: Path) -> None:
    """A folder that cannot be made is said to be none."""
    (tmp_path / "file").write_text("in the way")
    for place in (f"{tmp_path}/file/history.sqlite3", str(tmp_path)):
        with pytest.raises(StoreUnavailable) as error:
            open_store(read_address(f"sqlite:///{place}"), 90)
        assert error.value.headline == Problem.NO_FILE


@pytest.mark.parametrize(
    "where",
    [
        f"127.0.0.1:1/db?application_name={SECRET}",
        f"/{SECRET}?host=/nowhere",
        f"127.0.0.1:1/db?{SECRET}=1",
    ],
)
def test_a_server_that_is_not_there(where: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the sentence nor the log, nor any cause of the error, holds a word of the address."""
    with pytest.raises(StoreUnavailable) as error:
        open_store(read_address(f"postgres://user:{SECRET}@{where}"), 90)
    assert error.value.headline == Problem.UNREACHABLE
    assert error.value.__cause__ is None
    assert error.value.__context__ is None
    assert SECRET not in caplog.text
    assert SECRET not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    "target",
    [
        f"postgresql+psycopg://u:p@ss:{SECRET}@127.0.0.1:5432/db",
        f"postgresql+psycopg://u:{SECRET}@127.0.0.1:1/db?prepare_threshold={SECRET}",
        f"{SECRET}",
        f"{SECRET}+driver://h/db",
    ],
)
def test_what_nobody_has_thought_of(target: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is raised while a database is opened is one plain sentence, without its text."""
    address = DatabaseAddress(StorePlace.DATABASE, SecretStr(target))
    with pytest.raises(StoreUnavailable) as error:
        open_store(address, 90)
    assert SECRET not in caplog.text
    assert SECRET not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    ("cause", "problem"),
    [
        (errors.DiskFull, Problem.FULL),
        (errors.ReadOnlySqlTransaction, Problem.READ_ONLY),
        (errors.InsufficientPrivilege, Problem.READ_ONLY),
        (errors.LockNotAvailable, Problem.BUSY),
        (errors.DeadlockDetected, Problem.BUSY),
        (errors.SerializationFailure, Problem.BUSY),
        (errors.TooManyConnections, Problem.UNREACHABLE),
        (errors.AdminShutdown, Problem.UNREACHABLE),
        (errors.UndefinedTable, Problem.OTHER),
    ],
)
def test_what_a_server_says(cause: type[errors.Error], problem: Problem) -> None:
    """The code of an error decides, not its text."""
    assert problem_of(DBAPIError("SELECT 1", {}, cause(SECRET))) is problem


def test_a_server_that_restarts(postgresql: Database) -> None:
    """Connections that the server has closed are replaced without an error."""
    store, job = postgresql.open(), ready()
    store.add(job)
    with postgresql.engine().connect() as other:
        other.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert store.list(OWNER, CREATIONS) == [job]
