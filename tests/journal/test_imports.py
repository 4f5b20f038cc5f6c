"""Only what is configured is imported: each driver of a database costs time and memory."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journal.conftest import Database

ROOT = Path(__file__).parents[2]

IMPORTED = """
import sys
from pages.model.settings import read_deployment
from pages.model.journal.opening import open_jobs
from pages.model.jobs import CREATIONS

deployment = read_deployment({"ETERNALAI_DATABASE": sys.argv[1]})
jobs = open_jobs(deployment.database, deployment.history_days)
if "read" in sys.argv:
    jobs.list("anybody", CREATIONS)
    assert jobs.problem == "", jobs.problem
print(*{name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "alembic", "psycopg"})
"""


def imported_with(address: str, *options: str, python: str | Path = sys.executable) -> set[str]:
    """What of databases a process imports that has this setting."""
    command = [python, "-c", IMPORTED, address, *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


@pytest.mark.parametrize("address", ["", "off", "postgresql://h/db", "sqlite:///h.sqlite3"])
def test_settings_import_no_database(address: str) -> None:
    """Whoever never shows the API's own characters loads nothing of databases."""
    assert imported_with(address) == set()


def test_off() -> None:
    """Without a database nothing of databases is loaded, however much is asked of it."""
    assert imported_with("off", "read") == set()


def test_a_file(sqlite: Database) -> None:
    """A file of SQLite needs no driver of PostgreSQL; migrations are loaded to migrate only."""
    assert "psycopg" not in imported_with(sqlite.text, "read")
    assert imported_with(sqlite.text, "read") == {"sqlalchemy"}


def test_a_server(postgresql: Database) -> None:
    """PostgreSQL is reached with what requirements.txt installs."""
    postgresql.open()
    assert imported_with(postgresql.text, "read") == {"sqlalchemy", "psycopg"}


@pytest.mark.thorough
def test_a_server_from_requirements_alone(postgresql: Database, tmp_path: Path) -> None:
    """What Community Cloud installs, requirements.txt and no more, is enough for PostgreSQL."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "-r", str(ROOT / "requirements.txt")]
    subprocess.run(install, check=True, cwd=tmp_path)
    assert imported_with(postgresql.text, "read", python=python) >= {"sqlalchemy", "psycopg"}
