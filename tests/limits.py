"""A deployment's key without limits, for the tests that are about something else."""

from __future__ import annotations

from typing import Final

from pages.model.spending_settings import LARGEST_LIMIT, LIMIT_NAMES

NO_LIMITS: Final = dict.fromkeys(LIMIT_NAMES, str(LARGEST_LIMIT))
"""The settings of a deployment whose key no test spends up."""
