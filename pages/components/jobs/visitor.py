"""The jobs of this visit: one tracker for each page that has any."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.jobs.transit import this_browser
from pages.model.job_store import MemoryJobStore
from pages.model.jobs import CREATIONS, GENERATIONS
from pages.model.tracker import JobTracker

if TYPE_CHECKING:
    from collections.abc import Collection

    from pages.model.job_store import JobStore
    from pages.model.jobs import JobKind

_OWNER: Final = "jobs.owner"
_STORE: Final = "jobs.store"
_CREATIONS: Final = "jobs.creations"
_GENERATIONS: Final = "jobs.generations"
_LOOKUPS: Final = "jobs.lookups"


def visitor_creations() -> JobTracker:
    """The characters that this visitor is creating."""
    return _tracker(_CREATIONS, _store(_STORE), CREATIONS)


def visitor_generations() -> JobTracker:
    """The pictures and videos that this visitor is making."""
    return _tracker(_GENERATIONS, _store(_STORE), GENERATIONS)


def visitor_lookups() -> JobTracker:
    """The unfinished characters that this visitor is looking up; they are not the visitor's own."""
    return _tracker(_LOOKUPS, _store(f"{_LOOKUPS}.store"), CREATIONS)


def _tracker(name: str, store: JobStore, kinds: Collection[JobKind]) -> JobTracker:
    kept: JobTracker | None = st.session_state.get(name)
    if kept is None:
        owner = st.session_state.setdefault(_OWNER, this_browser() or token_urlsafe(12))
        kept = st.session_state.setdefault(name, JobTracker(store, owner, kinds))
    return kept


def _store(name: str) -> JobStore:
    store: JobStore = st.session_state.setdefault(name, MemoryJobStore())
    return store
