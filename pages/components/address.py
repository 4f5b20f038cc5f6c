"""What the address of the create page holds: the ids that are watched, so that a reload goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from eternal import InvalidInput
from pages.components.ids import read_id
from pages.components.jobs import watched_job
from pages.components.watching import in_transit

if TYPE_CHECKING:
    from pages.components.jobs import Job, Jobs

ID = "id"
SENDING = "sending"
MOST_IDS = 10

_WRITTEN = "written_address"


def watch_what_the_address_names(jobs: Jobs, base_url: str) -> str:
    """Takes up the creations of the address that this visit does not know yet.

    Returns:
        A sentence if something in the address makes no sense, or "".
    """
    ids, keys = st.query_params.get_all(ID), st.query_params.get_all(SENDING)
    if (ids, keys) == st.session_state.get(_WRITTEN, ([], [])):
        return ""
    notice = ""
    for key in keys[:MOST_IDS]:
        sent = in_transit().get(key)
        if sent is None:
            notice = "What was being sent here is not known any more. It may have been created."
        elif jobs.find(lambda job, key=key: job.key == key) is None:  # type: ignore[misc]
            jobs.add(sent)
    for text in reversed(ids[:MOST_IDS]):
        try:
            id = read_id(text)
        except InvalidInput:
            notice = "The address holds an ID that cannot exist. An ID is a whole number."
            continue
        known = jobs.find(lambda job, id=id: (job.id, job.base_url) == (id, base_url))  # type: ignore[misc]
        if known is None:
            jobs.add(watched_job(base_url, id, time.monotonic()))
        elif known.is_put_aside:
            jobs.update(known.taken_back())
    return notice


def write_address(shown: list[Job]) -> None:
    """Writes what is on the page into the address."""
    ids = [str(job.id) for job in shown if job.id is not None]
    keys = [job.key for job in shown if job.id is None and job.is_under_way]
    _write(ID, ids)
    _write(SENDING, keys)
    st.session_state[_WRITTEN] = (ids, keys)


def _write(name: str, values: list[str]) -> None:
    if values:
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]
