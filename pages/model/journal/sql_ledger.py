"""Counts what is spent of the deployment's key in an SQL database, for all who share it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, text, update

from pages.model.job_store import StoreUnavailable
from pages.model.journal.database import WRITES
from pages.model.journal.failures import told_plainly
from pages.model.journal.tables import DatabaseTime, spending
from pages.model.ledger import Place, Spent, day_of, refusal_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine

    from pages.model.ledger import Expense, Limit

KEPT_DAYS: Final = 7
_ALL: Final = ""
"""The spender of the rows that count all visitors together; no hash is empty."""
_COUNT_ONE: Final = text(
    "INSERT INTO journal_spending (day, spender, expense, count, last_at)"
    " VALUES (:day, :spender, :expense, 1, :last_at)"
    " ON CONFLICT (day, spender, expense)"
    " DO UPDATE SET count = journal_spending.count + 1, last_at = excluded.last_at"
)


class SqlLedger:
    """The ``Ledger`` of a database; every method raises ``StoreUnavailable`` where it cannot.

    A transaction first counts one more in the row of all visitors. That locks the row: the next
    one waits there until this one is committed, or rolled back because a limit is reached.

    Args:
        engine: The database, with the newest schema.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**WRITES)
        self._day = ""

    def reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        """Take one place within a limit; raises SpendingRefused if there is none."""
        place = self._reserve(spender, expense, limit)
        if place.day != self._day:
            self._day = place.day
            with suppress(StoreUnavailable):
                self._forget_before(date.fromisoformat(place.day) - timedelta(KEPT_DAYS))
        return place

    @told_plainly
    def give_back(self, place: Place) -> None:
        """Free a place."""
        with self._writing.begin() as connection:
            for one in (_of_all(place), place):
                freed = update(spending).where(_is_of(one), spending.c.count > 0)
                connection.execute(freed.values(count=spending.c.count - 1))

    @told_plainly
    def spent(self, spender: str, expense: Expense) -> Spent:
        """What was spent today, by the clock of the database."""
        with self._engine.begin() as connection:
            return _spent(connection, Place(day_of(_now(connection)), spender, expense))

    @told_plainly
    def _reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        with self._writing.begin() as connection:
            at = _now(connection)
            place = Place(day_of(at), spender, expense)
            _count_one(connection, _of_all(place), at)
            found = _spent(connection, place)
            before = Spent(found.deployment - 1, found.visitor)
            last_at = _last_at(connection, place)
            seconds = None if last_at is None else at - last_at
            if refusal := refusal_of(expense, before, limit, seconds):
                raise refusal
            _count_one(connection, place, at)
            return place

    @told_plainly
    def _forget_before(self, day: date) -> None:
        with self._writing.begin() as connection:
            connection.execute(delete(spending).where(spending.c.day < day.isoformat()))


def _now(connection: Connection) -> float:
    return connection.execute(select(DatabaseTime())).scalar_one()


def _of_all(place: Place) -> Place:
    return replace(place, spender=_ALL)


def _is_of(place: Place) -> ColumnElement[bool]:
    return (
        (spending.c.day == place.day)
        & (spending.c.spender == place.spender)
        & (spending.c.expense == place.expense.value)
    )


def _count_one(connection: Connection, place: Place, at: float) -> None:
    values = {"day": place.day, "spender": place.spender, "expense": place.expense.value}
    connection.execute(_COUNT_ONE, values | {"last_at": at})


def _spent(connection: Connection, place: Place) -> Spent:
    asked = select(spending.c.spender, spending.c.count)
    rows = connection.execute(asked.where(_is_of(place) | _is_of(_of_all(place))))
    counts = {row["spender"]: row["count"] for row in rows.mappings()}
    return Spent(counts.get(_ALL, 0), counts.get(place.spender, 0))


def _last_at(connection: Connection, place: Place) -> float | None:
    """When the visitor's last place was taken, also on the day before."""
    asked = select(func.max(spending.c.last_at))
    of_visitor = spending.c.spender == place.spender, spending.c.expense == place.expense.value
    found: float | None = connection.execute(asked.where(*of_visitor)).scalar_one()
    return found
