"""What the address of a page holds of what is under way there, so that a reload goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import InvalidInput
from pages.components.jobs.transit import in_transit, this_browser
from pages.components.shell import navigation
from pages.model import routes
from pages.model.jobs import CREATIONS, MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pages.model.jobs import Job
    from pages.model.routes import JobParameters
    from pages.model.tracker import JobTracker

NOT_KNOWN: Final = (
    "What was being sent here is not known any more, or was sent from another browser. It may have"
    " been created."
)
OF_THE_OTHER_PAGE: Final = "What was being sent here belongs to another page: see {}."
OF_THE_OTHER_SOURCE: Final = (
    "What was being sent here goes to the other source: choose it in the sidebar to see it."
)
IMPOSSIBLE: Final = "The address holds an ID that cannot exist."
LEFT_OUT: Final = (
    "The address names more than can be watched at once ({}). Left out: {}. Open the address again"
    " when some are done."
)


def restore_from_url(
    jobs: JobTracker,
    base_url: str,
    parameters: JobParameters,
    read_id: Callable[[str], str],
    adopted: Callable[[str, str, str, float], Job],
) -> str:
    """Restore the jobs that the address names and that this visit does not know yet.

    Args:
        jobs: The jobs that this visit knows.
        base_url: The source in use.
        parameters: The parameters of the ids and of the tokens.
        read_id: Reads an id, or raises InvalidInput.
        adopted: Makes the record of an id that is watched only.

    Returns:
        Sentences on what in the address could not be restored, or "".
    """
    ids, keys = navigation.read(parameters.ids), navigation.read(parameters.tokens)
    if (ids, keys) == st.session_state.get(_written(parameters), ((), ())):
        return ""
    notices = [
        _restore_sent(jobs, base_url, key) for key in dict.fromkeys(filter(None, keys[:MOST_JOBS]))
    ]
    wanted, has_nonsense = _readable(ids, read_id)
    left_out = 0
    for id in reversed(wanted):
        known = jobs.find(base_url, id)
        if known is not None:
            jobs.restore(known.key)
        elif jobs.room():
            job = adopted(jobs.owner, base_url, id, time.time())
            is_known = in_transit().was_created_here(base_url, id)
            jobs.store.add(replace(job, is_known=is_known))
        else:
            left_out += 1
    notices += [IMPOSSIBLE] if has_nonsense else []
    notices += [LEFT_OUT.format(MOST_JOBS, left_out)] if left_out else []
    return " ".join(dict.fromkeys(filter(None, notices)))


def sync_to_url(shown: Sequence[Job], parameters: JobParameters) -> None:
    """Write the jobs on the page into the address."""
    ids = tuple(job.remote_id for job in shown if job.remote_id is not None)
    keys = tuple(job.key for job in shown if job.remote_id is None and job.is_active)
    if ids and navigation.read(parameters.ids) == ids:
        for job in shown:
            if job.remote_id is not None:  # the browser has the id now
                in_transit().drop(job.key)
    navigation.update(parameters.ids.write(ids) | parameters.tokens.write(keys))
    st.session_state[_written(parameters)] = (ids, keys)


def _restore_sent(jobs: JobTracker, base_url: str, key: str) -> str:
    if jobs.get(key) is not None:
        return ""
    transit, browser = in_transit(), this_browser()
    sent = transit.find(key, browser)
    if sent is None:
        return NOT_KNOWN
    if sent.kind not in jobs.kinds:
        home = routes.CREATE if sent.kind in CREATIONS else routes.GENERATE
        return OF_THE_OTHER_PAGE.format(home.title)
    transit.adopt(key, browser, jobs.store, jobs.owner)
    return "" if sent.base_url == base_url else OF_THE_OTHER_SOURCE


def _readable(ids: Iterable[str], read_id: Callable[[str], str]) -> tuple[list[str], bool]:
    """The ids that can be read, each once, and whether there were others."""
    found: dict[str, None] = {}
    has_nonsense = False
    for text in filter(None, ids):
        try:
            found[read_id(text)] = None
        except InvalidInput:
            has_nonsense = True
    return list(found), has_nonsense


def _written(parameters: JobParameters) -> str:
    return f"jobs.written.{parameters.ids.name}"
