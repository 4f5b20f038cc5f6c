"""The server around the script: its routes and middleware, and a shutdown that waits.

Nothing here draws. It runs once in a process, not once for each visitor.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import wait
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.components.jobs.kept import close_jobs, in_flight
from pages.components.shell.security_headers import FRAME_ANCESTORS_NAME, SecurityHeaders
from pages.components.shell.visitor_cookie import VisitorCookie
from pages.model.jobs import Accepted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from concurrent.futures import Future

    from starlette.requests import Request

    from pages.model.jobs import JobError

SCRIPT: Final = Path(__file__).with_name("dashboard.py")
LONGEST_DRAIN_SECONDS: Final = 100.0
"""Seconds that a shutdown waits for paid requests: longer than their time-out."""

_log = logging.getLogger("eternal.dashboard")


async def healthz(_request: Request) -> JSONResponse:
    """Answer the health check."""
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """At shutdown, wait for the answers to paid requests, and log their ids.

    The platform must give the process the time.
    """
    yield
    if sent := in_flight().unanswered():
        _log.warning("Stopping once %d paid requests are answered.", len(sent))
        await anyio.to_thread.run_sync(_drain, sent)
    await anyio.to_thread.run_sync(close_jobs)


def _drain(sent: Sequence[Future[Accepted | JobError]]) -> None:
    answered, late = wait(sent, LONGEST_DRAIN_SECONDS)
    for one in answered:
        answer = one.result()
        if isinstance(answer, Accepted):
            _log.warning("Accepted while stopping: %s.", answer.remote_id)
        else:
            _log.warning("Failed while stopping: %s %s", answer.headline, answer.detail)
    if late:
        _log.error("%d paid requests were not answered before the end.", len(late))


def render_crash(error: Exception) -> bool:
    """Render a plain sentence in place of a traceback, and log the error."""
    _log.error("A page crashed", exc_info=error)
    st.error(
        "Reload the page. What you paid for goes on; an ID in the address is kept.",
        title="Something went wrong on this page.",
        icon=":material/error:",
    )
    return True


ROUTES: Final = (Route("/healthz", healthz),)
MIDDLEWARE: Final = (
    Middleware(VisitorCookie),
    Middleware(SecurityHeaders, setting=lambda: os.environ.get(FRAME_ANCESTORS_NAME, "")),
)
