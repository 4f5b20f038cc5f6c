"""``fast_app.py`` that crashes where it is told to: on the History, and on a worker that sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

import streamlit as st

from eternal import EternalClient
from pages.components.history import results
from pages.components.shell import server
from tests.browser import fast_app
from tests.browser.places import CRASH

if TYPE_CHECKING:
    from eternal import Generation, GenerationRequest
    from pages.model.history_address import HistoryAddress
    from pages.model.job_store import FoundJobs, JobStore

assert fast_app.app
find, generate = results.find, EternalClient.generate


def find_or_crash(
    store: JobStore, owner: str, address: HistoryAddress
) -> tuple[FoundJobs, HistoryAddress]:
    """Find jobs, or crash on the page."""
    return _crash(store, address) if address.text == CRASH else find(store, owner, address)


def generate_or_crash(self: EternalClient, request: GenerationRequest) -> Generation:
    """Send a request, or crash on the worker whose client has the key."""
    is_to_crash = getattr(request, "prompt", "") == CRASH
    return _crash(self, request) if is_to_crash else generate(self, request)


def _crash(*about: object) -> Never:
    raise RuntimeError(f"This was to crash: {about!r}")


results.find = find_or_crash
EternalClient.generate = generate_or_crash  # type: ignore[method-assign]

app = st.App(
    server.SCRIPT,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.render_crash,
)
