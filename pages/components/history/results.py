"""The jobs that fit the address: found, listed by day, exported."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.history import controls
from pages.components.history.address import correct, current
from pages.components.history.entry import render_entry
from pages.components.shell import navigation
from pages.components.shell.export import render_files
from pages.components.shell.messages import render_empty
from pages.model import routes
from pages.model.history_address import SHEET_SIZE
from pages.model.job_export import MOST_EXPORTED, jobs_as_csv, jobs_as_json
from pages.model.job_words import day_words, entries_words
from pages.model.page_count import pages_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from pages.components.history.actions import Actions
    from pages.model.history_address import HistoryAddress
    from pages.model.job_store import FoundJobs, JobStore
    from pages.model.jobs import Job

FILE_NAME: Final = "history"


def find(store: JobStore, owner: str, address: HistoryAddress) -> tuple[FoundJobs, HistoryAddress]:
    """Find one page of the jobs that fit an address; return it with its address.

    Past the end, that is the last page.

    Raises:
        StoreUnavailable: They cannot be read.
    """
    found = store.search(owner, address.query)
    count = pages_for(found.total, SHEET_SIZE)
    if address.sheet <= count:
        return found, address
    correct(count)
    return store.search(owner, current().query), current()


def render_export(
    store: JobStore, owner: str, address: HistoryAddress, total: int, zone: tzinfo
) -> None:
    """Render the export of all jobs that fit, not only of this page."""

    def all_jobs() -> Sequence[Job]:
        query = replace(address.query, offset=0, limit=MOST_EXPORTED)
        return store.search(owner, query).jobs

    count = entries_words(total)
    render_files(
        FILE_NAME,
        count if total <= MOST_EXPORTED else f"The newest {MOST_EXPORTED:,} of {count}",
        lambda: jobs_as_csv(all_jobs(), zone),
        lambda: jobs_as_json(all_jobs(), zone),
    )


def render_jobs(jobs: Sequence[Job], now: float, zone: tzinfo, actions: Actions) -> None:
    """Render jobs by day."""
    for day, of_day in groupby(jobs, key=lambda job: day_words(job.created_at, now, zone)):
        st.header(day, anchor=False)
        for job in of_day:
            render_entry(job, now, zone, advice=actions.advice(job), render_actions=actions.render)


def render_nothing(address: HistoryAddress) -> None:
    """Render the panel for an empty list."""
    if address.is_filtered:
        panel = render_empty(
            "Nothing fits", "Try other words, or fewer filters.", icon="search_off"
        )
        with panel:
            controls.render_clear()
        return
    panel = render_empty(
        "Nothing here yet",
        "What you create or generate is listed here from the first click on, whatever comes of it.",
        icon="history",
    )
    if panel.button("Create a character", type="primary", icon=":material/draw:"):
        navigation.go_to(routes.CREATE)
