"""Session keys of the source: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

from pages.model import routes

SOURCE: Final = routes.SOURCE.name
"""The choice of the source; bound to its parameter, whose name it has."""
OWN_KEY: Final = "source.own_key"
DEMO_KEY: Final = "source.demo_key"
DEPLOYMENT: Final = "source.deployment"
EFFECTS: Final = "source.effects"
