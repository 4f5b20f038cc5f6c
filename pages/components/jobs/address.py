"""What the address of a page holds of what is under way there, so that a reload goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import InvalidInput
from pages.components.jobs.transit import SENDING, in_transit, this_browser
from pages.model.jobs import CREATIONS, MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pages.model.jobs import Job
    from pages.model.tracker import JobTracker

ID: Final = "id"
"""The parameter of a character's id."""
REQUEST: Final = "request"
"""The parameter of the id of a picture's or video's request."""

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
    parameter: str,
    read_id: Callable[[str], str],
    adopted: Callable[[str, str, str, float], Job],
) -> str:
    """Restore the jobs that the address names and that this visit does not know yet.

    Args:
        jobs: The jobs that this visit knows.
        base_url: The source in use.
        parameter: The parameter that names the ids.
        read_id: Reads an id, or raises InvalidInput.
        adopted: Makes the record of an id that is watched only.

    Returns:
        Sentences on what in the address could not be restored, or "".
    """
    ids, keys = st.query_params.get_all(parameter), st.query_params.get_all(SENDING)
    if (ids, keys) == st.session_state.get(_written(parameter), ([], [])):
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


def sync_to_url(shown: Sequence[Job], parameter: str) -> None:
    """Write the jobs on the page into the address."""
    ids = [job.remote_id for job in shown if job.remote_id is not None]
    keys = [job.key for job in shown if job.remote_id is None and job.is_active]
    if ids and st.query_params.get_all(parameter) == ids:
        for job in shown:
            if job.remote_id is not None:  # the browser has the id now
                in_transit().drop(job.key)
    _write(parameter, ids)
    _write(SENDING, keys)
    st.session_state[_written(parameter)] = (ids, keys)


def _restore_sent(jobs: JobTracker, base_url: str, key: str) -> str:
    if jobs.get(key) is not None:
        return ""
    transit, browser = in_transit(), this_browser()
    sent = transit.find(key, browser)
    if sent is None:
        return NOT_KNOWN
    if sent.kind not in jobs.kinds:
        return OF_THE_OTHER_PAGE.format("Create" if sent.kind in CREATIONS else "Generate")
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


def _written(parameter: str) -> str:
    return f"jobs.written.{parameter}"


def _write(name: str, values: list[str]) -> None:
    if values:
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]
