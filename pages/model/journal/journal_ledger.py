"""The ledger that the pages use: in the database of the journal, whose outages it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pages.model.journal.access import Closable

if TYPE_CHECKING:
    from pages.model.journal.access import StoreAccess
    from pages.model.ledger import Expense, Ledger, Limit, Place, Spent


class HasLedger(Closable, Protocol):
    """A store beside which a ledger is kept."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""


class JournalLedger:
    """Counts in the database of the journal.

    Args:
        access: The database.
    """

    def __init__(self, access: StoreAccess[HasLedger]) -> None:
        self._access = access

    def reserve(self, spender: str, expense: Expense, limit: Limit) -> Place:
        """Take one place within a limit; raises SpendingRefused or StoreUnavailable."""
        return self._access.write(lambda store: store.ledger.reserve(spender, expense, limit))

    def give_back(self, place: Place) -> None:
        """Free a place; raises StoreUnavailable."""
        self._access.write(lambda store: store.ledger.give_back(place))

    def spent(self, spender: str, expense: Expense) -> Spent | None:
        """What was spent today; None while it cannot be read."""
        return self._access.read(lambda store: store.ledger.spent(spender, expense), lambda: None)
