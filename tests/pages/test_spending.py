"""Who may spend the deployment's key, how often, and what is said of it."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from eternal import ConfigurationError, EternalClient
from eternal.simulator import Fault
from pages.components.jobs import start
from pages.components.jobs.kept import live_jobs, live_ledger
from pages.model import ledger as ledgers
from pages.model.job_store import StoreUnavailable
from pages.model.journal.address import read_address
from pages.model.journal.sql_store import open_store
from pages.model.ledger import Expense, Limit, LimitReached, MemoryLedger, Spent, TooSoon
from pages.model.ledger import UnknownVisitor as Unknown
from pages.model.settings import read_deployment
from pages.model.spending_settings import DEFAULT_A_DAY, DEFAULT_A_VISITOR, LIMIT_NAMES
from pages.model.spending_words import about_words, left_words, refusal_words
from tests.pages.labels import CREATE, DESCRIBE, HOUR, PROMPT
from tests.pages.visit import KEY
from tests.pages.visitors import owner_of, visit_from

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

PAGES = pytest.mark.parametrize("page", ["create", "generate"])
EXPENSES = {"create": Expense.CREATION, "generate": Expense.GENERATION}
GENERATE, CHANGE = "Generate", "on a balcony"
OTHER = "another browser"
LOOKED, ANYWAY = "I have looked, and it is not there", "Send it again anyway"


def limit(patch: pytest.MonkeyPatch, *, deployment: int = 1000, visitor: int = 1000) -> None:
    """Set the limits of the day, for what is created and what is generated."""
    for name in LIMIT_NAMES:
        patch.setenv(name, str(visitor if name.endswith("_PER_VISITOR") else deployment))


def opened(visit: OpenPage, page: str, again: Visit | None = None, **options: object) -> Visit:
    """A page with its form filled."""
    query = {"character": "6790"} if page == "generate" else {}
    return fill(visit(page, again=again, **query, **options), page)  # type: ignore[arg-type]


def fill(now: Visit, page: str, words: str = PROMPT) -> Visit:
    """The same words in the form."""
    if page == "create":
        return now.type(DESCRIBE, words)
    return now.choose("How", "Custom").type("Describe the change", words)


def pressed(now: Visit, page: str) -> Visit:
    """The page after its button was pressed."""
    return now.press(CREATE if page == "create" else GENERATE)


def box(now: Visit, page: str) -> str:
    """What the page's box holds."""
    return str(now.field(DESCRIBE if page == "create" else "Describe the change").value)


def made(now: Visit, page: str, words: str = PROMPT) -> Visit:
    """The page after one more was sent and answered."""
    count = len(now.sent()) + 1
    pressed(fill(now, page, words), page)
    return now.wait(lambda later: len(later.sent()) == count)


def fault(page: str, **options: object) -> Fault:
    """A service that misbehaves once with what this page sends."""
    return Fault(page, **options)  # type: ignore[arg-type]


def spent(browser: str, page: str) -> Spent | None:
    """What was spent by a browser, and by all."""
    return live_ledger().spent(owner_of(browser), EXPENSES[page])


