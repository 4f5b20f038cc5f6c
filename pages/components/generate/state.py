"""Session keys of Generate, beside those of its form."""

from __future__ import annotations

from typing import Final

from pages.model import routes

CHARACTER: Final = routes.CHARACTER.name
"""The field of the character's id; bound to its parameter, whose name it has."""
WAY: Final = routes.WAY.name
"""The choice of the way; bound to its parameter, whose name it has."""
CHOSEN: Final = "generate.chosen"
"""The character that was found, with its source and id."""
