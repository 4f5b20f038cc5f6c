"""The links that make the server ask for the most, opened by many visitors at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Fault
from pages.components.source import limits
from pages.model import advance as moving
from tests.pages.labels import CREATE, DESCRIBE, ELARA, PROMPT
from tests.pages.timers import run_timers, timers_of
from tests.pages.visitors import visit_from

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

VISITORS = 30
FIFTY = ".".join(str(number) for number in range(90_000, 90_050))
TEN = [str(number) for number in range(91_000, 91_010)]
MOST_CALLS = 100
"""Fifty and ten unknown ids and one more, each asked for once, and two readings of the list."""
NOT_POLLED = Fault("poll", status=404, times=None)


def stay(visits: list[Visit], rounds: int = 4) -> None:
    """Leave pages open while their timers run."""
    for _ in range(rounds):
        for one in visits:
            if timers_of(one.app):
                run_timers(one.app)


@pytest.mark.row("X10")
@pytest.mark.row("M17")
def test_links_with_unknown_ids(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty visitors with the worst links cost few calls in a minute; others are not slowed."""
    monkeypatch.setattr(moving, "UNKNOWN_SECONDS", 0.5)
    opened: list[Visit] = []
    first = visit("lookup", id="92000", faults=[NOT_POLLED])
    for number in range(VISITORS):
        visit_from(monkeypatch, f"browser {number}")
        visit("lookup", again=first, id="92000")
        visit(again=first, view="Shortlist", shortlist=FIFTY)
        opened += [visit("create", again=first, id=TEN), visit(again=first, q="x")]
    stay(opened)
    assert len(first.api.requests) <= MOST_CALLS
    assert all(first.polls.count(id) <= 1 for id in set(first.polls))
    visit_from(monkeypatch, "another one")
    began = time.monotonic()
    assert visit(again=first).names
    other = visit("create", again=first).type(DESCRIBE, PROMPT).press(CREATE)
    other.wait(lambda now: bool(now.sent()))
    assert time.monotonic() - began < 3


@pytest.mark.row("X10")
def test_one_visitor_with_many_ids(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One visitor who looks up ever new ids is told to wait, in words; another one is not."""
    monkeypatch.setattr(limits, "VISITOR_BURST", 8)
    opened = visit("lookup", how="Many")
    for start in (90_000, 90_100):
        ids = " ".join(str(number) for number in range(start, start + 6))
        opened.type("Character IDs", ids).press("Look up all")
    assert len(opened.polls) <= 8 + 2
    assert "You have asked for a lot in a short time" in opened.words
    assert "Try again in 1 s" in opened.words
    assert ids in [one.value for one in opened.app.text_area]
    one = visit("lookup", again=opened, id="77")
    assert "You have asked for a lot" in one.words
    assert one.app.text_input(key="lookup.text").value == "77"
    visit_from(monkeypatch, "another one")
    assert visit("lookup", again=opened, id=ELARA).names == ["Elara Voss"]


@pytest.mark.row("X10")
def test_all_visitors_together(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Visitors with ever other ids are bounded together; the gallery and paying are not."""
    monkeypatch.setattr(limits, "LOOK_UP_BURST", 20)
    first = visit("lookup", id="92000")
    for number in range(6):
        visit_from(monkeypatch, f"browser {number}")
        ids = ".".join(str(90_000 + 50 * number + one) for one in range(10))
        last = visit(again=first, view="Shortlist", shortlist=ids)
    assert len(first.polls) <= 20 + 30  # five more each second
    assert "could not be looked up just now" in last.words
    assert visit(again=first).names
    visit("create", again=first).type(DESCRIBE, PROMPT).press(CREATE).wait(
        lambda now: bool(now.sent())
    )
