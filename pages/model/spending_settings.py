"""The limits of a deployment's key, as settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, Field

from pages.model.ledger import Expense, Limit

if TYPE_CHECKING:
    from collections.abc import Mapping

DAILY_CREATIONS_NAME: Final = "ETERNALAI_DAILY_CREATIONS"
DAILY_GENERATIONS_NAME: Final = "ETERNALAI_DAILY_GENERATIONS"
DAILY_CHECKS_NAME: Final = "ETERNALAI_DAILY_CHECKS"
VISITOR_CREATIONS_NAME: Final = "ETERNALAI_DAILY_CREATIONS_PER_VISITOR"
VISITOR_GENERATIONS_NAME: Final = "ETERNALAI_DAILY_GENERATIONS_PER_VISITOR"
VISITOR_CHECKS_NAME: Final = "ETERNALAI_DAILY_CHECKS_PER_VISITOR"
LIMIT_NAMES: Final = (
    DAILY_CREATIONS_NAME,
    DAILY_GENERATIONS_NAME,
    DAILY_CHECKS_NAME,
    VISITOR_CREATIONS_NAME,
    VISITOR_GENERATIONS_NAME,
    VISITOR_CHECKS_NAME,
)
DEFAULT_A_DAY: Final = 100
DEFAULT_A_VISITOR: Final = 10
LARGEST_LIMIT: Final = 1_000_000
LIMIT_PROBLEM: Final = f"must be a whole number from 0 to {LARGEST_LIMIT}."


def no_bool(value: object) -> object:
    """Refuse true and false where a number is wanted."""
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")  # noqa: TRY004 - for pydantic
    return value


_Cap = Annotated[int, BeforeValidator(no_bool), Field(ge=0, le=LARGEST_LIMIT)]


def _named(name: str, default: int) -> Any:
    return Field(default, alias=name)


class LimitValues(BaseModel):
    """The settings of the limits, by name."""

    daily_creations: _Cap = _named(DAILY_CREATIONS_NAME, DEFAULT_A_DAY)
    daily_generations: _Cap = _named(DAILY_GENERATIONS_NAME, DEFAULT_A_DAY)
    daily_checks: _Cap = _named(DAILY_CHECKS_NAME, DEFAULT_A_DAY)
    visitor_creations: _Cap = _named(VISITOR_CREATIONS_NAME, DEFAULT_A_VISITOR)
    visitor_generations: _Cap = _named(VISITOR_GENERATIONS_NAME, DEFAULT_A_VISITOR)
    visitor_checks: _Cap = _named(VISITOR_CHECKS_NAME, DEFAULT_A_VISITOR)

    def limits(self) -> Mapping[Expense, Limit]:
        """The limit of each expense."""
        return {
            Expense.CREATION: Limit(self.daily_creations, self.visitor_creations),
            Expense.GENERATION: Limit(self.daily_generations, self.visitor_generations),
            Expense.CHECK: Limit(self.daily_checks, self.visitor_checks),
        }
