"""How long things usually take, as measured in this process."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.jobs import Job

DEMO_USUAL_SECONDS: Final = 10.0
LIVE_USUAL_SECONDS: Final = 50.0
"""Sibling: the vendor's older image API says 45 to 60 s. What is measured here replaces it."""
FEWEST_DURATIONS: Final = 3
"""How many times must have been measured before their median replaces the guess."""

_MOST_DURATIONS: Final = 20


def usual_seconds(source: ActiveSource, job: Job) -> float:
    """How long such a job usually takes: the median of the last ones, or the best guess."""
    durations = _durations(source.base_url, job.kind)
    if len(durations) >= FEWEST_DURATIONS:
        return median(durations)
    return DEMO_USUAL_SECONDS if source.is_demo else LIVE_USUAL_SECONDS


def note_duration(job: Job, seconds: float) -> None:
    """Note how long a job took that was watched from the click to the end."""
    _durations(job.base_url, job.kind).append(seconds)


@st.cache_resource(show_spinner=False)
def _durations(base_url: str, kind: str) -> deque[float]:
    return deque(maxlen=_MOST_DURATIONS)