@PAGES
def test_what_is_left_is_told_before(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Beside the button stands how many are left today, and one less after a press."""
    limit(monkeypatch, visitor=3)
    now = opened(visit, page)
    assert "3 of 3 left today" in now.words
    made(now, page)
    assert "2 of 3 left today" in now.words


@PAGES
def test_what_all_share_is_told(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Where all visitors together have fewer left than this one, that is what is told."""
    limit(monkeypatch, deployment=2, visitor=2)
    first = made(opened(visit, page), page)
    visit_from(monkeypatch, OTHER)
    second = opened(visit, page, again=first)
    assert "1 of 2 left today, for all visitors together" in second.words
    made(second, page, "Another one.")
    made_more = pressed(fill(second, page, "One more."), page)
    assert "Today's 2" in made_more.words
    assert len(second.sent()) == 2


@PAGES
def test_a_limit_that_is_reached(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """A press past the limit sends nothing, keeps the words, and says what else can be done."""
    limit(monkeypatch, visitor=1)
    now = made(opened(visit, page), page)
    pressed(fill(now, page, "One more."), page)
    (told,) = [one.value for one in (*now.app.warning, *now.app.info)]
    for part in ("You have used up your 1 ", "A new day begins", "a key of your own", "“Demo”"):
        assert part in told
    assert box(now, page) == "One more."
    assert len(now.sent()) == 1


@PAGES
def test_a_limit_of_0(visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Where none may be made the page says so before anything is typed."""
    limit(monkeypatch, deployment=0)
    now = opened(visit, page).run()
    assert f"There are no {EXPENSES[page].plural} with the key of this dashboard." in now.words
    assert "left today" not in now.words
    pressed(now, page)
    assert not now.sent()


@PAGES
def test_a_key_of_ones_own_has_no_limit(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Whoever pays with a key of their own is not counted, paused or told of a limit."""
    limit(monkeypatch, deployment=1, visitor=1)
    monkeypatch.setattr(ledgers, "CREATION_PAUSE_SECONDS", HOUR)
    now = made(opened(visit, page), page)
    assert "You have used up your 1" in now.words
    now.type("Your own key", "a-key-of-my-own").run()
    assert "left today" not in now.words
    assert "You have used up" not in now.words
    for number in range(3):
        made(now, page, f"Number {number}.")
    assert spent("the browser of the tests", page) == Spent(1, 1)


def test_the_demo_has_no_limit(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo costs nothing: nothing is counted or told there."""
    limit(monkeypatch, deployment=0)
    now = fill(visit("create", source="demo"), "create").press(CREATE)
    now.wait(lambda later: "Being created" in later.words or "Done" in later.words)
    assert "left today" not in now.words
    assert spent("the browser of the tests", "create") == Spent(0, 0)


@PAGES
def test_who_cannot_be_told_from_others_spends_nothing(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """A browser that keeps no token is refused in words; its own key pays all the same."""
    visit_from(monkeypatch, "")
    now = opened(visit, page)
    pressed(now, page)
    assert "Your browser keeps no cookie" in now.words
    assert "left today" not in now.words
    assert not now.sent()
    assert box(now, page) == PROMPT
    made(now.type("Your own key", "a-key-of-my-own"), page)


def test_a_pause_between_two_creations(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second creation at once waits a moment, in a second tab, too; its words stay."""
    monkeypatch.setattr(ledgers, "CREATION_PAUSE_SECONDS", HOUR)
    first = made(opened(visit, "create", seconds=HOUR), "create")
    second = visit("create", again=first)
    for tab in (first, second):
        pressed(fill(tab, "create", "One more."), "create")
        assert "One moment" in tab.words
        assert box(tab, "create") == "One more."
    assert len(first.sent()) == 1
    visit_from(monkeypatch, OTHER)
    made(opened(visit, "create", again=first), "create")
    monkeypatch.setattr(ledgers, "CREATION_PAUSE_SECONDS", 0.0)
    made(second, "create", "One more.")


@PAGES
@pytest.mark.parametrize("status", [400, 402, 429, 503])
def test_what_was_refused_counts(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str, status: int
) -> None:
    """What the service refused was sent, and counts like what it took."""
    limit(monkeypatch, visitor=3)
    now = pressed(opened(visit, page, faults=[fault(page, status=status)]), page)
    now.wait(lambda later: bool(later.app.error))
    assert "2 of 3 left today" in now.run().words


def nobody_at(closed: socket.socket) -> str:
    """An address where nobody listens."""
    closed.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{closed.getsockname()[1]}"


@PAGES
def test_what_was_not_sent_does_not_count(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Where no connection could be made the place is free again."""
    limit(monkeypatch, visitor=3)
    now = opened(visit, page)
    with socket.socket() as closed, EternalClient(KEY, nobody_at(closed)) as client:
        monkeypatch.setattr(start, "paying_client", lambda _: client)
        pressed(now, page).wait(lambda later: bool(later.app.error))
    assert spent("the browser of the tests", page) == Spent(0, 0)


@PAGES
@pytest.mark.parametrize("where", ["reserve", "add"])
def test_what_cannot_be_written_down_is_not_sent(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str, where: str
) -> None:
    """Where the place or the record cannot be written nothing is sent, and no place is lost."""

    def broken(*_: object) -> None:
        raise StoreUnavailable("The history is busy just now.")

    now = opened(visit, page)
    monkeypatch.setattr(MemoryLedger if where == "reserve" else type(live_jobs()), where, broken)
    pressed(now, page)
    assert "The history is busy just now." in now.words
    assert box(now, page) == PROMPT
    assert not now.sent()
    assert spent("the browser of the tests", page) == Spent(0, 0)


@PAGES
def test_sent_again_is_one_more(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """What is sent again takes a place of its own; without one its failure stays on the page."""
    limit(monkeypatch, visitor=1)
    now = pressed(opened(visit, page, faults=[fault(page, drop=True)]), page)
    now.wait(lambda later: bool(later.app.error))
    now.choose(LOOKED, value=True).press(ANYWAY)
    assert "You have used up your 1" in now.words
    assert now.has_button(ANYWAY)
    assert len(now.sent()) == 1
    limit(monkeypatch, visitor=2)
    now.press(ANYWAY).wait(lambda later: len(later.sent()) == 2)
    assert spent("the browser of the tests", page) == Spent(2, 2)


@PAGES
def test_a_page_as_it_was(visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """A page on which a place was left when it was drawn sends nothing once that one is taken."""
    limit(monkeypatch, deployment=1)
    stale = opened(visit, page).run()
    assert "1 of 1 left today" in stale.words
    live_ledger().reserve("somebody else", EXPENSES[page], Limit(1, 1))
    pressed(stale, page)
    assert "Today's 1" in stale.words
    assert not stale.sent()


def test_nobody_makes_the_deployment_spend_more(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither clicks, nor a deleted History, a new browser, a restart or a replica add a place."""
    address = f"sqlite:///{tmp_path}/history.sqlite3"
    monkeypatch.setenv("ETERNALAI_DATABASE", address)
    limit(monkeypatch, deployment=5, visitor=3)
    now = visit("create")
    for number in range(12):
        pressed(fill(now, "create", f"Potter {number}."), "create")
        now.wait(lambda later: "Being created" not in later.words and "Sending" not in later.words)
        live_jobs().delete(owner_of())
    assert len(now.sent()) == 3

    visit_from(monkeypatch, OTHER)
    close_and_restart()
    again = visit("create", again=now)
    replica = open_store(read_address(address), 90)
    replica.ledger.reserve("on another replica", Expense.CREATION, Limit(5, 3))
    for number in range(12):
        pressed(fill(again, "create", f"Baker {number}."), "create")
    assert "Today's 5 new characters" in again.words
    again.wait(lambda later: len(later.sent()) == 4)
    with pytest.raises(LimitReached):
        replica.ledger.reserve("on another replica", Expense.CREATION, Limit(5, 3))
    replica.close()
    close_and_restart()


def close_and_restart() -> None:
    """End what a process keeps in memory."""
    jobs = live_jobs()
    jobs.close()  # type: ignore[attr-defined]
    st.cache_resource.clear()


def test_about_tells_the_limits(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """About says what the limits are, where the deployment's key pays."""
    limit(monkeypatch, deployment=77, visitor=7)
    now = visit("create")
    assert "each visitor can have 7 new characters and 7 pictures and videos a day" in now.words
    assert "77" in now.words
    now.type("Your own key", "a-key-of-my-own").run()
    assert "each visitor can have" not in now.words


@pytest.mark.parametrize(
    ("spent_", "limit_", "words"),
    [
        (Spent(0, 0), Limit(100, 10), "10 of 10 left today"),
        (Spent(50, 7), Limit(100, 10), "3 of 10 left today"),
        (Spent(98, 7), Limit(100, 10), "2 of 100 left today, for all visitors together"),
        (Spent(97, 7), Limit(100, 10), "3 of 10 left today"),
        (Spent(100, 10), Limit(100, 10), "0 of 10 left today"),
        (Spent(120, 12), Limit(100, 10), "0 of 10 left today"),
        (Spent(0, 0), Limit(10_000, 2_000), "2,000 of 2,000 left today"),
        (Spent(0, 0), Limit(0, 10), ""),
        (Spent(0, 0), Limit(10, 0), ""),
    ],
)
def test_words_of_what_is_left(spent_: Spent, limit_: Limit, words: str) -> None:
    """The smaller of the two is told: the visitor's own places, or those that all share."""
    assert left_words(spent_, limit_) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [("00:00", "in 24 hours"), ("17:30", "in 7 hours"), ("23:00", "within the hour")],
)
def test_words_of_when_it_is_over(at: str, words: str) -> None:
    """A limit says how long it holds."""
    refusal = LimitReached(Expense.GENERATION, 10, is_of_visitor=True)
    moment = datetime.fromisoformat(f"2026-11-25T{at}").replace(tzinfo=UTC).timestamp()
    told = refusal_words(refusal, at=moment, has_demo=False)
    assert f"A new day begins at midnight UTC, {words}." in told
    assert "Demo" not in told


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (TooSoon(3.2), "Press again in 4 seconds: nothing was sent"),
        (TooSoon(0.5), "Press again in 1 second: nothing was sent"),
        (Unknown(), "Allow cookies for this page"),
        (LimitReached(Expense.CREATION, 0), "There are no new characters"),
        (LimitReached(Expense.CHECK, 1000), "Today's 1,000 checks"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_words_of_a_refusal(refusal: ledgers.SpendingRefused, words: str) -> None:
    """Each refusal is a plain sentence with what to do."""
    assert words in refusal_words(refusal, at=0.0, has_demo=True)


def test_about_words() -> None:
    """What is kept is told, too."""
    limits = read_deployment({}).limits
    assert "kept for a week" in about_words(limits)


def test_limits_without_settings() -> None:
    """Without a setting a visitor has 10 of each a day, and all together 100."""
    limits = read_deployment({}).limits
    assert limits == dict.fromkeys(Expense, Limit(DEFAULT_A_DAY, DEFAULT_A_VISITOR))
    assert (DEFAULT_A_DAY, DEFAULT_A_VISITOR) == (100, 10)


@pytest.mark.parametrize("name", LIMIT_NAMES)
def test_each_limit_is_a_setting(name: str) -> None:
    """Each limit is a setting of its own, as a number or a text; 0 means none."""
    values = [7, *(limit.deployment for limit in read_deployment({name: "7"}).limits.values())]
    values += [limit.visitor for limit in read_deployment({name: 7}).limits.values()]
    assert values.count(7) == 2
    limits = read_deployment({name: "0"}).limits.values()
    assert 0 in [cap for limit in limits for cap in (limit.deployment, limit.visitor)]


@pytest.mark.parametrize("name", LIMIT_NAMES)
@pytest.mark.parametrize("value", ["-1", "many", "1.5", "1000001", True])
def test_bad_limits(name: str, value: object) -> None:
    """Another value is refused, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=f"^{name} must be"):
        read_deployment({name: value})
