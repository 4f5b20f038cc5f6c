"""The limits of the deployment's key: what is left of them, and what one visitor may spend."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.jobs.kept import live_ledger
from pages.components.shell.visitor import this_visitor
from pages.components.source.active import spending_limits
from pages.model.budget import Budget
from pages.model.spending_words import left_words, refusal_words

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.ledger import Expense, SpendingRefused


def budget_of(source: ActiveSource, expense: Expense) -> Budget | None:
    """What this visitor may spend; None where the deployment's key does not pay.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    if not source.spends_deployment_key:
        return None
    visitor = this_visitor()
    spender = visitor.owner if visitor.lasts else None
    return Budget(live_ledger(), spender, expense, spending_limits()[expense])


def render_left(source: ActiveSource, expense: Expense) -> SpendingRefused | None:
    """Render how much is left today, where there is a limit; return why nothing is left."""
    budget = budget_of(source, expense)
    if budget is None:
        return None
    spent = budget.spent()
    if spent is not None and (words := left_words(spent, budget.limit)):
        st.caption(words, width="content")
    return budget.refusal(spent)


def words_of_refusal(refusal: SpendingRefused, source: ActiveSource) -> str:
    """Why nothing was or can be sent, and what can be done, on the page of a source."""
    return refusal_words(refusal, at=time.time(), has_demo=not source.is_fixed)
