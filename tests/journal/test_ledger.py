"""What every ledger promises, whether it is memory, a file or a database."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from eternal import (
    ConfigurationError,
    ConnectionFailed,
    ContractError,
    GenerationFailed,
    InvalidInput,
    PolicyError,
    TimedOut,
)
from eternal.errors import status_error
from pages.model import ledger as ledgers
from pages.model.job_store import StoreUnavailable
from pages.model.journal import sql_ledger
from pages.model.journal.opening import open_jobs, open_ledger
from pages.model.journal.tables import DatabaseTime, spending
from pages.model.ledger import (
    Expense,
    Limit,
    LimitReached,
    MemoryLedger,
    Spent,
    TooSoon,
    refusal_of,
    was_not_sent,
)
from tests.journal.failing_store import READS, WRITES, recover
from tests.journal.records import OWNER, ready

if TYPE_CHECKING:
    from eternal import EternalError
    from pages.model.journal.journal import Journal
    from pages.model.ledger import Ledger
    from tests.clock import Clock
    from tests.journal.conftest import Database
    from tests.journal.failing_store import FailingStore

ROOT = Path(__file__).parents[2]
ME, YOU = "my hash", "your hash"
CREATION, GENERATION = Expense.CREATION, Expense.GENERATION
FEW = Limit(deployment=3, visitor=2)
MANY = Limit(deployment=10_000, visitor=10_000)
DAY = 86_400.0


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """A ledger of each kind, with nothing in it."""
    if request.param == "memory":
        return MemoryLedger()
    found: Database = request.getfixturevalue(request.param)
    return found.open().ledger


def reserved(ledger: Ledger, spender: str, expense: Expense, limit: Limit) -> str:
    """Take a place; return "yes", or the name of the refusal."""
    try:
        ledger.reserve(spender, expense, limit)
    except (LimitReached, TooSoon, StoreUnavailable) as error:
        return type(error).__name__
    return "yes"


def test_the_limit_of_a_visitor(ledger: Ledger) -> None:
    """A visitor who has had all places of a day is refused; another one is not."""
    for _ in range(FEW.visitor):
        ledger.reserve(ME, GENERATION, FEW)
    with pytest.raises(LimitReached, match="used up your 2 pictures and videos") as refused:
        ledger.reserve(ME, GENERATION, FEW)
    assert refused.value.is_of_visitor
    assert ledger.spent(ME, GENERATION) == Spent(deployment=2, visitor=2)
    ledger.reserve(YOU, GENERATION, FEW)
    assert ledger.spent(YOU, GENERATION) == Spent(deployment=3, visitor=1)


def test_the_limit_of_all_visitors_together(ledger: Ledger) -> None:
    """However many visitors there are, together they get no more than the deployment allows."""
    given = [reserved(ledger, f"visitor {number}", GENERATION, FEW) for number in range(20)]
    assert given.count("yes") == FEW.deployment
    with pytest.raises(LimitReached, match="Today's 3 pictures and videos") as refused:
        ledger.reserve("one more", GENERATION, FEW)
    assert not refused.value.is_of_visitor
    assert ledger.spent("one more", GENERATION) == Spent(deployment=3, visitor=0)


@pytest.mark.parametrize("limit", [Limit(0, 5), Limit(5, 0), Limit(0, 0)])
def test_a_limit_of_0(ledger: Ledger, limit: Limit) -> None:
    """A limit of 0 means that none may be made."""
    with pytest.raises(LimitReached, match="There are no pictures and videos"):
        ledger.reserve(ME, GENERATION, limit)
    assert ledger.spent(ME, GENERATION) == Spent(0, 0)


def test_each_expense_is_counted_by_itself(ledger: Ledger) -> None:
    """Who has created all their characters can still make pictures."""
    for expense in Expense:
        assert reserved(ledger, ME, expense, Limit(1, 1)) == "yes"
        assert reserved(ledger, ME, expense, Limit(1, 1)) == "LimitReached"


def test_a_place_that_is_given_back(ledger: Ledger) -> None:
    """A place that was given back is free again, for its visitor and for all."""
    one = Limit(1, 1)
    place = ledger.reserve(ME, GENERATION, one)
    ledger.give_back(place)
    assert ledger.spent(ME, GENERATION) == Spent(0, 0)
    ledger.reserve(YOU, GENERATION, one)
    assert reserved(ledger, ME, GENERATION, one) == "LimitReached"


def test_a_pause_between_two_creations(ledger: Ledger) -> None:
    """A second creation at once is too soon, for this visitor only; it takes no place."""
    ledger.reserve(ME, CREATION, MANY)
    with pytest.raises(TooSoon, match="One moment: there are 5 seconds") as refused:
        ledger.reserve(ME, CREATION, MANY)
    assert 0 < refused.value.seconds <= ledgers.CREATION_PAUSE_SECONDS
    assert ledger.spent(ME, CREATION) == Spent(1, 1)
    ledger.reserve(YOU, CREATION, MANY)
    ledger.reserve(ME, GENERATION, MANY)
    ledger.reserve(ME, GENERATION, MANY)


def test_the_end_of_the_pause(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the pause is over the next creation is allowed."""
    ledger.reserve(ME, CREATION, MANY)
    monkeypatch.setattr(ledgers, "CREATION_PAUSE_SECONDS", 0.0)
    assert reserved(ledger, ME, CREATION, MANY) == "yes"


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(None, 0), (0.0, 5), (1.5, 3.5), (4.9, 0.1), (5.0, 0), (-1.0, 4), (-3600.0, 0)],
)
def test_how_long_the_pause_is(seconds: float | None, left: float) -> None:
    """It ends five seconds after the last one, and no clock that was set back makes it longer."""
    refusal = refusal_of(CREATION, Spent(0, 0), MANY, seconds)
    assert (refusal.seconds if isinstance(refusal, TooSoon) else 0) == pytest.approx(left)


