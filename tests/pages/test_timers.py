"""The helper that waits: it runs what a timer would run, and hides no missing one."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from eternal.simulator import Simulator
from tests.pages.timers import timers_of
from tests.pages.visit import Visit

COUNTING = """
import streamlit as st

state = st.session_state
state.runs = state.get("runs", 0) + 1

def tick():
    state.ticks = state.get("ticks", 0) + 1
    st.text(f"tick {state.ticks}")
    if state.ticks == 4:
        st.rerun()

st.text(f"run {state.runs}")
if state.get("ticks", 0) < 4:
    st.fragment(tick, run_every=EVERY)()
st.text("end")
"""


def opened(every: str) -> Visit:
    """A page whose fragment counts, and has the page drawn anew at four."""
    app = AppTest.from_string(COUNTING.replace("EVERY", every))
    return Visit(app, Simulator(), lambda _: None).run()


def texts(visit: Visit) -> list[str]:
    """What stands on the page, in its order."""
    return [one.value for one in visit.app.text]


def test_only_the_fragment_runs() -> None:
    """A timer runs its fragment, the page around it stays, and it ends when the page says so."""
    visit = opened("1.0")
    assert texts(visit) == ["run 1", "tick 1", "end"]
    visit.wait(lambda now: "tick 3" in texts(now))
    assert texts(visit) == ["run 1", "tick 3", "end"]
    visit.wait(lambda now: "run 2" in texts(now))
    assert texts(visit) == ["run 2", "end"]
    assert not timers_of(visit.app)


def test_a_missing_timer_is_told() -> None:
    """To wait on a page without a timer fails at once: it would stay as it is."""
    visit = opened("None")
    with pytest.raises(AssertionError, match="no timer"):
        visit.wait(lambda now: "tick 2" in texts(now))
    assert texts(visit)[0] == "run 1"
