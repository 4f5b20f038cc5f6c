"""Session keys of the feature "character"."""

from __future__ import annotations

from typing import Final

OPENED: Final = "character.opened"
"""The character in the dialog, with its source."""
SHORTLIST: Final = "character.shortlist"
"""The ids of the marked characters."""
SEEN: Final = "character.seen"
"""The marked characters that were loaded in full, by source and id."""
WAITS: Final = "character.waits"
"""The waits for unfinished characters, by source and id."""
