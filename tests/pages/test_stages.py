"""What the page says while something is under way."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eternal.settings import Settings
from pages.components.jobs.stages import stage_of
from pages.components.source.active import ActiveSource
from pages.model.jobs import sent_creation, watched_creation
from pages.model.settings import Source

if TYPE_CHECKING:
    from eternal import Creation


@pytest.mark.row("M14")
@pytest.mark.parametrize("longest", [90.0, 200.0])
def test_a_slow_answer_is_told_of(longest: float) -> None:
    """After some seconds the page says how long an answer may take, and no more is sent."""
    sending: Future[Creation] = Future()
    job = sent_creation("https://example.com", "Somebody", sending, 0.0)
    source = ActiveSource(Source.LIVE, replace(Settings(), post_timeout=longest))
    assert stage_of(job, 1, 50, source) == "Sending your wishes"
    said = stage_of(job, 20, 50, source)
    assert f"{longest:.0f} seconds" in said
    assert "nothing is sent twice" in said


@pytest.mark.row("X10")
def test_what_is_not_known_is_not_called_under_way() -> None:
    """Of an id that only stands in the address nothing is claimed until the service has told."""
    source = ActiveSource(Source.LIVE, Settings())
    job = watched_creation("https://example.com", 6870, 0.0)
    for elapsed in (1, 500):
        assert stage_of(job, elapsed, 50, source) == "Asking the service how it stands"
    assert "created" in stage_of(replace(job, is_known=True), 1, 50, source)
