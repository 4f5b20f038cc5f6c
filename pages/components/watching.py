"""Creations of this visitor: started, watched, and drawn while they are under way."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from concurrent.futures import Future  # noqa: TC003
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.text import plain_text
from eternal.waiting import expected_progress
from pages.components.cards import show_picture, shown_name
from pages.components.jobs import Job, Jobs, moved_on, sent_job
from pages.components.source import ActiveSource, public_client, workers

if TYPE_CHECKING:
    from eternal import Creation, Poll

TICK_SECONDS: Final = 1.0
POLL_TRY_SECONDS: Final = 10.0
DEMO_USUAL_SECONDS: Final = 10.0
LIVE_USUAL_SECONDS: Final = 50.0
"""Sibling: the vendor's older image API says 45 to 60 s. What is measured here replaces it."""

_NEWS = "news"
_MOST_DURATIONS = 20
_MOST_IN_TRANSIT = 500


def visitor_jobs(name: str) -> Jobs:
    """What this visitor watches on the page of that name."""
    jobs: Jobs = st.session_state.setdefault(f"jobs_{name}", Jobs())
    return jobs


def start_creation(jobs: Jobs, source: ActiveSource, prompt: str) -> None:
    """Sends a prompt, once, on a worker that no click and no page switch can interrupt."""
    pool, transit = workers(), in_transit()
    job = sent_job(source.base_url, prompt, pool.submit(_create, source, prompt), time.monotonic())
    jobs.add(job)
    transit[job.key] = job
    while len(transit) > _MOST_IN_TRANSIT:
        transit.popitem(last=False)


@st.cache_resource(show_spinner=False)
def in_transit() -> OrderedDict[str, Job]:
    """What was sent, by key: a reload forgets the visit, the address still holds the key."""
    return OrderedDict()


def usual_seconds(source: ActiveSource) -> float:
    """How long a creation usually takes: the median of the last ones, or the best guess."""
    durations = _durations(source.base_url)
    if durations:
        return median(durations)
    return DEMO_USUAL_SECONDS if source.is_demo else LIVE_USUAL_SECONDS


def watch(jobs: Jobs, shown: list[Job], source: ActiveSource) -> None:
    """Draws those under way and moves them on every second, without blocking the page."""
    keys = [job.key for job in shown if job.is_under_way]
    if keys:
        st.fragment(_move_and_draw, run_every=TICK_SECONDS)(jobs, keys, source)


def watch_from_elsewhere(jobs: Jobs) -> None:
    """Moves on those under way while the visitor is on another page, and draws nothing."""
    if any(job.is_under_way for job in jobs.list()):
        st.fragment(_move_all, run_every=2 * TICK_SECONDS)(jobs)


def show_news() -> None:
    """Says what has happened since the last run, in a corner that goes away by itself."""
    for words in st.session_state.pop(_NEWS, []):
        st.toast(words, icon=":material/celebration:")


def _move_and_draw(jobs: Jobs, keys: list[str], source: ActiveSource) -> None:
    now = time.monotonic()
    has_changed = False
    for key in keys:
        job = jobs.find(lambda one, key=key: one.key == key)  # type: ignore[misc]
        if job is not None:
            moved = _move(jobs, job, now)
            has_changed |= (moved.id, moved.is_under_way) != (job.id, job.is_under_way)
            _draw(moved, now, source)
    if has_changed:
        st.rerun()


def _move_all(jobs: Jobs) -> None:
    now = time.monotonic()
    before = [job for job in jobs.list() if job.is_under_way]
    if any(not _move(jobs, job, now).is_under_way for job in before):
        st.rerun()


def _move(jobs: Jobs, job: Job, now: float) -> Job:
    moved = moved_on(job, now, lambda id: _start_poll(job.base_url, id))
    jobs.update(moved)
    if moved.is_ready and moved.duration is not None:
        _durations(job.base_url).append(moved.duration)
    if moved.is_ready and moved.sending is not None:
        st.session_state.setdefault(_NEWS, []).append("Your character is ready: see Create.")
    return moved


def _draw(job: Job, now: float, source: ActiveSource) -> None:
    usual = usual_seconds(source)
    elapsed = now - job.started_at
    character = job.wait.character if job.wait else None
    with st.container(border=True, key=f"job-{job.key}"):
        picture, words = st.columns([1, 5], vertical_alignment="center")
        with picture:
            show_picture(character, f"job-{job.key}")
        with words:
            name = shown_name(character) if character else "Your character"
            about = plain_text(job.prompt, 200)
            st.html(
                f'<div class="character"><h3>{escape(name)}</h3>'
                f'<p class="facts">{escape(about)}</p></div>'
            )
            st.progress(expected_progress(elapsed, usual), text=_stage(job, elapsed, usual))
            st.caption(f"{elapsed:.0f} s so far · usually about {usual:.0f} s")


def _stage(job: Job, elapsed: float, usual: float) -> str:
    if job.wait is None:
        return "Sending your description"
    if job.wait.failures:
        return "The service did not answer just now, trying again"
    if elapsed > 2 * usual:
        return "Still being created, longer than usual"
    return "Being created: portrait, name and story"


def _create(source: ActiveSource, prompt: str) -> Creation:
    with source.paying_client() as client:
        return client.create_character(prompt)


def _start_poll(base_url: str, id: int) -> Future[Poll]:
    client = public_client(base_url)
    return workers().submit(client.poll_character, id, timeout=POLL_TRY_SECONDS)


@st.cache_resource(show_spinner=False)
def _durations(base_url: str) -> deque[float]:
    return deque(maxlen=_MOST_DURATIONS)
