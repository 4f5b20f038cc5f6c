"""A guess of progress, where the API tells none. Draws nothing."""

from __future__ import annotations

import math


def expected_progress(elapsed: float, usual: float) -> float:
    """A guess of progress from 0 to 0.95, as the API tells none for characters.

    At the usual time it stands near 0.8; it slows down from there and never reaches the end.

    Args:
        elapsed: Seconds since the start.
        usual: Seconds that it usually takes.
    """
    return 0.95 * (1 - math.exp(-1.8 * max(0.0, elapsed) / max(usual, 0.1)))
