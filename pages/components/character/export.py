"""The export of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.shell.export import render_files
from pages.model.export import as_csv, as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character


def render_export(characters: Sequence[Character]) -> None:
    """Render the export of the selection, as CSV and as JSON."""
    render_files(
        "characters",
        f"{len(characters):,} characters",
        lambda: as_csv(characters),
        lambda: as_json(characters),
    )
