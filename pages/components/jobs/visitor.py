"""The jobs of this visitor: one tracker for each page that has any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.jobs.kept import demo_jobs, live_jobs, runtimes, store_of
from pages.components.shell.visitor import this_visitor
from pages.components.source.active import active_source
from pages.model.jobs import CREATIONS, GENERATIONS
from pages.model.memory_job_store import MemoryJobStore
from pages.model.once import Once
from pages.model.tracker import JobTracker
from pages.model.visitor_store import VisitorStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.components.source.active import ActiveSource
    from pages.model.job_store import JobRecords, JobStore
    from pages.model.jobs import Job

_VISIT: Final = "jobs.visit"
_LOOKUPS: Final = "jobs.lookups"
_HAS_BEEN_LIVE: Final = "jobs.has_been_live"
_ONCE: Final = "jobs.once"
_PRESENT: Final = "jobs.present"


def visitor_creations() -> JobTracker:
    """The characters that this visitor is creating, or has created."""
    return JobTracker(_visitor_store(), this_visitor().owner, CREATIONS, runtimes())


def visitor_generations() -> JobTracker:
    """The pictures and videos that this visitor is making, or has made."""
    return JobTracker(_visitor_store(), this_visitor().owner, GENERATIONS, runtimes())


def visitor_lookups() -> JobTracker:
    """The unfinished characters that this visitor is looking up; they are not the visitor's own."""
    return JobTracker(_memory(_LOOKUPS), this_visitor().owner, CREATIONS, runtimes())


def visitor_history(source: ActiveSource) -> tuple[JobStore, str]:
    """Where the jobs of a source are kept, and the owner of this visitor's."""
    return store_of(source), this_visitor().owner


def visitor_once() -> Once:
    """What this visit has sent, so that nothing is sent twice."""
    once: Once = st.session_state.setdefault(_ONCE, Once())
    return once


def note_present(jobs: Iterable[Job]) -> None:
    """Keep jobs on their page for this visit, also once they have ended."""
    present: set[str] = st.session_state.setdefault(_PRESENT, set())
    present.update(job.key for job in jobs)


def present_jobs(jobs: JobTracker) -> list[Job]:
    """The jobs that are for their page: what ended before this visit is for the History.

    What may exist all the same stays until it is dismissed. What the address has named is here
    however old it is.
    """
    present: set[str] = st.session_state.get(_PRESENT, set())
    listed = jobs.list()
    older = [jobs.get(key) for key in sorted(present - {job.key for job in listed})]
    found = [job for job in listed if job.is_active or job.is_open or job.key in present]
    return found + [job for job in older if job is not None]


def _visitor_store() -> VisitorStore:
    """The stores of this visit: the live one only once it has shown the live source."""
    source = active_source()
    if source is not None and not source.is_demo:
        st.session_state[_HAS_BEEN_LIVE] = True
    live = [live_jobs()] if _HAS_BEEN_LIVE in st.session_state else []
    return VisitorStore(_memory(_VISIT), [*live, demo_jobs()])


def _memory(name: str) -> JobRecords:
    store: JobRecords = st.session_state.setdefault(name, MemoryJobStore())
    return store
