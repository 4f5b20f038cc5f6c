"""The words of the limits of a deployment's key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pages.model.ledger import Expense, LimitReached, TooSoon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.model.ledger import Limit, SpendingRefused, Spent

_HOUR, _DAY = 3600, 86_400


def left_words(spent: Spent, limit: Limit) -> str:
    """How much is left today: of the visitor's own, or of what all share, whichever is less."""
    own = max(limit.visitor - spent.visitor, 0)
    shared = max(limit.deployment - spent.deployment, 0)
    if own <= shared:
        return f"{own:,} of {limit.visitor:,} left today" if limit.visitor else ""
    shared_words = f"{shared:,} of {limit.deployment:,} left today, for all visitors together"
    return shared_words if limit.deployment else ""


def refusal_words(refusal: SpendingRefused, *, at: float, has_demo: bool) -> str:
    """Why nothing was sent, when that is over, and what can be done meanwhile.

    Args:
        refusal: Why.
        at: Seconds since the epoch.
        has_demo: Whether the visitor can choose the demo.
    """
    if isinstance(refusal, TooSoon):
        seconds = math.ceil(refusal.seconds)
        again = f"Press again in {seconds} second{'' if seconds == 1 else 's'}"
        return f"{refusal.headline} {again}: nothing was sent, and nothing you typed is lost."
    demo = ", and “Demo” there costs nothing" if has_demo else ""
    own = f"With a key of your own, in the sidebar, there is no limit{demo}."
    if not isinstance(refusal, LimitReached):
        return f"{refusal.headline} Allow cookies for this page, and load it again. {own}"
    when = f" A new day begins at midnight UTC, {_until_midnight(at)}." if refusal.cap else ""
    return f"{refusal.headline}{when} {own}"


def about_words(limits: Mapping[Expense, Limit]) -> str:
    """What the limits are, and what is kept to count them."""
    creation, generation = limits[Expense.CREATION], limits[Expense.GENERATION]
    return (
        "**Limits:** with the key of this dashboard each visitor can have"
        f" {creation.visitor:,} {Expense.CREATION.plural} and {generation.visitor:,}"
        f" {Expense.GENERATION.plural} a day, all visitors together {creation.deployment:,} and"
        f" {generation.deployment:,}. A day begins at midnight UTC. A key of your own has no limit."
        " How much a visitor has had each day is kept for a week, without any words, also when the"
        " History is deleted."
    )


def _until_midnight(at: float) -> str:
    hours = math.ceil((_DAY - at % _DAY) / _HOUR)
    return "within the hour" if hours == 1 else f"in {hours} hours"
