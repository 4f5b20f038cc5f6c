"""Session keys of the source: of its state, and of its controls."""

from __future__ import annotations

from typing import Final

CHOSEN: Final = "source.chosen"
"""The source that the visitor has chosen, or None for the deployment's own."""
SWITCH: Final = "source.switch"
"""The control that chooses the source."""
OWN_KEY: Final = "source.own_key"
DEMO_KEY: Final = "source.demo_key"
DEPLOYMENT: Final = "source.deployment"
EFFECTS: Final = "source.effects"
