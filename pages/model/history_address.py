"""The choices of the History as one frozen value, read from the address and written to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pages.model import routes
from pages.model.job_store import JobQuery
from pages.model.jobs import CREATIONS, JobKind
from pages.model.routes import Made

if TYPE_CHECKING:
    from pages.model.job_store import Standing
    from pages.model.parameter import Address

SHEET_SIZE: Final = 20
"""Jobs on a page of the History."""

_KINDS: Final = {
    Made.EVERYTHING: frozenset[JobKind](),
    Made.CHARACTERS: CREATIONS,
    Made.PICTURES: frozenset({JobKind.PICTURE, JobKind.EFFECT}),
    Made.VIDEOS: frozenset({JobKind.VIDEO, JobKind.EFFECT}),
}
"""An effect whose result has not told its kind is among both: it may be either."""


@dataclass(frozen=True, slots=True)
class HistoryAddress:
    """The choices of an address; missing, empty and invalid ones are as usual.

    Attributes:
        text: The search.
        made: The kind of jobs.
        standing: Their standing; None for all.
        sheet: The page, from 1.
    """

    text: str = ""
    made: Made = Made.EVERYTHING
    standing: Standing | None = None
    sheet: int = 1

    @classmethod
    def read(cls, address: Address) -> HistoryAddress:
        """Read the choices of an address."""
        return cls(
            routes.FIND.read(address),
            routes.MADE.read(address),
            routes.STANDING.read(address),
            routes.SHEET.read(address) or 1,
        )

    def write(self) -> dict[str, list[str]]:
        """Write all parameters of the History; empty lists for the usual values."""
        return {
            **routes.FIND.write(self.text),
            **routes.MADE.write(self.made),
            **routes.STANDING.write(self.standing),
            **routes.SHEET.write(self.sheet),
        }

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text.strip() or self.made is not Made.EVERYTHING or self.standing)

    @property
    def query(self) -> JobQuery:
        """The query of one page."""
        return JobQuery(
            self.text,
            _KINDS[self.made],
            frozenset({self.standing} if self.standing else ()),
            offset=(self.sheet - 1) * SHEET_SIZE,
            limit=SHEET_SIZE,
        )
