"""Pages of a list that tells no total: its end, by one definition for all readers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from eternal.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from eternal.models import Character, CharacterPage

LARGEST_PAGE: Final = 50
"""Characters a page. Documented as the default; what a larger limit does is not documented."""
MOST_BLIND_PAGES: Final = 10
"""How many pages in a row may hold nothing that is new and can be read, before reading gives up."""


def has_more(
    page: CharacterPage, seen: Container[int], previous: CharacterPage | None = None
) -> bool:
    """Whether the list reaches as far as this page.

    It does not if the page is empty, or holds nothing new: a server may repeat its last page, or
    ignore the number (inferred; that a page past the end is empty is not documented, either). A
    short page is no end, as a server may hold back records or hand out fewer than it was asked for.
    Records that cannot be read may be new ones, so a page with some of them is no end, unless it is
    the same as the page before.

    Args:
        page: The page in question.
        seen: The ids of the characters on the pages before it.
        previous: The page before it, or the nearest one that is known.
    """
    if any(one.id not in seen for one in page.characters):
        return True
    return page.unreadable > 0 and not (previous is not None and _repeats(page, previous))


def iter_listed(load: Callable[[int], CharacterPage]) -> Iterator[Character]:
    """The characters of all pages, each id once.

    Args:
        load: Gives a page by its number.

    Raises:
        ContractError: Page after page holds records, of which none can be read.
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
