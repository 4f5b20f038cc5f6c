"""Opens the database of the journal: its engine, its file, and the version of its schema."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text

from pages.model.job_store import StorePlace, StoreUnavailable
from pages.model.journal.failures import Problem, opened_plainly
from pages.model.journal.tables import REVISION, VERSION_TABLE

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from pages.model.journal.address import DatabaseAddress

BUSY_TIMEOUT_SECONDS: Final = 2.0
CONNECT_TIMEOUT_SECONDS: Final = 3
STATEMENT_TIMEOUT_SECONDS: Final = 5.0
WRITES: Final = {"journal_writes": True}
"""The execution options of connections that write."""
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MIGRATION_LOCK: Final = 5_208_173_046
"""The number of the advisory lock under which one process migrates; any number does."""


@opened_plainly
def open_database(address: DatabaseAddress) -> Engine:
    """Connect to a database, and bring its schema to the newest revision.

    Raises:
        StoreUnavailable: It cannot be reached, opened or migrated, or it is newer than this code.
    """
    engine = make_engine(address)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_engine(address: DatabaseAddress) -> Engine:
    """The engine for an address; nothing is connected yet, but the file and its folder are made.

    Raises:
        OSError: The file or its folder cannot be created.
    """
    target = address.target.get_secret_value()
    if address.place is StorePlace.FILE:
        path = Path(target)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT, 0o600))
        return _sqlite_engine(path)
    return _postgresql_engine(make_url(target))


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision, by one process at a time.

    Raises:
        StoreUnavailable: A newer version of this code has written it.
        SQLAlchemyError: It cannot be read or written.
    """
    with engine.connect() as connection:
        if _revision_of(connection) == REVISION:
            return
    with engine.execution_options(**WRITES).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        _upgrade(connection)


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only where something is to migrate
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = migration_config()
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if _revision_of(connection) not in {None, *known}:
        raise StoreUnavailable(str(Problem.NEWER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def migration_config() -> Any:
    """What Alembic has to know to find the revisions."""
    from alembic.config import Config  # noqa: PLC0415 - only where something is to migrate

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _sqlite_engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    arguments = {"timeout": BUSY_TIMEOUT_SECONDS}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing; the next function does
        cursor = connection.cursor()
        with suppress(sqlite3.OperationalError):  # another process does so, or it is read-only
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("journal_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    # No prepared statements, and no option of the session: a pooler may stand between.
    arguments = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "client_encoding": "utf8",
        "prepare_threshold": None,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
    }
    engine = create_engine(
        url.difference_update_query(["pgbouncer"]),
        connect_args={name: one for name, one in arguments.items() if name not in url.query},
        pool_size=5,
        max_overflow=5,
        pool_timeout=CONNECT_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        milliseconds = int(STATEMENT_TIMEOUT_SECONDS * 1000)
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")

    return engine
