"""What one visitor, and all together, can make the server ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal import NotFound
from pages.model import rate_limit, unknown_ids
from pages.model.rate_limit import RateLimit, TooManyCalls
from pages.model.unknown_ids import KEPT_SECONDS, UnknownIds

if TYPE_CHECKING:
    from tests.clock import Clock


@pytest.mark.row("X10")
def test_a_burst_and_then_a_rate(clock: Clock) -> None:
    """A visitor may ask for some at once, then for one a second; another one is not slowed."""
    limit = RateLimit(3, 1.0, clock)
    assert [limit.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]
    assert limit.take("b") == 0.0
    clock.pass_by(0.75)
    assert limit.take("a") == 0.25
    clock.pass_by(0.25)
    assert [limit.take("a") for _ in range(2)] == [0.0, 1.0]
    clock.pass_by(3600.0)
    assert [limit.take("a") > 0 for _ in range(4)] == [False, False, False, True]


@pytest.mark.row("X10")
def test_buckets_are_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many visitors come, few are remembered."""
    monkeypatch.setattr(rate_limit, "MOST_VISITORS", 3)
    limit = RateLimit(1, 1.0, clock)
    for number in range(10):
        limit.take(str(number))
    assert len(limit._buckets) == 3


def test_it_is_said_in_words() -> None:
    """Who has asked for too much is told so, and when there is room again."""
    error = TooManyCalls(12.1)
    assert "in a short time" in error.headline
    assert error.advice == "Try again in 13 s."
    assert "here just now" in TooManyCalls(0.2, is_for_all=True).headline


@pytest.mark.row("X10")
def test_an_unknown_id_is_remembered_for_a_minute(clock: Clock) -> None:
    """An unknown id is known to be unknown for a minute, also if it is asked for meanwhile."""
    unknown: UnknownIds[NotFound] = UnknownIds(clock)
    error = NotFound(404)
    unknown.add(5, error)
    clock.pass_by(KEPT_SECONDS - 1)
    unknown.add(5, NotFound(404))
    assert unknown.get(5) is error
    assert unknown.get(6) is None
    clock.pass_by(1)
    assert unknown.get(5) is None


def test_an_unknown_id_can_be_forgotten(clock: Clock) -> None:
    """Who asks by hand is not told what was known before."""
    unknown: UnknownIds[NotFound] = UnknownIds(clock)
    unknown.add(5, NotFound(404))
    unknown.forget(5, 6)
    assert unknown.get(5) is None


@pytest.mark.row("X10")
def test_unknown_ids_are_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many unknown ids links name, the newest are remembered."""
    monkeypatch.setattr(unknown_ids, "MOST", 3)
    unknown: UnknownIds[NotFound] = UnknownIds(clock)
    for id in range(10):
        unknown.add(id, NotFound(404))
    assert [id for id in range(10) if unknown.get(id)] == [7, 8, 9]
