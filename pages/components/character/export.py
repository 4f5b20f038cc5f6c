"""The export of characters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pages.components.shell.export import render_files
from pages.model.export import as_csv, as_json
from pages.model.job_words import old_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eternal import Character


def render_export(characters: Sequence[Character], age: float | None = None) -> None:
    """Render the export of the selection, as CSV and as JSON.

    Args:
        characters: The selection.
        age: Seconds since it was read, where there is no newer one; the files are named by it.
    """
    name, count = "characters", f"{len(characters):,} characters"
    if age is not None:
        count = f"{count}, as they were {old_words(age)}: there is nothing newer just now."
        name = f"{name}-of-{datetime.now(UTC) - timedelta(seconds=age):%Y-%m-%d-%H%M}-UTC"
    render_files(
        name,
        count,
        lambda: as_csv(characters),
        lambda: as_json(characters),
    )
