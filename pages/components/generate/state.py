"""Session keys of Generate, beside those of its form."""

from __future__ import annotations

from typing import Final

CHARACTER: Final = "generate.character"
"""The field of the character's id."""
REPLACED: Final = "generate.replaced"
"""The id in the address before the last one was typed."""
CHOSEN: Final = "generate.chosen"
"""The character that was found, with its source and id."""
