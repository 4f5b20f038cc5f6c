"""Session keys of the History: its state and its controls."""

from __future__ import annotations

from typing import Final

DELETING: Final = "history.deleting"
"""The keys of the records that the open dialog would delete."""
FAILURE: Final = "history.failure"
"""The error of the last deletion."""

FIND: Final = "history.find"
MADE: Final = "history.made"
STANDING: Final = "history.standing"
SHEET: Final = "history.sheet"
