"""What can be done about something that ended without a result: what is free first.

Whatever sends again says so on its button, and is never the first step where something may exist
already: what has an id is looked at once more before, and what may have arrived is looked for.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from eternal import GenerationFailed, WaitTimeout
from eternal.text import plain_text
from pages.components.shell.messages import render_alert
from pages.model.jobs import kept_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import EternalError
    from pages.model.jobs import Job, Jobs

    AnyJob = Job[Any, Any]
    AnyJobs = Jobs[Any, Any]

LOOK_AGAIN: Final = "Look again"
KEEP_WAITING: Final = "Keep waiting"
SEND_AGAIN: Final = "Send it again"
SEND_ANYWAY: Final = "Send it again anyway"
HAS_LOOKED: Final = "I have looked, and it is not there"
PUT_ASIDE: Final = "Put aside"
SHOW_AGAIN: Final = "Show again"

LONGEST_WORDS = 200

_LOOKED = "looked_again"


def is_open(job: AnyJob) -> bool:
    """Whether something that ended badly may exist all the same, as far as was looked."""
    error = job.failure
    if error is None or job.is_ready or job.is_under_way:
        return False
    if job.id is not None:
        is_told = isinstance(error, (GenerationFailed, WaitTimeout))
        return not is_told or job.key not in _looked()
    return error.may_have_arrived


def render_failure(
    jobs: AnyJobs,
    job: AnyJob,
    error: EternalError,
    *,
    lost: str,
    use_again: Callable[[AnyJob], None] | None,
    send_again: Callable[[AnyJob], None] | None,
    use_label: str,
) -> None:
    """Draws what went wrong and what can be done about it.

    Args:
        jobs: Where the job is kept.
        job: What has ended.
        error: Why.
        lost: How to find out whether it exists, where its request may have arrived.
        use_again: Puts what was sent back into the form; None if it is not known.
        send_again: Sends it once more; None if it is not known.
        use_label: What ``use_again`` is called.
    """
    _render_reason(job, error, lost)
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.id is not None:
            label = KEEP_WAITING if isinstance(error, WaitTimeout) else LOOK_AGAIN
            st.button(
                label,
                key=f"look-{job.key}",
                icon=":material/hourglass_top:",
                on_click=look_again,
                args=(jobs, job.key),
            )
        if send_again is not None:
            _render_send_again(job, send_again)
        if use_again is not None:
            render_use_again(job, use_again, use_label)
        render_put_aside(jobs, job)


def render_use_again(job: AnyJob, use_again: Callable[[AnyJob], None], label: str) -> bool:
    """A button that puts back into the form what was sent, and whether it was pressed."""
    return st.button(
        label,
        key=f"use-{job.key}",
        icon=":material/edit:",
        type="tertiary",
        on_click=use_again,
        args=(job,),
    )


def render_put_aside(jobs: AnyJobs, job: AnyJob) -> None:
    """A button that takes something that has ended off the page."""
    st.button(
        PUT_ASIDE,
        key=f"aside-{job.key}",
        icon=":material/archive:",
        type="tertiary",
        on_click=put_aside,
        args=(jobs, job.key),
    )


def render_those_aside(jobs: AnyJobs, aside: list[AnyJob]) -> None:
    """What was put aside, each with the way back: nothing that has an id goes away for good."""
    for job in aside:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(" · ".join(filter(None, [_id_words(job), plain_text(job.prompt, 80)])))
            st.button(
                SHOW_AGAIN,
                key=f"show-{job.key}",
                type="tertiary",
                on_click=_show_again,
                args=(jobs, job.key),
            )


def look_again(jobs: AnyJobs, key: str) -> None:
    """Asks anew how something stands, which costs nothing."""
    job = newest(jobs, key)
    if job is not None and not job.is_under_way:
        _looked().add(key)
        jobs.change(key, lambda job: kept_waiting(job, time.monotonic()))


def put_aside(jobs: AnyJobs, key: str) -> None:
    """Takes something that has ended off the page."""
    jobs.change(key, lambda job: replace(job, is_put_aside=not job.is_under_way))


def newest(jobs: AnyJobs, key: str) -> AnyJob | None:
    """A job as it stands now: a button knows it only as it stood when it was drawn."""
    return jobs.find(lambda job: job.key == key)


def _render_send_again(job: AnyJob, send_again: Callable[[AnyJob], None]) -> None:
    if job.id is None and is_open(job):
        if not st.checkbox(HAS_LOOKED, key=f"has-looked-{job.key}"):
            return
        label = SEND_ANYWAY
    elif is_open(job):
        return
    else:
        label = SEND_AGAIN
    st.button(
        label, key=f"send-{job.key}", icon=":material/send:", on_click=send_again, args=(job,)
    )


def _render_reason(job: AnyJob, error: EternalError, lost: str) -> None:
    if isinstance(error, WaitTimeout):
        st.warning(f"{error.headline} {error.advice}", icon=":material/hourglass_disabled:")
        return
    advice = lost if job.id is None and error.may_have_arrived else error.advice
    if job.id is not None:
        kept = "Look again first: that costs nothing." if is_open(job) else ""
        advice = " ".join(filter(None, [error.advice, f"{_id_words(job)}.", kept]))
    render_alert(error, advice=advice)


def _id_words(job: AnyJob) -> str:
    if job.id is None:
        return ""
    return f"ID {job.id}" if isinstance(job.id, int) else f"Request {job.id}"


def _show_again(jobs: AnyJobs, key: str) -> None:
    jobs.change(key, lambda job: job.taken_back())


def _looked() -> set[str]:
    looked: set[str] = st.session_state.setdefault(_LOOKED, set())
    return looked
