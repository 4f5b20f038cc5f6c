"""The guess of progress, where the API tells none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.model.progress import expected_progress


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e4))
def test_expected_progress(one: float, two: float, usual: float) -> None:
    """The guess grows with time, from nothing to at most 95 %: it never claims to be done."""
    assert expected_progress(0, usual) == 0
    first, second = (expected_progress(time, usual) for time in sorted([one, two]))
    assert 0 <= first <= second <= 0.95


def test_expected_progress_at_the_usual_time() -> None:
    """At the usual time the guess is near 80 %."""
    assert expected_progress(50, 50) == pytest.approx(0.8, abs=0.02)
    assert expected_progress(-5, 50) == 0


def test_progress_of_something_quick() -> None:
    """What usually takes half a second is nearly done after two."""
    assert expected_progress(2.0, 0.5) > 0.94
