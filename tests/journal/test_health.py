"""The health checks: quick, seldom, and true of the journal, however it fails."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
import requests
import streamlit as st
from starlette.applications import Starlette

from pages.components.jobs.kept import close_jobs
from pages.components.shell import health
from pages.components.shell.health import HealthCheck, JournalHealth, look_at_journal
from pages.model.journal.tables import REVISION
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.clock import Clock

OK, UNAVAILABLE, OFF = JournalHealth.OK, JournalHealth.UNAVAILABLE, JournalHealth.OFF


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    close_jobs()
    st.cache_resource.clear()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the journal of a live deployment; it is not there yet."""
    path = tmp_path / "data" / "history.sqlite3"
    monkeypatch.setenv("ETERNALAI_DATABASE", f"sqlite:///{path}")
    monkeypatch.setenv("ETERNALAI_SOURCE", "live")
    return path


def test_a_journal_that_can_be_written(file: Path) -> None:
    """The file is made where there is none, and the answer is good."""
    assert look_at_journal() is OK
    assert file.exists()


def test_a_folder_that_cannot_be_made(file: Path) -> None:
    """Where no file can be made the journal is unavailable, and healthy once it can be."""
    file.parent.write_text("in the way")
    assert look_at_journal() is UNAVAILABLE


def test_a_journal_that_another_process_holds(file: Path) -> None:
    """What can be read but not written is unavailable."""
    assert look_at_journal() is OK
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert look_at_journal() is UNAVAILABLE


def test_a_look_writes(file: Path) -> None:
    """What is looked at is a true write, which a full disk fails, and it leaves nothing."""
    assert look_at_journal() is OK
    log = file.with_name(f"{file.name}-wal")
    before = log.stat().st_size
    assert look_at_journal() is OK
    assert log.stat().st_size > before
    with contextlib.closing(sqlite3.connect(file)) as other:
        found = other.execute("SELECT version_num FROM journal_version").fetchall()
        assert found == [(REVISION,)]


@pytest.mark.parametrize("database", ["off", ""])
def test_a_demo_opens_no_database(
    file: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """A fixed demo has no journal, and one that visitors can leave has none before they do."""
    if database:
        monkeypatch.setenv("ETERNALAI_DATABASE", database)
        assert look_at_journal() is OFF
    monkeypatch.setenv("ETERNALAI_SOURCE", "demo")
    assert look_at_journal() is OFF
    monkeypatch.delenv("ETERNALAI_SOURCE")
    assert look_at_journal() is (OFF if database else OK)
    assert not file.parent.exists()


def test_a_wrong_setting(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is no traceback."""
    monkeypatch.setenv("ETERNALAI_DATABASE", "nonsense")
    assert look_at_journal() is UNAVAILABLE


def test_it_is_looked_at_seldom(clock: Clock) -> None:
    """However often is asked, the journal is looked at once in some seconds."""
    looks: list[float] = []

    def look() -> JournalHealth:
        looks.append(clock())
        return OK

    check = HealthCheck(look, clock)

    async def ask() -> None:
        for _ in range(20):
            found = await asyncio.gather(*(check.journal() for _ in range(50)))
            assert set(found) == {OK}
            clock.pass_by(1.0)

    asyncio.run(ask())
    assert [at - looks[0] for at in looks] == [0.0, 5.0, 10.0, 15.0]


def test_a_journal_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes in time, one thread waits, and the loop is free meanwhile."""
    monkeypatch.setattr(health, "LONGEST_SECONDS", 0.1)
    may_end, looks = threading.Event(), []

    def look() -> JournalHealth:
        looks.append(1)
        assert may_end.wait(10)
        return OK

    check = HealthCheck(look)

    async def ask() -> None:
        asked = asyncio.gather(*(check.journal() for _ in range(50)))
        await asyncio.wait_for(asyncio.sleep(0), 0.05)
        assert set(await asked) == {UNAVAILABLE}
        assert looks == [1]
        may_end.set()
        while check._looking is not None:
            await asyncio.sleep(0.01)
        assert await check.journal() is OK

    asyncio.run(ask())


def test_a_look_that_crashes() -> None:
    """An error that nobody expected is unavailable, and the next look can be good."""

    def look() -> JournalHealth:
        raise RuntimeError("crashed")

    assert asyncio.run(HealthCheck(look).journal()) is UNAVAILABLE


@pytest.mark.parametrize(
    ("path", "journal", "status"),
    [
        ("/healthz", OK, 200),
        ("/healthz", OFF, 200),
        ("/healthz", UNAVAILABLE, 200),
        ("/healthz/journal", OK, 200),
        ("/healthz/journal", OFF, 200),
        ("/healthz/journal", UNAVAILABLE, 503),
    ],
)
def test_the_status(
    monkeypatch: pytest.MonkeyPatch, path: str, journal: JournalHealth, status: int
) -> None:
    """A journal that fails takes no replica out: browsing works. An alarm has its own address."""
    monkeypatch.setattr(health, "_check", HealthCheck(lambda: journal))
    with served(Starlette(routes=health.HEALTH_ROUTES)) as url:
        answer = requests.get(url + path, timeout=10)
    assert answer.status_code == status
    assert answer.json() == {"status": "ok", "journal": journal.value}
    assert answer.headers["cache-control"] == "no-store"
