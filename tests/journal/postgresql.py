"""A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.missing import skip_or_fail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_DEBIAN = "/usr/lib/postgresql"


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, or None if PostgreSQL is not installed."""
    if os.name != "posix":
        return None
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path(_DEBIAN).glob("*/bin"), reverse=True)
    return next((one for one in folders if (one / "initdb").exists()), None)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A PostgreSQL for as long as it is needed; without its programs the test is skipped."""
    programs = find_programs()
    if programs is None:
        skip_or_fail("no PostgreSQL: initdb is neither on the PATH nor under /usr/lib/postgresql")
    with Cluster(programs) as running:
        yield running


class Cluster:
    """Runs PostgreSQL without a network, and without care for a power cut.

    Args:
        programs: The folder of ``initdb`` and ``pg_ctl``.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._count = 0

    def __enter__(self) -> Self:
        if os.getuid() == 0:
            shutil.chown(self._folder, _user(), "postgres" if _user() == "postgres" else None)
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("initdb", "-U", "journal", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._run("pg_ctl", "-w", "-l", f"{self._folder}/log", "-o", options, "start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def new_database(self) -> str:
        """The address of a database with nothing in it."""
        self._count += 1
        name = f"journal{self._count}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql://journal@/{name}?host={quote(str(self._folder), safe='')}"

    def _run(self, program: str, *options: str) -> None:
        data = self._folder / "data"
        subprocess.run(
            [self._programs / program, "-D", data, *options],
            check=True,
            cwd=self._folder,
            user=_user() if os.getuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _user() -> str:
    """Whom PostgreSQL runs as where the tests are run by root, which it refuses."""
    import pwd

    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
