"""What is kept of a page while somebody is at the provider: once, briefly, and not too much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pages.model import kept_visits
from pages.model.kept_visits import KEEP_SECONDS, MOST_LETTERS, KeptVisit, KeptVisits

if TYPE_CHECKING:
    from tests.clock import Clock

VISIT = KeptVisit("create", {"q": ["x"]}, {"create": {"prompt": "A potter."}})


@pytest.fixture
def kept(clock: Clock) -> KeptVisits:
    """A memory with made-up time."""
    return KeptVisits(clock)


def test_a_visit_is_given_once_and_after_the_return(kept: KeptVisits) -> None:
    """A visit is given to the browser that has come back, once, and to no other one."""
    kept.keep("a", VISIT)
    assert kept.take("a") is None
    kept.note_return("a")
    assert kept.take("b") is None
    assert kept.take("a") == replace(VISIT, is_back=True)
    assert kept.take("a") is None


def test_before_the_return_it_can_be_looked_at(kept: KeptVisits) -> None:
    """A browser that has not come back may look, and the visit stays."""
    kept.keep("a", VISIT)
    assert kept.peek("a") == VISIT == kept.peek("a")
    assert kept.peek("b") is None
    kept.note_return("a")
    assert kept.peek("a") is None


def test_a_return_says_what_went_wrong(kept: KeptVisits) -> None:
    """Why somebody is back without a sign-in is known with the visit; the last answer counts."""
    kept.keep("a", VISIT)
    kept.note_return("a", "It is down.")
    kept.note_return("a")
    kept.note_return("a", "It was cancelled.")
    assert kept.take("a") == replace(VISIT, is_back=True, problem="It was cancelled.")


def test_nobody_comes_back_who_was_not_sent(kept: KeptVisits) -> None:
    """A return of a browser that was never sent is not noted: nobody can fill the memory."""
    kept.note_return("a", "It is down.")
    assert kept.take("a") is None


def test_after_ten_minutes_it_is_forgotten(kept: KeptVisits, clock: Clock) -> None:
    """What is not fetched within ten minutes is gone, also if the browser is back by then."""
    kept.keep("a", VISIT)
    clock.pass_by(KEEP_SECONDS - 1)
    kept.note_return("a")
    kept.keep("b", VISIT)
    clock.pass_by(2)
    assert kept.take("a") is None
    assert kept.peek("b") == VISIT


def test_the_newest_visit_counts(kept: KeptVisits, clock: Clock) -> None:
    """Whoever leaves again leaves from the newer page, and has ten minutes again."""
    kept.keep("a", VISIT)
    kept.note_return("a")
    clock.pass_by(KEEP_SECONDS - 1)
    newer = replace(VISIT, page="generate")
    kept.keep("a", newer)
    clock.pass_by(2)
    assert kept.peek("a") == newer


def test_the_number_is_bounded(kept: KeptVisits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound the oldest visit is forgotten."""
    monkeypatch.setattr(kept_visits, "MOST_VISITS", 2)
    for browser in "abc":
        kept.keep(browser, VISIT)
    assert [kept.peek(browser) for browser in "abc"] == [None, VISIT, VISIT]


def test_the_length_is_bounded(kept: KeptVisits) -> None:
    """Of a visit with too many words only that it was is kept, and why it ended."""
    kept.keep("a", replace(VISIT, forms={"create": {"prompt": "x" * MOST_LETTERS}}))
    kept.note_return("a", "It is down.")
    assert kept.take("a") == KeptVisit(is_back=True, problem="It is down.")
