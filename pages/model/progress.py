"""Estimates the progress, where the API gives none."""

from __future__ import annotations

import math


def expected_progress(elapsed: float, usual: float) -> float:
    """Estimate the progress from 0 to 0.95, as the API gives none for characters.

    At the usual time it is near 0.8; from there it slows down, and it never reaches 1.

    Args:
        elapsed: Seconds since the start.
        usual: The usual duration in seconds.
    """
    return 0.95 * (1 - math.exp(-1.8 * max(0.0, elapsed) / max(usual, 0.1)))