def test_threads_take_no_place_twice(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 40 threads' attempts as many succeed as there are places, and all of these are counted."""
    monkeypatch.setattr(ledgers, "CREATION_PAUSE_SECONDS", 0.0)
    limit = Limit(deployment=10, visitor=4)
    spenders = [f"visitor {number % 4}" for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda one: reserved(ledger, one, CREATION, limit), spenders))
    assert given.count("yes") == 10
    assert set(given) == {"yes", "LimitReached"}
    counts = [ledger.spent(one, CREATION) for one in sorted({*spenders})]
    assert {one.deployment for one in counts if one} == {10}
    assert sum(one.visitor for one in counts if one) == 10


ATTEMPTS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pages.model.journal.address import read_address
from pages.model.journal.sql_store import open_store
from pages.model.ledger import Expense, Limit, LimitReached

ledger = open_store(read_address(sys.argv[1]), 90).ledger

def attempt(number):
    try:
        ledger.reserve(f"visitor {number}", Expense.GENERATION, Limit(10, 10))
    except LimitReached:
        return 0
    return 1

print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(4) as threads:
    print(sum(threads.map(attempt, range(20))))
"""


def test_two_processes_one_limit(database: Database) -> None:
    """Two processes that try 40 times at the same moment get the 10 places of the day together."""
    database.open()
    command = [sys.executable, "-c", ATTEMPTS, database.text]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    processes = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    given = [int(process.communicate()[0]) for process in processes]
    assert sum(given) == 10
    assert database.open().ledger.spent("anybody", GENERATION).deployment == 10


def test_a_restart_goes_on(database: Database) -> None:
    """What was spent is known to the next process, and to a second one."""
    first = database.open()
    first.ledger.reserve(ME, GENERATION, FEW)
    first.close()
    second, third = database.open().ledger, database.open().ledger
    second.reserve(ME, GENERATION, FEW)
    assert reserved(third, ME, GENERATION, FEW) == "LimitReached"


def test_deleting_the_history_frees_no_place(database: Database) -> None:
    """Whoever deletes their History has spent as much as before."""
    store = database.open()
    store.add(ready())
    store.ledger.reserve(OWNER, GENERATION, Limit(1, 1))
    assert store.delete(OWNER) == 1
    assert reserved(store.ledger, OWNER, GENERATION, Limit(1, 1)) == "LimitReached"


def days_ago(database: Database, days: float) -> None:
    """Make all that was spent as old as this."""
    with database.engine().begin() as connection:
        now = connection.execute(select(DatabaseTime())).scalar_one()
        then = now - days * DAY
        values = {"day": ledgers.day_of(then), "last_at": then}
        connection.execute(update(spending).values(values))


def test_a_new_day(database: Database) -> None:
    """Each day of UTC has its own places; what is given back late frees none of another day."""
    ledger = database.open().ledger
    place = ledger.reserve(ME, GENERATION, Limit(1, 1))
    days_ago(database, 1)
    assert ledger.spent(ME, GENERATION) == Spent(0, 0)
    ledger.reserve(ME, GENERATION, Limit(1, 1))
    ledger.give_back(ledgers.Place("2020-01-01", ME, GENERATION))
    assert ledger.spent(ME, GENERATION) == Spent(1, 1)
    ledger.give_back(place)
    ledger.give_back(place)
    assert ledger.spent(ME, GENERATION) == Spent(0, 0)


def test_the_pause_holds_at_midnight(database: Database) -> None:
    """The last creation of a day is a moment ago on the next day, too."""
    ledger = database.open().ledger
    ledger.reserve(ME, CREATION, MANY)
    with database.engine().begin() as connection:
        connection.execute(update(spending).values(day="2026-01-01"))
    assert reserved(ledger, ME, CREATION, MANY) == "TooSoon"


def test_old_days_are_forgotten(database: Database) -> None:
    """What was spent more than a week ago is deleted by the first who spends on a new day."""
    database.open().ledger.reserve(ME, GENERATION, FEW)
    days_ago(database, sql_ledger.KEPT_DAYS + 1)
    database.open().ledger.reserve(YOU, GENERATION, FEW)
    with database.engine().connect() as connection:
        assert ME not in connection.execute(select(spending.c.spender)).scalars().all()
    days_ago(database, sql_ledger.KEPT_DAYS - 1)
    database.open().ledger.reserve(ME, GENERATION, FEW)
    with database.engine().connect() as connection:
        assert YOU in connection.execute(select(spending.c.spender)).scalars().all()


def test_days_in_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory a new day begins with the clock, and never because it was set back."""
    clock.now = 10 * DAY
    ledger = MemoryLedger(clock)
    place = ledger.reserve(ME, CREATION, Limit(1, 1))
    clock.pass_by(-1.0)
    assert reserved(ledger, ME, CREATION, Limit(1, 1)) == "LimitReached"
    clock.pass_by(DAY + 1)
    ledger.give_back(place)
    assert ledger.spent(ME, CREATION) == Spent(0, 0)
    ledger.reserve(ME, CREATION, MANY)
    clock.now = 12 * DAY - 1
    clock.pass_by(1)
    assert reserved(ledger, ME, CREATION, MANY) == "yes"
    clock.now = 13 * DAY - 1
    ledger.reserve(ME, CREATION, MANY)
    clock.pass_by(1)
    assert reserved(ledger, ME, CREATION, MANY) == "TooSoon"


