"""The tables of the journal: the records of jobs, and what is spent of the deployment's key.

Of a job ``record`` is the whole record, as JSON: the other columns repeat what of it a query asks
for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, Table, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

REVISION: Final = "0002"
"""The revision of the schema that this version reads and writes: the newest migration."""
VERSION_TABLE: Final = "journal_version"

metadata = MetaData()

jobs = Table(
    "journal_jobs",
    metadata,
    Column("key", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("base_url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("remote_id", Text),
    Column("is_adopted", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("search_text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("lease_holder", Text),
    Column("lease_until", Double),
    Column("record", Text, nullable=False),
    Index("ix_journal_jobs_owner", "owner", "created_at"),
    Index("ix_journal_jobs_remote_id", "remote_id"),
    Index("ix_journal_jobs_created_at", "created_at"),
    Index("ix_journal_jobs_lease_holder", "lease_holder"),
)

spending = Table(
    "journal_spending",
    metadata,
    Column("day", Text, primary_key=True),
    Column("spender", Text, primary_key=True),
    Column("expense", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Double, nullable=False),
    Index("ix_journal_spending_spender", "spender", "expense"),
)


class DatabaseTime(FunctionElement[float]):
    """Seconds since the epoch by the clock of the database, which all processes share."""

    type = Double()
    inherit_cache = True


@compiles(DatabaseTime, "sqlite")
def _sqlite_time(element: DatabaseTime, compiler: Dialect, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(DatabaseTime, "postgresql")
def _postgresql_time(element: DatabaseTime, compiler: Dialect, **_: Any) -> str:
    return "CAST(EXTRACT(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"
