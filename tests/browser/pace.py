"""How fast the browser tests go, and how slow this machine is."""

from __future__ import annotations

import os
import sys
from typing import Final

FAST_APP: Final = "tests/browser/fast_app.py"
"""``app.py`` with shorter pauses."""
FAST_POLL_SECONDS: Final = 0.3
FAST_TICK_SECONDS: Final = 0.2
FAST_LEASE_SECONDS: Final = 6.0


def seconds_here(seconds: float) -> float:
    """The seconds that this machine, as busy as it is, may take for a number on a quiet one."""
    if sys.platform == "win32":
        return seconds
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
