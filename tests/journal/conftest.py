"""Stores of every kind: in memory, in a file of SQLite, in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from pages.model.job_store import JobStore, StorePlace
from pages.model.journal.address import DatabaseAddress, read_address
from pages.model.journal.database import make_engine
from pages.model.journal.journal import Journal
from pages.model.journal.sql_store import SqlJobStore, open_store
from pages.model.journal.tables import jobs
from pages.model.memory_job_store import MemoryJobStore
from tests.journal.failing_store import FailingStore
from tests.journal.postgresql import running_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.clock import Clock
    from tests.journal.postgresql import Cluster

HISTORY_DAYS = 90


@dataclass
class Database:
    """A database of one test, and the stores that it opens there.

    Attributes:
        text: Its address, as a setting.
    """

    text: str
    _stores: list[SqlJobStore] = field(default_factory=list)
    _engines: list[Engine] = field(default_factory=list)

    @property
    def address(self) -> DatabaseAddress:
        """Its address."""
        return read_address(self.text)

    def open(self, history_days: int = HISTORY_DAYS) -> SqlJobStore:
        """One more store, as another process has it."""
        store = open_store(self.address, history_days)
        self._stores.append(store)
        return store

    def engine(self) -> Engine:
        """One more engine, which no store uses."""
        engine = make_engine(self.address)
        self._engines.append(engine)
        return engine

    def expire(self) -> None:
        """End all leases."""
        with self.engine().begin() as connection:
            connection.execute(update(jobs).values(lease_until=0.0))

    def close(self) -> None:
        """Close what was opened."""
        for store in self._stores:
            store.close()
        for engine in self._engines:
            engine.dispose()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for all tests."""
    with running_cluster() as running:
        yield running


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A file of SQLite that does not exist yet."""
    database = Database(f"sqlite:///{tmp_path}/data/history.sqlite3")
    yield database
    database.close()


@pytest.fixture
def postgresql(cluster: Cluster) -> Iterator[Database]:
    """An empty database of PostgreSQL."""
    database = Database(cluster.new_database())
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database of each kind."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> JobStore:
    """A store of each kind, with nothing in it."""
    if request.param == "memory":
        return MemoryJobStore()
    found: Database = request.getfixturevalue(request.param)
    return found.open()


@pytest.fixture
def failing() -> FailingStore:
    """A database that fails while it is told to."""
    return FailingStore()


@pytest.fixture
def kept(failing: FailingStore, clock: Clock) -> Iterator[Journal]:
    """A journal on that database."""
    opened = Journal(lambda: failing, StorePlace.DATABASE, clock)
    yield opened
    opened.close()
