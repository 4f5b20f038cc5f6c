"""Session keys of the gallery: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

PARAMETERS: Final = "gallery.parameters"
"""The parameters of the gallery in the last known address."""
SOURCE: Final = "gallery.source"
"""The source of the last run."""
SEED: Final = "gallery.seed"
"""The seed of the last shuffle."""
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
FILTERS: Final = "gallery.filters"
"""Whether the filters are open."""
AGE: Final = "gallery.age"
GENDER: Final = "gallery.gender"
CATEGORY: Final = "gallery.category"
STATUS: Final = "gallery.status"
