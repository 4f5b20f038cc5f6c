"""What this visitor has under way: started, watched, and drawn until it is done."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from concurrent.futures import Future  # noqa: TC003
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st

from eternal import Creation, Generation, GenerationPoll, Poll
from eternal.text import plain_text
from eternal.waiting import expected_progress
from pages.components.jobs import (
    CreationJobs,
    GenerationJobs,
    Job,
    Jobs,
    What,
    moved_on,
    sent_creation,
    sent_generation,
)
from pages.components.portraits import show_picture, shown_name
from pages.components.source import ActiveSource, public_client, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.components.ordering import Order

_IdT = TypeVar("_IdT", bound="int | str")
_PollT = TypeVar("_PollT", bound="Poll | GenerationPoll")
AnyJob = Job[Any, Any]

CREATE: Final = "Create"
"""The title of the page where characters are made."""
GENERATE: Final = "Generate"
"""The title of the page where pictures and videos are made."""

TICK_SECONDS: Final = 1.0
POLL_TRY_SECONDS: Final = 10.0
DEMO_USUAL_SECONDS: Final = 10.0
LIVE_USUAL_SECONDS: Final = 50.0
"""Sibling: the vendor's older image API says 45 to 60 s. What is measured here replaces it."""

_NEWS = "news"
_MOST_DURATIONS = 20
_MOST_IN_TRANSIT = 500


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


def start_creation(jobs: CreationJobs, source: ActiveSource, prompt: str) -> None:
    """Sends a prompt, once, on a worker that no click and no page switch can interrupt."""
    pool, transit = workers(), in_transit()
    sending = pool.submit(_create, source, prompt)
    job = sent_creation(source.base_url, prompt, sending, time.monotonic())
    jobs.add(job)
    _remember(transit, job)


def start_generation(jobs: GenerationJobs, source: ActiveSource, order: Order) -> str:
    """Sends an order, once, on a worker that no click and no page switch can interrupt.

    Returns:
        The key of its job.
    """
    pool, transit = workers(), in_transit()
    job = sent_generation(
        source.base_url,
        order.words,
        pool.submit(_generate, source, order),
        time.monotonic(),
        character=order.character,
        what=order.what,
    )
    jobs.add(job)
    _remember(transit, job)
    return job.key


@st.cache_resource(show_spinner=False)
def in_transit() -> OrderedDict[str, AnyJob]:
    """What was sent, by key: a reload forgets the visit, the address still holds the key."""
    return OrderedDict()


def usual_seconds(source: ActiveSource, job: AnyJob) -> float:
    """How long such a thing usually takes: the median of the last ones, or the best guess."""
    durations = _durations(source.base_url, job.what)
    if durations:
        return median(durations)
    return DEMO_USUAL_SECONDS if source.is_demo else LIVE_USUAL_SECONDS


def watch(
    jobs: Jobs[_IdT, _PollT],
    shown: Sequence[Job[_IdT, _PollT]],
    source: ActiveSource,
    below: Callable[[AnyJob], None] | None = None,
) -> None:
    """Draws those under way and moves them on every second, without blocking the page.

    Args:
        jobs: All that this visitor has.
        shown: Those on the page.
        source: The source in use.
        below: Draws what belongs under one of them.
    """
    keys = [job.key for job in shown if job.is_under_way]
    if keys:
        st.fragment(_move_and_draw, run_every=TICK_SECONDS)(jobs, keys, source, below)


def watch_from_elsewhere(jobs: Jobs[_IdT, _PollT]) -> None:
    """Moves on those under way while the visitor is on another page, and draws nothing."""
    if any(job.is_under_way for job in jobs.list()):
        st.fragment(_move_all, run_every=2 * TICK_SECONDS)(jobs)


def show_news(page: str) -> None:
    """Says what has ended since the last run, in a corner that goes away by itself.

    Args:
        page: The title of the page in front; what ends badly there is shown there.
    """
    for job in st.session_state.pop(_NEWS, []):
        home = CREATE if job.what is What.CHARACTER else GENERATE
        where = "" if page == home else f": see {home}"
        if job.is_ready:
            st.toast(f"Your {job.what} is ready{where}.", icon=":material/celebration:")
        elif where:
            st.toast(f"Something is wrong with your {job.what}{where}.", icon=":material/error:")


