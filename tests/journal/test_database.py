"""The schema and its migrations, the file and its folder, and processes that are killed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from pages.model.job_steps import LOST
from pages.model.jobs import CREATIONS
from pages.model.journal.database import WRITES, migrate, migration_config
from pages.model.journal.rows import row_of
from pages.model.journal.tables import REVISION, VERSION_TABLE, metadata
from tests.journal.records import OWNER, accept, ready, sending

if TYPE_CHECKING:
    from tests.journal.conftest import Database

ROOT = Path(__file__).parents[2]
FIRST_REVISION = "0001"


def test_there_is_one_newest_revision() -> None:
    """The revisions are one line, and its end is what this code reads and writes."""
    assert ScriptDirectory.from_config(migration_config()).get_heads() == [REVISION]


def test_the_migrations_make_what_the_code_expects(database: Database) -> None:
    """Nothing is left to migrate between the tables of the code and those of a database."""
    database.open()
    with database.engine().connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_old_database_keeps_its_records(database: Database) -> None:
    """A database of the first revision is brought to the newest one with all that is in it."""
    job, engine, config = ready(prompt="100 % of it"), database.engine(), migration_config()
    row = row_of(job) | {"version": 3, "lease_holder": None, "lease_until": None}
    columns = (
        "key, owner, kind, base_url, state, standing, remote_id, is_adopted, created_at, ended_at,"
        " search_text, version, lease_holder, lease_until, record"
    )
    names = ", ".join(f":{name}" for name in columns.split(", "))
    with engine.execution_options(**WRITES).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST_REVISION)
        connection.execute(text(f"INSERT INTO journal_jobs ({columns}) VALUES ({names})"), row)  # noqa: S608
    assert database.open().list(OWNER, CREATIONS) == [job]


def test_processes_that_start_together(database: Database) -> None:
    """One of them makes the tables, the others wait for it."""
    engines = [database.engine() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(migrate, engines))
    with engines[0].connect() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
        assert found.scalars().all() == [REVISION]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_only_its_user_reads_the_file(sqlite: Database) -> None:
    """The folder and all files in it are for the user of the dashboard alone."""
    sqlite.open().add(ready())
    folder = Path(sqlite.address.target.get_secret_value()).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_what_is_written_survives_a_power_cut(sqlite: Database) -> None:
    """The file has a write-ahead log, which is flushed to the disk at each commit."""
    sqlite.open()
    with sqlite.engine().connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


KILLED = """
import sys, time
from pages.model.journal.address import read_address
from pages.model.journal.sql_store import open_store
from sqlalchemy import text
from tests.journal.records import accept, sending

store = open_store(read_address(sys.argv[1]), 90)
written, asked = sending("written"), sending("asked")
store.add(written)
store.add(asked)
store.change(written.key, accept("paid-7"))
with store._writing.begin() as connection:
    connection.execute(text("UPDATE journal_jobs SET owner = 'nobody'"))
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_killed_writer(database: Database) -> None:
    """What a killed process has written is there, what it was writing is not, nothing is locked."""
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, database.text], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    with killed, killed.stdout:
        assert killed.stdout.readline() == "ready\n"
        killed.kill()
    store = database.open()
    assert [job.words for job in store.list(OWNER, CREATIONS)] == ["asked", "written"]
    database.expire()
    asked, written = store.list(OWNER, CREATIONS)
    assert written.remote_id == "paid-7"
    assert asked.error == LOST
    found = store.change(asked.key, accept("8"))
    assert found is not None
    assert found.error is None
    store.add(sending())
