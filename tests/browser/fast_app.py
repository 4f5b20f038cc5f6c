"""``app.py`` with shorter pauses: between polls, between ticks of the pages' timers, in the demo.

A job whose process has died is taken over sooner, too.
Only the browser tests start it. One journey of theirs keeps the true pauses.
"""

import streamlit as st

from eternal import waiting
from eternal.simulator import Simulator
from pages.components.character import unfinished
from pages.components.gallery import results
from pages.components.jobs import watch
from pages.components.shell import server
from pages.model import ledger
from tests.browser.pace import FAST_LEASE_SECONDS, FAST_POLL_SECONDS, FAST_TICK_SECONDS

# Each name stands here twice, so that the check of the types tells when one is renamed.
for module, name, true_seconds, seconds in (
    (waiting, "FIRST_INTERVAL_SECONDS", waiting.FIRST_INTERVAL_SECONDS, FAST_POLL_SECONDS),
    (watch, "TICK_SECONDS", watch.TICK_SECONDS, FAST_TICK_SECONDS),
    (watch, "LEASE_SECONDS", watch.LEASE_SECONDS, FAST_LEASE_SECONDS),
    (ledger, "CREATION_PAUSE_SECONDS", ledger.CREATION_PAUSE_SECONDS, 0.0),
    (results, "TICK_SECONDS", results.TICK_SECONDS, FAST_TICK_SECONDS),
    (unfinished, "TICK_SECONDS", unfinished.TICK_SECONDS, FAST_TICK_SECONDS),
):
    assert getattr(module, name) == true_seconds > seconds
    setattr(module, name, seconds)

defaults = Simulator.__init__.__kwdefaults__ or {}
assert {"creation_seconds", "generation_seconds"} <= defaults.keys()
defaults |= {"creation_seconds": (0.4, 0.8), "generation_seconds": (0.4, 0.8)}

app = st.App(
    server.SCRIPT,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.render_crash,
)
