"""What the address of a page holds of what is under way there, so that a reload goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import InvalidInput
from pages.components.jobs.visitor import note_present
from pages.components.shell import navigation
from pages.model.jobs import MOST_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pages.model.jobs import Job
    from pages.model.parameter import Parameter
    from pages.model.tracker import JobTracker

IMPOSSIBLE: Final = "The address holds an ID that cannot exist."
LEFT_OUT: Final = (
    "The address names more than can be watched at once ({}). Left out: {}. Open the address again"
    " when some are done."
)


def restore_from_url(
    jobs: JobTracker,
    base_url: str,
    parameter: Parameter[tuple[str, ...]],
    read_id: Callable[[str], str],
    adopted: Callable[[str, str, str, float], Job],
) -> str:
    """Restore the jobs that the address names and that this visit does not know yet.

    Args:
        jobs: The jobs that this visit knows.
        base_url: The source in use.
        parameter: The parameter of the ids.
        read_id: Reads an id, or raises InvalidInput.
        adopted: Makes the record of an id that is watched only.

    Returns:
        Sentences on what in the address could not be restored, or "".
    """
    restored = f"jobs.restored.{parameter.name}"
    if st.session_state.get(restored) == navigation.arrival():
        return ""
    ids = navigation.read(parameter)
    wanted, has_nonsense = _readable(ids, read_id)
    left_out = 0
    for id in reversed(wanted):
        known = jobs.find(base_url, id)
        if known is not None:
            jobs.restore(known.key)
            note_present([known])
        elif jobs.room():
            job = adopted(jobs.owner, base_url, id, time.time())
            is_known = jobs.store.was_sent(base_url, id)
            jobs.store.add(replace(job, is_known=is_known))
            note_present([job])
        else:
            left_out += 1
    st.session_state[restored] = navigation.arrival()
    notices = [IMPOSSIBLE] if has_nonsense else []
    notices += [LEFT_OUT.format(MOST_JOBS, left_out)] if left_out else []
    return " ".join(notices)


def sync_to_url(shown: Sequence[Job], parameter: Parameter[tuple[str, ...]]) -> None:
    """Write the ids of the jobs on the page into the address."""
    ids = tuple(job.remote_id for job in shown if job.remote_id is not None)
    navigation.write(parameter, ids)


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
