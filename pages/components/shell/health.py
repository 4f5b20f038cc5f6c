"""The health checks: whether the process serves, and whether its journal can be written."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import anyio
from starlette.responses import JSONResponse
from starlette.routing import Route

from eternal import ConfigurationError
from pages.components.jobs.kept import live_jobs
from pages.components.source.active import read_secrets
from pages.model.job_store import StorePlace
from pages.model.settings import Source, read_deployment

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

INTERVAL_SECONDS: Final = 5.0
"""How often the journal is looked at, at most, however often that is asked."""
LONGEST_SECONDS: Final = 2.0
"""How long an answer waits for the journal."""
_log = logging.getLogger("eternal.dashboard")


class JournalHealth(StrEnum):
    """Whether the journal can be written."""

    OK = "ok"
    UNAVAILABLE = "unavailable"
    OFF = "off"
    """Nothing is kept outside the memory of the process."""


class HealthCheck:
    """Remembers for a while how the journal is, and looks at it in one thread at a time.

    Args:
        look: Looks at the journal; may take long.
        clock: Monotonic seconds.
    """

    def __init__(
        self, look: Callable[[], JournalHealth], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look = look
        self._clock = clock
        self._known = JournalHealth.UNAVAILABLE
        self._look_at = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def journal(self) -> JournalHealth:
        """How the journal is, within some seconds; unavailable while it does not tell."""
        if self._looking is None and self._clock() >= self._look_at:
            self._looking = asyncio.create_task(self._look_once())
        if self._looking is not None:
            done, _ = await asyncio.wait({self._looking}, timeout=LONGEST_SECONDS)
            if not done:
                return JournalHealth.UNAVAILABLE
        return self._known

    async def _look_once(self) -> None:
        try:
            self._known = await anyio.to_thread.run_sync(self._look, abandon_on_cancel=True)
        except Exception:
            _log.exception("The health of the journal is unknown")
            self._known = JournalHealth.UNAVAILABLE
        finally:
            self._look_at = self._clock() + INTERVAL_SECONDS
            self._looking = None


def look_at_journal() -> JournalHealth:
    """Write to the journal where the deployment is live; a demo opens no database for this."""
    try:
        deployment = read_deployment(read_secrets(), os.environ)
    except ConfigurationError:
        return JournalHealth.UNAVAILABLE
    is_live = deployment.source is Source.LIVE
    if deployment.database.place is StorePlace.MEMORY or (
        deployment.is_source_fixed and not is_live
    ):
        return JournalHealth.OFF
    jobs = live_jobs()
    if is_live:
        jobs.renew()
    return JournalHealth.UNAVAILABLE if jobs.problem else JournalHealth.OK


_check = HealthCheck(look_at_journal)


async def healthz(_request: Request) -> JSONResponse:
    """Tell that the process serves: 200, also while the journal cannot be written."""
    return _answer(HTTPStatus.OK, await _check.journal())


async def healthz_journal(_request: Request) -> JSONResponse:
    """Tell the same, but with 503 while the journal cannot be written: for an alarm."""
    journal = await _check.journal()
    is_broken = journal is JournalHealth.UNAVAILABLE
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE if is_broken else HTTPStatus.OK, journal)


def _answer(status: HTTPStatus, journal: JournalHealth) -> JSONResponse:
    content = {"status": "ok", "journal": journal.value}
    return JSONResponse(content, status, {"Cache-Control": "no-store"})


HEALTH_ROUTES: Final = (
    Route("/healthz", healthz),
    Route("/healthz/journal", healthz_journal),
)