def _move_and_draw(
    jobs: Jobs[_IdT, _PollT],
    keys: Sequence[str],
    source: ActiveSource,
    below: Callable[[AnyJob], None] | None,
) -> None:
    now = time.monotonic()
    has_changed = False
    for key in keys:
        job = jobs.find(lambda one, key=key: one.key == key)  # type: ignore[misc]
        if job is not None:
            moved = _move(jobs, job, now)
            has_changed |= (moved.id, moved.is_under_way) != (job.id, job.is_under_way)
            _draw(moved, now, source, below)
    if has_changed:
        st.rerun()


def _move_all(jobs: Jobs[_IdT, _PollT]) -> None:
    now = time.monotonic()
    before = [job for job in jobs.list() if job.is_under_way]
    moved = [_move(jobs, job, now) for job in before]
    if not all(job.is_under_way for job in moved):
        st.rerun()


def _move(jobs: Jobs[_IdT, _PollT], job: Job[_IdT, _PollT], now: float) -> Job[_IdT, _PollT]:
    moved = moved_on(job, now, lambda id: _start_poll(job.base_url, id))
    jobs.update(moved)
    if moved.is_ready and moved.duration is not None:
        _durations(job.base_url, job.what).append(moved.duration)
    if moved.sending is not None and not moved.is_under_way:
        st.session_state.setdefault(_NEWS, []).append(moved)
    return moved


def _draw(
    job: AnyJob, now: float, source: ActiveSource, below: Callable[[AnyJob], None] | None
) -> None:
    usual = usual_seconds(source, job)
    elapsed = now - job.started_at
    character = job.character or (job.wait.character if job.wait else None)
    with st.container(border=True, key=f"job-{job.key}"):
        picture, words = st.columns([1, 5], vertical_alignment="center")
        with picture:
            show_picture(character, f"job-{job.key}")
        with words:
            name = shown_name(character) if character else f"Your {job.what.value}"
            about = plain_text(job.prompt, 200)
            st.html(
                f'<div class="character"><h2>{escape(name)}</h2>'
                f'<p class="facts">{escape(about)}</p></div>'
            )
            st.progress(_progress(job, elapsed, usual), text=_stage(job, elapsed, usual))
            st.caption(f"{elapsed:.0f} s so far · usually about {usual:.0f} s")
            if below is not None:
                below(job)


def _progress(job: AnyJob, elapsed: float, usual: float) -> float:
    """How much is done: as the API says, or else a guess; never all of it before the end."""
    poll = job.wait.poll if job.wait else None
    if isinstance(poll, GenerationPoll) and poll.progress is not None:
        return min(poll.progress / 100, 0.99)
    return expected_progress(elapsed, usual)


def _stage(job: AnyJob, elapsed: float, usual: float) -> str:
    if job.wait is None:
        return "Sending your wishes"
    if job.wait.failures:
        return "The service did not answer just now, trying again"
    if elapsed > 2 * usual:
        return "Still being created, longer than usual"
    if job.what is What.CHARACTER:
        return "Being created: portrait, name and story"
    progress = job.wait.poll.progress if job.wait.poll else None
    return "Being made" if progress is None else f"Being made: {progress} %"


def _create(source: ActiveSource, prompt: str) -> Creation:
    with source.paying_client() as client:
        return client.create_character(prompt)


def _generate(source: ActiveSource, order: Order) -> Generation:
    with source.paying_client() as client:
        return order.send(client)


def _start_poll(base_url: str, id: _IdT) -> Future[_PollT]:
    client = public_client(base_url)
    poll: Any = client.poll_character if isinstance(id, int) else client.poll_generation
    return cast("Future[_PollT]", workers().submit(poll, id, timeout=POLL_TRY_SECONDS))


def _remember(transit: OrderedDict[str, AnyJob], job: AnyJob) -> None:
    transit[job.key] = job
    while len(transit) > _MOST_IN_TRANSIT:
        transit.popitem(last=False)


@st.cache_resource(show_spinner=False)
def _durations(base_url: str, what: str) -> deque[float]:
    return deque(maxlen=_MOST_DURATIONS)
