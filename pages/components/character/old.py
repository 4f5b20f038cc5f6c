"""The notice that there is no newer answer about a character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.shell.messages import render_old
from pages.components.source.by_id import read_behind
from pages.components.source.limits import allowance_of_visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.components.source.by_id import Found


def render_old_character(
    base_url: str,
    found: Found,
    *,
    key: str,
    on_retry: Callable[[], None],
    has_timer: bool = True,
) -> None:
    """Render that an answer is of before, if it is, and look for a newer one by a timer.

    Args:
        base_url: The source.
        found: The answer.
        key: The key of the button "Try again".
        on_retry: The callback of the button.
        has_timer: Whether the page looks by itself; not possible in a dialog.
    """
    if found.failure is None:
        return
    allowance, id = allowance_of_visitor(), found.poll.id

    def has_newer() -> bool:
        return read_behind(base_url, id, allowance)

    render_old(
        found.age,
        found.failure.headline,
        key=key,
        on_retry=on_retry,
        has_newer=has_newer if has_timer else None,
    )
