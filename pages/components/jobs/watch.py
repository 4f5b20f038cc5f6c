"""Advances the jobs of this visit by a timer, without blocking the page."""

from __future__ import annotations

import time
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import NotFound
from pages.components.jobs.panel import render_active_job
from pages.components.jobs.visitor import note_present
from pages.components.shell.navigation import rerun
from pages.components.source.api import public_client
from pages.components.source.limits import (
    allowance_of_visitor,
    polled_id,
    polls_of_strangers,
    unknown_to_polls,
)
from pages.components.source.pools import MOST_POLLS, bound_of_visitor, pollers
from pages.model.jobs import JobKind
from pages.model.rate_limit import TooManyCalls
from pages.model.refresh import is_outdated
from pages.model.unknown_ids import unknown_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.components.source.active import ActiveSource
    from pages.components.source.limits import Allowance
    from pages.model.advance import AnyPoll
    from pages.model.bound import Bound
    from pages.model.job_store import JobRecords
    from pages.model.jobs import Job
    from pages.model.tracker import JobTracker

TICK_SECONDS: Final = 1.0
POLL_TRY_SECONDS: Final = 10.0
LEASE_SECONDS: Final = 25.0
"""How long the right to poll for a job is taken: longer than one poll and the pause before it."""


def advance_all(*trackers: JobTracker) -> None:
    """Advance all jobs that may change, before the page tells of them and renders them."""
    polls = _polls()
    for jobs in trackers:
        watched = _watched(jobs)
        note_present(watched)
        _advance(jobs, watched, polls)


def watch(
    jobs: JobTracker,
    shown: Sequence[Job],
    source: ActiveSource,
    below: Callable[[Job], None] | None = None,
) -> None:
    """Render the active jobs of the page, and advance all every second.

    Args:
        jobs: All that this visitor has, those of the other source too.
        shown: Those on the page.
        source: The source in use.
        below: Renders what belongs under one of them.
    """
    at = time.time()
    watched = [*_watched(jobs), *(job for job in shown if is_outdated(job, at))]
    drawn = [job.key for job in shown if job.is_active]
    if watched:
        polls = _polls()
        _advance(jobs, jobs.unseen(shown), polls)

        def render() -> None:
            for job in jobs.list():
                if job.key in drawn:
                    render_active_job(job, jobs.runtime(job, *_now()), source, below)

        _repeat(lambda: _advance(jobs, watched, polls), render, TICK_SECONDS)


def watch_from_elsewhere(jobs: JobTracker) -> None:
    """Advance the active jobs while the visitor is on another page, and render nothing."""
    watched = _watched(jobs)
    if watched:
        polls = _polls()
        _repeat(lambda: _advance(jobs, watched, polls), lambda: None, 2 * TICK_SECONDS)


def _watched(jobs: JobTracker) -> Sequence[Job]:
    """The jobs that may change, or whose end was not told yet."""
    return [job for job in jobs.list() if job.is_active or job.is_news]


def _repeat(advance: Callable[[], bool], render: Callable[[], None], seconds: float) -> None:
    """Advance and render by a timer; the page is run anew when something has changed.

    The first time it only renders, as a part of the page: the layout has advanced everything before
    it told the news, and a new run at this point would take the news away.
    """
    is_timer = False

    def tick() -> None:
        nonlocal is_timer
        has_changed = is_timer and advance()
        is_timer = True
        render()
        if has_changed:
            rerun()

    st.fragment(tick, run_every=seconds)()


def _advance(jobs: JobTracker, watched: Sequence[Job], polls: Bound) -> bool:
    """Advance jobs, those first that have waited longest; say whether the page changes.

    Workers write, too: so each job is compared with how it stood when the page was rendered.
    """
    has_changed = False
    poll = partial(_poll, jobs.store, polls=polls, allowance=allowance_of_visitor())
    for before in jobs.by_next_poll(watched, *_now()):
        now, at = _now()
        job = jobs.advance(before.key, now, at, poll)
        if job is None:
            has_changed = True
            continue
        has_changed |= (job.remote_id, job.is_active) != (before.remote_id, before.is_active)
        has_changed |= job.is_news or job.result != before.result
    return has_changed


def _poll(
    store: JobRecords, job: Job, polls: Bound, allowance: Allowance
) -> Future[AnyPoll | None] | None:
    """Ask once, without a pause on the worker: the schedule of the wait has all pauses."""
    client, remote_id = public_client(job.base_url), job.remote_id or ""

    def ask() -> AnyPoll:
        if job.kind is JobKind.CREATION:
            return client.poll_character(int(remote_id), timeout=POLL_TRY_SECONDS, retries=0)
        return client.poll_generation(remote_id, timeout=POLL_TRY_SECONDS, retries=0)

    def ask_if_leased() -> AnyPoll | None:
        return ask() if store.lease(job.key, LEASE_SECONDS) else None

    if job.is_known:
        return polls.submit(pollers(), ask_if_leased)
    return _poll_for_stranger(job, ask, polls, allowance)


def _poll_for_stranger(
    job: Job, ask: Callable[[], AnyPoll], polls: Bound, allowance: Allowance
) -> Future[AnyPoll | None] | None:
    """Ask for an id that nobody here has sent: it may stand in a link, and be unknown."""
    id = polled_id(job)
    unknown, shared = unknown_to_polls(job.base_url), polls_of_strangers(job.base_url)
    if remembered := unknown.get(id):
        answered: Future[AnyPoll | None] = Future()
        answered.set_exception(remembered)
        return answered

    def ask_and_note() -> AnyPoll | None:
        try:
            answer = ask()
        except NotFound as error:
            unknown.add(id, error)
            raise
        if says_so := unknown_of(answer):
            unknown.add(id, says_so)
        return answer

    try:
        if not polls.has_room():
            return None
        if shared.known(id).loading is None:
            allowance.take_look_up()
    except TooManyCalls:
        return None
    polling = shared.load(id, ask_and_note, pollers())
    polls.note(polling)
    return polling


def _polls() -> Bound:
    return bound_of_visitor("polls", MOST_POLLS)


def _now() -> tuple[float, float]:
    """Monotonic seconds, and seconds since the epoch."""
    return time.monotonic(), time.time()
