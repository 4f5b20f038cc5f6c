"""The server around the script: its routes and middleware, and a shutdown that waits.

Nothing here draws. It runs once in a process, not once for each visitor.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from concurrent.futures import wait
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
import streamlit as st
from starlette.middleware import Middleware

from eternal import ConfigurationError, __version__
from pages.components.jobs.kept import close_jobs, in_flight
from pages.components.shell.health import HEALTH_ROUTES
from pages.components.shell.logs import set_up_logs
from pages.components.shell.security_headers import FRAME_ANCESTORS_NAME, SecurityHeaders
from pages.components.shell.visitor_cookie import VisitorCookie
from pages.components.sign_in.routes import SignInRoutes
from pages.components.source.active import read_secrets
from pages.components.source.portraits import PORTRAITS_ROUTE
from pages.model.job_store import StorePlace
from pages.model.settings import read_deployment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from concurrent.futures import Future

    from pages.model.jobs import Accepted, JobError

SCRIPT: Final = Path(__file__).with_name("dashboard.py")
LONGEST_DRAIN_SECONDS: Final = 100.0
"""Seconds that a shutdown waits for paid requests and until their ids are written: longer than
their time-out."""

_PLACES: Final = {
    StorePlace.MEMORY: "the memory of this process",
    StorePlace.FILE: "a file",
    StorePlace.DATABASE: "PostgreSQL",
}
_log = logging.getLogger("eternal.dashboard")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Log the start; at shutdown, wait for the answers to paid requests.

    The platform must give the process the time.
    """
    st.secrets.load_if_toml_exists()  # and with it into the environment
    set_up_logs(os.environ)
    _log_start()
    yield
    _log.info("Stopping.")
    give_up_at = time.monotonic() + LONGEST_DRAIN_SECONDS
    if sent := in_flight().unanswered():
        _log.warning("Stopping once %d paid requests are answered.", len(sent))
        await anyio.to_thread.run_sync(_drain, sent)
    await anyio.to_thread.run_sync(lambda: close_jobs(give_up_at - time.monotonic()))
    _log.info("Stopped.")


def _log_start() -> None:
    """Log what this process is and where it keeps the journal; no address of a database."""
    _log.info("Eternal dashboard %s on Python %s.", __version__, platform.python_version())
    try:
        deployment = read_deployment(read_secrets(), os.environ)
    except ConfigurationError as error:
        _log.error("%s No page works until it is corrected.", error.headline)
        return
    key = "a key" if deployment.settings.api_key else "no key"
    fixed = "fixed" if deployment.is_source_fixed else "visitors can switch"
    _log.info("Source: %s (%s), with %s of the deployment.", deployment.source, fixed, key)
    _log.info("History: kept in %s.", _PLACES[deployment.database.place])


def _drain(sent: Sequence[Future[Accepted | JobError]]) -> None:
    _, late = wait(sent, LONGEST_DRAIN_SECONDS)
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


ROUTES: Final = (*HEALTH_ROUTES, PORTRAITS_ROUTE)
MIDDLEWARE: Final = (
    Middleware(VisitorCookie),
    Middleware(SecurityHeaders, setting=lambda: os.environ.get(FRAME_ANCESTORS_NAME, "")),
    Middleware(SignInRoutes),
)
