"""What is asked of the table of jobs, as one process sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, select

from pages.model.job_store import Standing
from pages.model.jobs import JobState
from pages.model.journal.rows import indexed, printable
from pages.model.journal.tables import DatabaseTime, jobs
from pages.model.search import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

    from pages.model.job_store import JobQuery


class Queries:
    """Queries of one process: what it sends itself is under way, whatever its lease says.

    Attributes:
        is_lost: Whether another process sends it that does not say any more that it lives.
        standing: How a job stands.
        has_ended: Whether a job is not active.

    Args:
        holder: The name of the process in its leases.
    """

    def __init__(self, holder: str) -> None:
        self.is_lost = and_(
            jobs.c.state == JobState.SENDING.value,
            jobs.c.lease_holder.is_distinct_from(holder),
            func.coalesce(jobs.c.lease_until, 0) <= DatabaseTime(),
        )
        unclear = literal(Standing.UNCLEAR.value)
        self.standing: ColumnElement[str] = case((self.is_lost, unclear), else_=jobs.c.standing)
        self.has_ended = self.standing.is_distinct_from(Standing.ACTIVE.value)

    def seen(self) -> Select[Any]:
        """The columns that ``job_of`` reads, and the version."""
        lost = self.is_lost.label("is_lost")
        return select(jobs.c.key, jobs.c.record, jobs.c.version, lost)

    def fitting(self, owner: str, query: JobQuery) -> Sequence[ColumnElement[bool]]:
        """What is true of the records of an owner that fit a query."""
        found: list[ColumnElement[bool]] = [jobs.c.owner == owner]
        if query.kinds:
            found.append(jobs.c.kind.in_([kind.value for kind in query.kinds]))
        if query.standings:
            found.append(self.standing.in_([one.value for one in query.standings]))
        words = [printable(word) for word in terms(query.text)]
        return found + [jobs.c.search_text.contains(word, autoescape=True) for word in words]


def is_at(base_url: str, remote_id: str) -> ColumnElement[bool]:
    """Whether a record has that id at that source."""
    return (jobs.c.remote_id == indexed(remote_id)) & (jobs.c.base_url == indexed(base_url))
