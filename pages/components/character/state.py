"""The keys of what is kept of characters in the session."""

from __future__ import annotations

from typing import Final

OPENED: Final = "character.opened"
"""The character in the dialog, with its source."""
OPENED_ID: Final = "character.opened_id"
"""The id of the dialog that the last known address opens, or None."""
SHORTLIST: Final = "character.shortlist"
"""The ids of the marked characters."""
SEEN: Final = "character.seen"
"""The marked characters that were seen in full, by source and id."""
WAITS: Final = "character.waits"
"""The waits for those that are not finished, by source and id."""
