"""Pagination without a total: one definition of the end of the list, for all readers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from eternal.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from eternal.models import Character, CharacterPage

LARGEST_PAGE: Final = 50
"""Characters a page. Documented as the default; the effect of a larger limit is not."""
MOST_BLIND_PAGES: Final = 10
"""Pages in a row without a new readable record after which iterating gives up."""


def has_more(
    page: CharacterPage, seen: Container[int], previous: CharacterPage | None = None
) -> bool:
    """Whether a page belongs to the list, or lies beyond its end.

    An empty page lies beyond the end, and so does one with nothing new: a server may repeat its
    last page, or ignore the page number (inferred; that a page past the end is empty is not
    documented, either). A short page is no end, since a server may send fewer records than the
    limit. Unreadable records may be new, so a page with some of them is no end, unless it equals
    the page before.

    Args:
        page: The page.
        seen: The ids of the characters on the pages before it.
        previous: The page before it, or the nearest known one.
    """
    if any(one.id not in seen for one in page.characters):
        return True
    return page.unreadable > 0 and not (previous is not None and _repeats(page, previous))


def iter_listed(load: Callable[[int], CharacterPage]) -> Iterator[Character]:
    """Iterate over the characters of all pages, each id once.

    Args:
        load: Loads a page by its number.

    Raises:
        ContractError: On several pages in a row no record could be read.
    """
    seen: set[int] = set()
    previous: CharacterPage | None = None
    blind = 0
    for number in count(1):
        page = load(number)
        if not has_more(page, seen, previous):
            return
        new = [one for one in page.characters if one.id not in seen]
        seen.update(one.id for one in new)
        yield from new
        blind = 0 if new else blind + 1
        if blind == MOST_BLIND_PAGES:
            raise ContractError(
                f"No record on the {blind} pages up to page {number} could be read."
            )
        previous = page


def _repeats(page: CharacterPage, previous: CharacterPage) -> bool:
    return (
        bool(page.characters)
        and (page.received, page.unreadable) == (previous.received, previous.unreadable)
        and [one.id for one in page.characters] == [one.id for one in previous.characters]
    )
