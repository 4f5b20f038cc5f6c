"""What the address of a page holds of what is under way there, so that a reload goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from eternal import GenerationPoll, InvalidInput, Poll
from pages.components.jobs.transit import SENDING, in_transit, this_browser
from pages.model.jobs import MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pages.model.jobs import Job, Jobs

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")

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
        parameter: Which parameter names the ids; with ``id`` the jobs are creations.
        read: Reads an id, or raises InvalidInput.
        watched: Makes the job for an id that is watched only.

    Returns:
        Sentences on what in the address could not be taken up, or "".
    """
    ids, keys = st.query_params.get_all(parameter), st.query_params.get_all(SENDING)
    if (ids, keys) == st.session_state.get(_written(parameter), ([], [])):
        return ""
    notices = [
        _take_up_sent(jobs, base_url, key, is_creation=parameter == ID)
        for key in dict.fromkeys(filter(None, keys[:MOST_JOBS]))
    ]
    wanted, has_nonsense = _readable(ids, read)
    left_out = 0
    for id in reversed(wanted):
        known = jobs.find(lambda job, id=id: (job.id, job.base_url) == (id, base_url))  # type: ignore[misc]
        if known is not None:
            jobs.change(known.key, lambda job: job.taken_back())
        elif jobs.room:
            job = watched(base_url, id, time.monotonic())
            jobs.add(replace(job, is_known=in_transit().was_created_here(base_url, id)))
        else:
            left_out += 1
    notices += [IMPOSSIBLE] if has_nonsense else []
    notices += [LEFT_OUT.format(MOST_JOBS, left_out)] if left_out else []
    return " ".join(dict.fromkeys(filter(None, notices)))


def write_address(shown: Sequence[Job[_IdT, _PollT]], parameter: str) -> None:
    """Writes what is on the page into the address."""
    ids = [str(job.id) for job in shown if job.id is not None]
    keys = [job.key for job in shown if job.id is None and job.is_under_way]
    if ids and st.query_params.get_all(parameter) == ids:
        for job in shown:
            if job.id is not None:  # the browser has the id now
                in_transit().drop(job.key)
    _write(parameter, ids)
    _write(SENDING, keys)
    st.session_state[_written(parameter)] = (ids, keys)


def _take_up_sent(jobs: Jobs[_IdT, _PollT], base_url: str, key: str, *, is_creation: bool) -> str:
    if jobs.find(lambda job: job.key == key) is not None:
        return ""
    sent = in_transit().find(key, this_browser())
    if sent is None:
        return NOT_KNOWN
    if sent.is_creation != is_creation:
        return OF_THE_OTHER_PAGE.format("Create" if sent.is_creation else "Generate")
    jobs.add(sent)
    return "" if sent.base_url == base_url else OF_THE_OTHER_SOURCE


def _readable(ids: Iterable[str], read: Callable[[str], _IdT]) -> tuple[list[_IdT], bool]:
    """The ids that make sense, each once, and whether there were others; empty ones are none."""
    found: dict[_IdT, None] = {}
    has_nonsense = False
    for text in filter(None, ids):
        try:
            found[read(text)] = None
        except InvalidInput:
            has_nonsense = True
    return list(found), has_nonsense


def _written(parameter: str) -> str:
    return f"written_{parameter}"


def _write(name: str, values: list[str]) -> None:
    if values:
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]
