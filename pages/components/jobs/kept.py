"""The places of this process where jobs, and what is spent, are kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

from eternal import ConfigurationError
from pages.components.jobs.durations import note_duration
from pages.components.source.active import read_secrets
from pages.model.in_flight import InFlight
from pages.model.journal.journal import Journal
from pages.model.journal.opening import open_jobs, open_ledger
from pages.model.memory_job_store import MemoryJobStore
from pages.model.settings import read_deployment
from pages.model.tracker import Runtimes

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.job_store import JobStore
    from pages.model.ledger import Ledger


def store_of(source: ActiveSource) -> JobStore:
    """Where the jobs of a source are kept."""
    return demo_jobs() if source.is_demo else live_jobs()


@st.cache_resource(show_spinner=False)
def demo_jobs() -> JobStore:
    """The jobs of the demo: in memory, like the people that it makes up."""
    return MemoryJobStore()


@st.cache_resource(show_spinner=False)
def live_jobs() -> JobStore:
    """The jobs of the API: in the journal that the deployment has configured.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    deployment = read_deployment(read_secrets(), os.environ)
    return open_jobs(deployment.database, deployment.history_days)


@st.cache_resource(show_spinner=False)
def live_ledger() -> Ledger:
    """What is spent of the deployment's key: kept beside the jobs of the API."""
    return open_ledger(live_jobs())


def close_jobs(patience: float = 0.0) -> None:
    """Write what waits for the journal, at the end of the process.

    Args:
        patience: Seconds to go on trying while an id that was paid for cannot be written.
    """
    try:
        jobs = live_jobs()
    except ConfigurationError:  # nothing was ever written with it
        return
    if isinstance(jobs, Journal):
        jobs.close(patience)


@st.cache_resource(show_spinner=False)
def in_flight() -> InFlight:
    """The paid requests of this process that are not answered yet."""
    return InFlight()


@st.cache_resource(show_spinner=False)
def runtimes() -> Runtimes:
    """What this process knows of jobs beside their records."""
    return Runtimes(note_duration)