def test_the_table_holds_hashes_and_counts_only(database: Database) -> None:
    """A row is a day, a hash, what was spent on, how often and when; no words."""
    database.open().ledger.reserve(ME, GENERATION, FEW)
    with database.engine().connect() as connection:
        rows = connection.execute(select(spending)).mappings().all()
    assert {tuple(row) for row in rows} == {("day", "spender", "expense", "count", "last_at")}
    assert {(row["spender"], row["expense"], row["count"]) for row in rows} == {
        (ME, "generation", 1),
        ("", "generation", 1),
    }


def test_a_ledger_that_fails(kept: Journal, failing: FailingStore, clock: Clock) -> None:
    """While the database fails no place is given, and pages are not told how many are left."""
    ledger = open_ledger(kept)
    failing.broken = {WRITES}
    with pytest.raises(StoreUnavailable):
        ledger.reserve(ME, GENERATION, FEW)
    assert kept.problem
    failing.broken = {READS}
    assert ledger.spent(ME, GENERATION) is None
    failing.asked.clear()
    assert ledger.spent(ME, GENERATION) is None
    assert failing.asked == []
    recover(failing, clock)
    place = ledger.reserve(ME, GENERATION, FEW)
    assert ledger.spent(ME, GENERATION) == Spent(1, 1)
    ledger.give_back(place)
    assert ledger.spent(ME, GENERATION) == Spent(0, 0)


def test_without_a_database() -> None:
    """With ``off`` the counts are kept in memory."""
    from pages.model.journal.address import read_address

    assert isinstance(open_ledger(open_jobs(read_address("off"), 90)), MemoryLedger)


@pytest.mark.parametrize(
    "error",
    [
        ConfigurationError("The address cannot be used."),
        InvalidInput("The description is empty."),
        PolicyError("The age is not known."),
        ConnectionFailed("The name of its host was not found."),
        TimedOut("No connection in time."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_was_certainly_not_sent(error: EternalError) -> None:
    """A place is given back where no byte of the request has left."""
    assert was_not_sent(error)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionFailed("It broke.", has_connected=True, may_have_arrived=True),
        TimedOut("No answer in time.", may_have_arrived=True),
        *(status_error(status) for status in (400, 401, 402, 403, 404, 429, 500, 503)),
        GenerationFailed("refused"),
        ContractError("an id"),
        StoreUnavailable("The history is busy."),
    ],
    ids=lambda error: f"{type(error).__name__} {getattr(error, 'status_code', '')}".strip(),
)
def test_what_was_sent_or_may_have_been(error: EternalError) -> None:
    """What was refused was sent, and counts like what broke on the way."""
    assert not was_not_sent(error)
