"""The demo: a simulator inside this app, imported only when the demo is shown."""

from __future__ import annotations

import streamlit as st

from eternal import Effect, MediaKind


@st.cache_resource(show_spinner=False)
def address() -> str:
    """The address of the simulator, which is started once in a process."""
    from eternal.simulator import Simulator, SimulatorServer  # noqa: PLC0415 - for the demo only

    return SimulatorServer(Simulator()).start().base_url


def effects() -> tuple[Effect, ...]:
    """The visual effects of the simulator."""
    from eternal.simulator import EFFECTS  # noqa: PLC0415 - for the demo only

    return tuple(Effect(one.name, one.id, MediaKind(one.kind)) for one in EFFECTS)
