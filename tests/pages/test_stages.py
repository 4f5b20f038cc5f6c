"""What the page says of an active job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eternal.settings import Settings
from pages.components.jobs.stages import stage_of
from pages.components.source.active import ActiveSource
from pages.model.advance import new_runtime
from pages.model.job_steps import adopted_creation_job, new_creation_job
from pages.model.settings import Source

BASE = "https://example.com"


@pytest.mark.row("M14")
@pytest.mark.parametrize("longest", [90.0, 200.0])
def test_a_slow_answer_is_told_of(longest: float) -> None:
    """After some seconds the page says how long an answer may take, and no more is sent."""
    job = new_creation_job("owner", BASE, "Somebody", 0.0)
    runtime = new_runtime(job, 0.0, 0.0)
    source = ActiveSource(Source.LIVE, replace(Settings(), post_timeout=longest))
    assert stage_of(job, runtime, 1, 50, source) == "Sending your wishes"
    said = stage_of(job, runtime, 20, 50, source)
    assert f"{longest:.0f} seconds" in said
    assert "nothing is sent twice" in said


@pytest.mark.row("X10")
def test_what_is_not_known_is_not_called_under_way() -> None:
    """Of an id that only stands in the address nothing is claimed until the service has told."""
    source = ActiveSource(Source.LIVE, Settings())
    job = adopted_creation_job("owner", BASE, "6870", 0.0)
    runtime = new_runtime(job, 0.0, 0.0)
    for elapsed in (1, 500):
        said = stage_of(job, runtime, elapsed, 50, source)
        assert said == "Asking the service how it stands"
    assert "created" in stage_of(replace(job, is_known=True), runtime, 1, 50, source)
