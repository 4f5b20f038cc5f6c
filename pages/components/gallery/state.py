"""The keys of the gallery in the session: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

PARAMETERS: Final = "gallery.parameters"
"""The gallery's part of the last known address."""
SOURCE: Final = "gallery.source"
"""The source of the last run."""
SEED: Final = "gallery.seed"
"""What the last shuffle used."""
EDITIONS: Final = "gallery.editions"
"""How often a filter got a new key, and the value that it had last."""
PAGE_COUNTS: Final = "gallery.page_counts"
TURNS: Final = "gallery.turns"
"""How often a page was turned."""
SCROLLED_TURNS: Final = "gallery.scrolled_turns"
FAILURES: Final = "gallery.failures"
"""What of the shortlist could not be looked up, by source."""

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
