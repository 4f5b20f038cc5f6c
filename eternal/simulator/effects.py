"""The effects that this server knows: harmless ones, under the names of the vendor's examples."""

from __future__ import annotations

from eternal.effects import Effect
from eternal.pictures import MediaKind

__all__ = ["EFFECTS"]

EFFECTS = (
    Effect("Lofi Style", "57421d3726265d3257260c", MediaKind.PICTURE),
    Effect("Zoom out", "5a6f6f6d206f7574000001", MediaKind.VIDEO),
)
"""The first id is the vendor's own example; the second is made up."""
