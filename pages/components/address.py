"""What the address of a page holds of what is under way there, so that a reload goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar, cast

import streamlit as st

from eternal import GenerationPoll, InvalidInput, Poll
from pages.components.watching import in_transit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.components.jobs import Job, Jobs

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")

ID: Final = "id"
"""The parameter of a character's id."""
REQUEST: Final = "request"
"""The parameter of the id of a picture's or video's request."""
SENDING: Final = "sending"
MOST_IDS: Final = 10


def take_up(
    jobs: Jobs[_IdT, _PollT],
    base_url: str,
    parameter: str,
    read: Callable[[str], _IdT],
    watched: Callable[[str, _IdT, float], Job[_IdT, _PollT]],
) -> str:
    """Takes up what the address names and this visit does not know yet.

    Args:
        jobs: What this visit knows.
        base_url: The source in use.
        parameter: Which parameter names the ids.
        read: Reads an id, or raises InvalidInput.
        watched: Makes the job for an id that is watched only.

    Returns:
        A sentence if something in the address makes no sense, or "".
    """
    ids, keys = st.query_params.get_all(parameter), st.query_params.get_all(SENDING)
    if (ids, keys) == st.session_state.get(_written(parameter), ([], [])):
        return ""
    notice = ""
    for key in keys[:MOST_IDS]:
        sent = in_transit().get(key)
        if sent is None:
            notice = "What was being sent here is not known any more. It may have been created."
        elif jobs.find(lambda job, key=key: job.key == key) is None:  # type: ignore[misc]
            jobs.add(cast("Job[_IdT, _PollT]", sent))
    for text in reversed(ids[:MOST_IDS]):
        try:
            id = read(text)
        except InvalidInput:
            notice = "The address holds an ID that cannot exist."
            continue
        known = jobs.find(lambda job, id=id: (job.id, job.base_url) == (id, base_url))  # type: ignore[misc]
        if known is None:
            jobs.add(watched(base_url, id, time.monotonic()))
        elif known.is_put_aside:
            jobs.update(known.taken_back())
    return notice


def write_address(shown: Sequence[Job[_IdT, _PollT]], parameter: str) -> None:
    """Writes what is on the page into the address."""
    ids = [str(job.id) for job in shown if job.id is not None]
    keys = [job.key for job in shown if job.id is None and job.is_under_way]
    _write(parameter, ids)
    _write(SENDING, keys)
    st.session_state[_written(parameter)] = (ids, keys)


def _written(parameter: str) -> str:
    return f"written_{parameter}"


def _write(name: str, values: list[str]) -> None:
    if values:
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]
