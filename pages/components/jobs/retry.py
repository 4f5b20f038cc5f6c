"""What can be done about something that ended without a result: what is free first.

Whatever sends again says so on its button, and is never the first step where something may exist
already: what has an id is looked at once more before, and what may have arrived is looked for.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.text import plain_text
from pages.components.shell.messages import render_alert
from pages.components.source.limits import polled_id, unknown_to_polls
from pages.model.jobs import JobKind, JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.jobs import Job, JobError
    from pages.model.tracker import JobTracker

LOOK_AGAIN: Final = "Look again"
KEEP_WAITING: Final = "Keep waiting"
SEND_AGAIN: Final = "Send it again"
SEND_ANYWAY: Final = "Send it again anyway"
HAS_LOOKED: Final = "I have looked, and it is not there"
DISMISS: Final = "Put aside"
SHOW_AGAIN: Final = "Show again"

LONGEST_WORDS = 200


def render_failure(
    jobs: JobTracker,
    job: Job,
    error: JobError,
    *,
    lost: str,
    use_again: Callable[[Job], None] | None,
    send_again: Callable[[Job], None] | None,
    use_label: str,
) -> None:
    """Render what went wrong and what can be done about it.

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
        if job.remote_id is not None:
            label = KEEP_WAITING if job.state is JobState.EXPIRED else LOOK_AGAIN
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
        render_dismiss(jobs, job)


def render_use_again(job: Job, use_again: Callable[[Job], None], label: str) -> bool:
    """A button that puts back into the form what was sent, and whether it was pressed."""
    return st.button(
        label,
        key=f"use-{job.key}",
        icon=":material/edit:",
        type="tertiary",
        on_click=use_again,
        args=(job,),
    )


def render_dismiss(jobs: JobTracker, job: Job) -> None:
    """A button that takes something that has ended off the page."""
    st.button(
        DISMISS,
        key=f"aside-{job.key}",
        icon=":material/archive:",
        type="tertiary",
        on_click=jobs.dismiss,
        args=(job.key,),
    )


def render_dismissed(jobs: JobTracker, dismissed: list[Job]) -> None:
    """What was put aside, each with the way back: nothing that has an id goes away for good."""
    for job in dismissed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(" · ".join(filter(None, [_id_words(job), plain_text(job.words, 80)])))
            st.button(
                SHOW_AGAIN,
                key=f"show-{job.key}",
                type="tertiary",
                on_click=jobs.restore,
                args=(job.key,),
            )


def look_again(jobs: JobTracker, key: str) -> None:
    """Ask anew how a job stands that has ended, which costs nothing."""
    if (job := jobs.get(key)) and job.remote_id:
        unknown_to_polls(job.base_url).forget(polled_id(job))
    jobs.resume(key, time.monotonic(), time.time())


def _render_send_again(job: Job, send_again: Callable[[Job], None]) -> None:
    if job.remote_id is None and job.is_open:
        if not st.checkbox(HAS_LOOKED, key=f"has-looked-{job.key}"):
            return
        label = SEND_ANYWAY
    elif job.is_open:
        return
    else:
        label = SEND_AGAIN
    st.button(
        label, key=f"send-{job.key}", icon=":material/send:", on_click=send_again, args=(job,)
    )


def _render_reason(job: Job, error: JobError, lost: str) -> None:
    if job.state is JobState.EXPIRED:
        st.warning(f"{error.headline} {error.advice}", icon=":material/hourglass_disabled:")
        return
    advice = lost if job.remote_id is None and error.may_have_arrived else error.advice
    if job.remote_id is not None:
        kept = "Look again first: that costs nothing." if job.is_open else ""
        advice = " ".join(filter(None, [error.advice, f"{_id_words(job)}.", kept]))
    render_alert(error, advice=advice)


def _id_words(job: Job) -> str:
    if job.remote_id is None:
        return ""
    return f"{'ID' if job.kind is JobKind.CREATION else 'Request'} {job.remote_id}"
