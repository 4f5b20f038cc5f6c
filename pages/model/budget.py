"""What one visitor may spend of the deployment's key on one expense."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.model.job_store import StoreUnavailable
from pages.model.jobs import CREATIONS
from pages.model.ledger import Expense, UnknownVisitor, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.jobs import JobKind
    from pages.model.ledger import Ledger, Limit, SpendingRefused, Spent


@dataclass(frozen=True, slots=True)
class Budget:
    """What one visitor may spend on one expense.

    Attributes:
        ledger: Where it is counted.
        spender: The hash that the visitor is known by; None if the browser keeps no token.
        expense: What it is spent on.
        limit: How often it may be spent.
    """

    ledger: Ledger
    spender: str | None
    expense: Expense
    limit: Limit

    def reserve(self) -> Callable[[], None]:
        """Take one place, and return what gives it back where nothing was sent.

        Raises:
            SpendingRefused: There is no place, or it is too soon.
            StoreUnavailable: It cannot be written down.
        """
        if self.spender is None:
            raise UnknownVisitor
        place = self.ledger.reserve(self.spender, self.expense, self.limit)

        def give_back() -> None:
            with suppress(StoreUnavailable):  # then it stays taken
                self.ledger.give_back(place)

        return give_back

    def spent(self) -> Spent | None:
        """What was spent today, as far as that can be told just now."""
        return None if self.spender is None else self.ledger.spent(self.spender, self.expense)

    def refusal(self, spent: Spent | None) -> SpendingRefused | None:
        """Why nothing can be spent today after this much; None if it can, or if nobody knows."""
        if self.spender is None:
            return UnknownVisitor()
        return None if spent is None else refusal_of(self.expense, spent, self.limit)


def expense_of(kind: JobKind) -> Expense:
    """What the key is spent on by a job of this kind."""
    return Expense.CREATION if kind in CREATIONS else Expense.GENERATION
