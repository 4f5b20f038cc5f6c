"""The keys of Look up in the session: of its state, and of its controls."""

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
"""The last answer, with the source and the id that it is about."""
IS_FRESH: Final = "lookup.is_fresh"
"""Whether the next question is not answered from memory."""
RECENT: Final = "lookup.recent"
"""The ids that were looked up, by source."""
MANY_ANSWERS: Final = "lookup.many_answers"
"""The answers to many ids, with the source and the ids that they are about."""
