"""Session keys of Look up: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

TEXT: Final = "lookup.text"
"""The field of one id."""
HOW: Final = "lookup.how"
MANY_TEXT: Final = "lookup.many_text"
"""The field of many ids."""
WRITTEN_ID: Final = "lookup.written_id"
"""The id that this page has last read from the address or written to it."""
ANSWER: Final = "lookup.answer"
"""The last answer, with its source and id."""
IS_FRESH: Final = "lookup.is_fresh"
"""Whether the next look-up skips the caches."""
RECENT: Final = "lookup.recent"
"""The ids that were looked up, by source."""
MANY_ANSWERS: Final = "lookup.many_answers"
"""The answers to many ids, with their source and ids."""
