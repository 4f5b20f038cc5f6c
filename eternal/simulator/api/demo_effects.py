"""The effects of this server: harmless ones, with names of the vendor's examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoEffect:
    """A visual effect."""

    name: str
    id: str
    kind: str
    """``picture`` or ``video``."""


EFFECTS: Final = (
    DemoEffect("Lofi Style", "57421d3726265d3257260c", "picture"),
    DemoEffect("Zoom out", "5a6f6f6d206f7574000001", "video"),
)
"""The first id is the vendor's own example; the second is made up."""
