"""An active job on the page: its character, how far it is, and how long it usually takes."""

from __future__ import annotations

import time
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from eternal.text import plain_text
from pages.components.character.picture import render_picture, shown_name
from pages.components.jobs.durations import usual_seconds
from pages.components.jobs.stages import progress_of, stage_of
from pages.model.jobs import character_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.components.source.active import ActiveSource
    from pages.model.advance import JobRuntime
    from pages.model.jobs import Job


def render_active_job(
    job: Job, runtime: JobRuntime, source: ActiveSource, below: Callable[[Job], None] | None
) -> None:
    """Render a job that is being sent or waited for.

    Args:
        job: The record.
        runtime: What this process knows of it beside the record.
        source: The source in use.
        below: Renders what belongs under it.
    """
    usual = usual_seconds(source, job)
    elapsed = time.monotonic() - runtime.started_at
    character = character_of(job)
    with st.container(border=True, key=f"job-{job.key}"):
        picture, words = st.columns([1, 5], vertical_alignment="center")
        with picture:
            render_picture(character, f"job-{job.key}")
        with words:
            name = shown_name(character) if character else f"Your {job.kind.label}"
            about = plain_text(job.words, 200)
            st.html(
                f'<div class="character"><h2 dir="auto">{escape(name)}</h2>'
                f'<p class="facts" dir="auto">{escape(about)}</p></div>'
            )
            stage = stage_of(job, runtime, elapsed, usual, source)
            st.progress(progress_of(runtime, elapsed, usual), text=stage)
            st.caption(f"{elapsed:.0f} s so far · usually about {usual:.0f} s")
            if below is not None:
                below(job)
