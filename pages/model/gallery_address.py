"""The choices in an address of the gallery, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pages.model import routes
from pages.model.routes import View
from pages.model.search import Query, SortOrder

if TYPE_CHECKING:
    from pages.model.parameter import Address

NAMES = tuple(one.name for one in routes.GALLERY.parameters)
"""The parameters of the gallery."""


@dataclass(frozen=True, slots=True)
class GalleryAddress:
    """The choices in an address; a missing, empty or invalid parameter has its default.

    Attributes:
        query: The search, the filters and the sort order.
        view: The view.
        size: The page size.
        page: The page, from 1; None if the address names a page that cannot exist.
        ticked: The ids of the ticked rows of the table.
        compare: Whether the shortlist is shown side by side.
    """

    query: Query
    view: View
    size: int
    page: int | None
    ticked: tuple[str, ...]
    compare: bool

    @classmethod
    def read(cls, address: Address) -> GalleryAddress:
        """Read the choices from an address."""
        view = routes.VIEW.read(address)
        return cls(
            query=_read_query(address),
            view=view,
            size=routes.SIZE.read(address),
            page=routes.PAGE.read(address) if view is View.CARDS else 1,
            ticked=routes.TICKED.read(address) if view is View.TABLE else (),
            compare=view is View.SHORTLIST and routes.COMPARE.read(address),
        )

    def write(self) -> dict[str, list[str]]:
        """The values of all parameters of the gallery; an empty list for a default."""
        query = self.query
        is_shuffled = query.order is SortOrder.SHUFFLED
        return {
            **routes.SEARCH.write(query.text),
            **routes.SORT.write(query.order),
            **routes.VIEW.write(self.view),
            **routes.GENDER.write(query.genders),
            **routes.CATEGORY.write(query.categories),
            **routes.STATUS.write(query.statuses),
            **routes.AGE.write(query.ages),
            **routes.SEED.write(query.seed if is_shuffled else 0),
            **routes.SIZE.write(self.size),
            **routes.PAGE.write(self.page),
            **routes.TICKED.write(self.ticked),
            **routes.COMPARE.write(self.compare),
        }

    def searching(self, **changed: Any) -> GalleryAddress:
        """Change the query, and go to its first page.

        Args:
            changed: Fields of ``Query``.
        """
        return replace(self, query=replace(self.query, **changed), page=1)


def _read_query(address: Address) -> Query:
    order = routes.SORT.read(address)
    return Query(
        text=routes.SEARCH.read(address),
        genders=routes.GENDER.read(address),
        categories=routes.CATEGORY.read(address),
        statuses=routes.STATUS.read(address),
        ages=routes.AGE.read(address),
        order=order,
        seed=routes.SEED.read(address) if order is SortOrder.SHUFFLED else 0,
    )
