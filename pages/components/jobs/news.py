"""What has ended, told in a corner of whatever page is in front."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.jobs.visitor import visitor_creations, visitor_generations
from pages.model import routes
from pages.model.jobs import CREATIONS

if TYPE_CHECKING:
    from pages.model.jobs import Job
    from pages.model.routes import Page

_TOLD = "jobs.told"
_TOAST_SECONDS = 4.0
_MANY = "{} of yours have ended: see History."
_MOST_TOASTS = 3
"""More news than that are told in one sentence: the History has them all."""


def render_news(page: Page) -> None:
    """Says what has ended since the last run, in a corner that goes away by itself.

    A browser shows one piece of news in each place of the corner: what was told a moment ago keeps
    its place, or the next would take it away. News are forgotten once they are drawn: a run that
    is stopped before leaves them to the next one.

    Args:
        page: The page in front; what ends badly there is shown there.
    """
    told: list[tuple[float, str, str]] = st.session_state.setdefault(_TOLD, [])
    trackers = (visitor_creations(), visitor_generations())
    news = [(jobs, job, *_news_of(job, page)) for jobs in trackers for job in jobs.news()]
    now = time.monotonic()
    told[:] = [one for one in told if now - one[0] < _TOAST_SECONDS]
    if news:
        for _, words, icon in told:
            st.toast(words, icon=icon)
    toasts = [(words, icon) for _, _, words, icon in news if words]
    if len(toasts) > _MOST_TOASTS:
        toasts = [(_MANY.format(len(toasts)), ":material/history:")]
    for words, icon in toasts:
        st.toast(words, icon=icon)
        told.append((now, words, icon))
    for jobs, job, _, _ in news:
        jobs.mark_told(job.key)


def _news_of(job: Job, page: Page) -> tuple[str, str]:
    home = routes.CREATE if job.kind in CREATIONS else routes.GENERATE
    where = "" if page is home else f": see {home.title}"
    if job.is_ready:
        return f"Your {job.kind.label} is ready{where}.", ":material/celebration:"
    if where:
        return f"Something is wrong with your {job.kind.label}{where}.", ":material/error:"
    return "", ""
