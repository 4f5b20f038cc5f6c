"""A page that shows an outage of the store, or something unclear, mends itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.jobs.kept import store_of
from pages.components.shell.messages import watch_for_newer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.components.source.active import ActiveSource
    from pages.model.job_store import JobStore
    from pages.model.tracker import JobTracker


def watch_for_recovery(source: ActiveSource, trackers: Sequence[JobTracker]) -> None:
    """Run the page anew once an outage is over, or what was unclear has changed.

    Without either there is no timer. What is active then is polled again, as on any page.

    Args:
        source: The source in use.
        trackers: All jobs of the visitor.
    """
    store = store_of(source)
    shown, is_unclear = _shown(store, trackers), _is_unclear(trackers)
    if store.problem or is_unclear:
        watch_for_newer(lambda: _shown(store, trackers) != shown)


def _is_unclear(trackers: Sequence[JobTracker]) -> bool:
    """Whether the answer to something may yet come: in another window, or to another process."""
    return any(
        job.is_open and job.remote_id is None and not job.is_dismissed
        for jobs in trackers
        for job in jobs.list()
    )


def _shown(store: JobStore, trackers: Sequence[JobTracker]) -> object:
    """What pages show of the store and of the jobs; it is read first, which may end an outage."""
    jobs = [(job.key, job.state, job.error) for one in trackers for job in one.list()]
    return jobs, store.problem
