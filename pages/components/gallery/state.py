"""Session keys of the gallery: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

PARAMETERS: Final = "gallery.parameters"
"""The parameters of the gallery in the last known address."""
SOURCE: Final = "gallery.source"
"""The source of the last run."""
SEED: Final = "gallery.seed"
"""The seed of the last shuffle."""
EDITIONS: Final = "gallery.editions"
"""For each filter: how often it got a new key, and its last value."""
PAGE_COUNTS: Final = "gallery.page_counts"
FAILURES: Final = "gallery.failures"
"""The failed look-ups of the shortlist, by source."""

SEARCH: Final = "gallery.q"
SORT: Final = "gallery.sort"
VIEW: Final = "gallery.view"
SIZE: Final = "gallery.size"
PAGE: Final = "gallery.page"
JUMP: Final = "gallery.jump"
COMPARE: Final = "gallery.compare"
AGE: Final = "gallery.age"
GENDER: Final = "gallery.gender"
CATEGORY: Final = "gallery.category"
STATUS: Final = "gallery.status"
