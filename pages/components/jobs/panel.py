"""What this visitor has under way: started, watched, and drawn until it is done."""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st

from eternal import Creation, Generation, GenerationPoll, InvalidInput, Poll
from eternal.text import plain_text
from pages.components.character.picture import render_picture, shown_name
from pages.components.jobs.stages import progress_of, stage_of
from pages.components.jobs.transit import in_transit, this_browser
from pages.components.source.active import ActiveSource, public_client
from pages.components.source.pools import (
    MOST_POLLS,
    MOST_SENDING,
    TOO_MANY_SENDING,
    Bound,
    bound_of_visitor,
    pollers,
    senders,
)
from pages.model.advance import moved_on
from pages.model.jobs import (
    MOST_JOBS,
    CreationJobs,
    GenerationJobs,
    Job,
    Jobs,
    sent_creation,
    sent_generation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from pages.components.generate.form import Order

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")
AnyJob = Job[Any, Any]
AnyJobs = Jobs[Any, Any]

CREATE: Final = "Create"
"""The title of the page where characters are made."""
GENERATE: Final = "Generate"
"""The title of the page where pictures and videos are made."""
LOOK_UP: Final = "Look up"
"""The title of the page where characters are looked up by their ids."""

TICK_SECONDS: Final = 1.0
POLL_TRY_SECONDS: Final = 10.0
DEMO_USUAL_SECONDS: Final = 10.0
LIVE_USUAL_SECONDS: Final = 50.0
"""Sibling: the vendor's older image API says 45 to 60 s. What is measured here replaces it."""

FEWEST_DURATIONS: Final = 3
"""How many times must have been measured before their median replaces the guess."""
TOO_MANY: Final = (
    f"You have {MOST_JOBS} under way, which is the most at once. Wait until one of them is done."
)

_MOST_DURATIONS = 20


def visitor_creations() -> CreationJobs:
    """The characters that this visitor is creating."""
    jobs: CreationJobs = st.session_state.setdefault("creations", Jobs())
    return jobs


def visitor_lookups() -> CreationJobs:
    """The characters under way that this visitor is looking up."""
    jobs: CreationJobs = st.session_state.setdefault("lookups", Jobs())
    return jobs


def visitor_generations() -> GenerationJobs:
    """The pictures and videos that this visitor is making."""
    jobs: GenerationJobs = st.session_state.setdefault("generations", Jobs())
    return jobs


def start_creation(jobs: CreationJobs, source: ActiveSource, prompt: str) -> str:
    """Sends a prompt, once, on a worker that no click and no page switch can interrupt.

    Returns:
        The key of its job.

    Raises:
        InvalidInput: Too much of this visitor is under way; nothing was sent.
    """
    bound, pool, transit, browser = _sending(jobs), senders(), in_transit(), this_browser()
    sending = bound.submit(pool, _create, source, prompt)
    if sending is None:
        raise InvalidInput(TOO_MANY_SENDING)
    job = sent_creation(source.base_url, prompt, sending, time.monotonic())
    jobs.add(job)
    transit.remember(job, browser)
    return job.key


def start_generation(jobs: GenerationJobs, source: ActiveSource, order: Order) -> str:
    """Sends an order, once, on a worker that no click and no page switch can interrupt.

    Returns:
        The key of its job.

    Raises:
        InvalidInput: Too much of this visitor is under way; nothing was sent.
    """
    bound, pool, transit, browser = _sending(jobs), senders(), in_transit(), this_browser()
    sending = bound.submit(pool, _generate, source, order)
    if sending is None:
        raise InvalidInput(TOO_MANY_SENDING)
    job = sent_generation(
        source.base_url,
        order.words,
        sending,
        time.monotonic(),
        character=order.character,
        what=order.what,
    )
    jobs.add(job)
    transit.remember(job, browser)
    return job.key


def usual_seconds(source: ActiveSource, job: AnyJob) -> float:
    """How long such a thing usually takes: the median of the last ones, or the best guess."""
    durations = _durations(source.base_url, job.what)
    if len(durations) >= FEWEST_DURATIONS:
        return median(durations)
    return DEMO_USUAL_SECONDS if source.is_demo else LIVE_USUAL_SECONDS


def move_all(*kinds: AnyJobs) -> None:
    """Moves on all that is under way, before the page tells and draws it."""
    polls = _polls()
    for jobs in kinds:
        _move(jobs, [job.key for job in jobs.list()], polls)


def watch(
    jobs: Jobs[_IdT, _PollT],
    shown: Sequence[Job[_IdT, _PollT]],
    source: ActiveSource,
    below: Callable[[AnyJob], None] | None = None,
) -> None:
    """Draws those under way and moves all on every second, without blocking the page.

    Args:
        jobs: All that this visitor has, those of the other source too.
        shown: Those on the page.
        source: The source in use.
        below: Draws what belongs under one of them.
    """
    keys = [job.key for job in jobs.list() if job.is_under_way]
    drawn = [job.key for job in shown if job.is_under_way]
    if keys:
        polls = _polls()
        _move(jobs, [job.key for job in shown if job.seen_at is None], polls)

        def draw() -> None:
            for job in jobs.list():
                if job.key in drawn:
                    _render_job(job, time.monotonic(), source, below)

        _repeat(lambda: _move(jobs, keys, polls), draw, TICK_SECONDS)


def watch_from_elsewhere(jobs: Jobs[_IdT, _PollT]) -> None:
    """Moves on those under way while the visitor is on another page, and draws nothing."""
    keys = [job.key for job in jobs.list() if job.is_under_way]
    if keys:
        polls = _polls()
        _repeat(lambda: _move(jobs, keys, polls), lambda: None, 2 * TICK_SECONDS)


def _repeat(move: Callable[[], bool], draw: Callable[[], None], seconds: float) -> None:
    """Moves and draws by a timer; the page is run anew when something has changed.

    The first time it only draws, as a part of the page: the frame has moved everything before it
    told the news, and a new run at this point would take the news away.
    """
    is_timer = False

    def tick() -> None:
        nonlocal is_timer
        has_changed = is_timer and move()
        is_timer = True
        draw()
        if has_changed:
            st.rerun()

    st.fragment(tick, run_every=seconds)()


def _move(jobs: Jobs[_IdT, _PollT], keys: Sequence[str], polls: Bound) -> bool:
    """Moves some on, those first that have waited longest; says whether what is drawn changes."""
    wanted = [job for job in jobs.list() if job.key in keys and job.is_under_way]
    has_changed = False
    for job in sorted(wanted, key=lambda one: one.wait.next_poll_at if one.wait else 0.0):
        step = partial(moved_on, now=time.monotonic(), poll=partial(_poll, job.base_url, polls))
        moved = jobs.change(job.key, step)
        if moved is None:
            continue
        has_changed |= (moved.id, moved.is_under_way) != (job.id, job.is_under_way)
        if not moved.is_under_way:
            in_transit().drop(job.key)
            if moved.duration is not None:
                _durations(job.base_url, job.what).append(moved.duration)
    return has_changed


def _render_job(
    job: AnyJob, now: float, source: ActiveSource, below: Callable[[AnyJob], None] | None
) -> None:
    usual = usual_seconds(source, job)
    elapsed = now - job.started_at
    character = job.character or (job.wait.character if job.wait else None)
    with st.container(border=True, key=f"job-{job.key}"):
        picture, words = st.columns([1, 5], vertical_alignment="center")
        with picture:
            render_picture(character, f"job-{job.key}")
        with words:
            name = shown_name(character) if character else f"Your {job.what.value}"
            about = plain_text(job.prompt, 200)
            st.html(
                f'<div class="character"><h2 dir="auto">{escape(name)}</h2>'
                f'<p class="facts" dir="auto">{escape(about)}</p></div>'
            )
            st.progress(
                progress_of(job, elapsed, usual), text=stage_of(job, elapsed, usual, source)
            )
            st.caption(f"{elapsed:.0f} s so far · usually about {usual:.0f} s")
            if below is not None:
                below(job)


def _create(source: ActiveSource, prompt: str) -> Creation:
    with source.paying_client() as client:
        return client.create_character(prompt)


def _generate(source: ActiveSource, order: Order) -> Generation:
    with source.paying_client() as client:
        return order.send(client)


def _poll(base_url: str, polls: Bound, id: _IdT) -> Future[_PollT] | None:
    """Asks once, without a pause on the worker: the schedule of the wait has all pauses."""
    client, pool = public_client(base_url), pollers()
    ask: Any = client.poll_character if isinstance(id, int) else client.poll_generation
    options = {"timeout": POLL_TRY_SECONDS, "retries": 0}
    return cast("Future[_PollT] | None", polls.submit(pool, ask, id, **options))


def _polls() -> Bound:
    return bound_of_visitor("polls", MOST_POLLS)


def _sending(jobs: AnyJobs) -> Bound:
    if not jobs.room:
        raise InvalidInput(TOO_MANY)
    return bound_of_visitor("sending", MOST_SENDING)


@st.cache_resource(show_spinner=False)
def _durations(base_url: str, what: str) -> deque[float]:
    return deque(maxlen=_MOST_DURATIONS)
