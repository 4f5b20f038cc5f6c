"""The number of pages of a list, learned page by page or counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class PageCount:
    """The known bounds of the number of pages.

    Attributes:
        seen: The highest page that is known to exist.
        beyond: The lowest page that is known to be empty, if any.
    """

    seen: int = 1
    beyond: int | None = None

    def count(self, page: int) -> int:
        """The number of pages to offer: one more than are known, until the end is known."""
        offered = max(page + 1, self.seen)
        if self.beyond is not None:
            offered = min(offered, self.beyond - 1)
        return max(page, offered)

    def learn(self, page: int, *, is_last: bool) -> None:
        """Record a page that exists, and whether it is the last one."""
        if is_last:
            self.seen, self.beyond = page, page + 1
            return
        self.seen = max(self.seen, page + 1)
        if self.beyond is not None and self.beyond <= self.seen:
            self.beyond = None

    def learn_empty(self, page: int) -> None:
        """Record an empty page."""
        self.beyond = max(2, page if self.beyond is None else min(page, self.beyond))
        self.seen = min(self.seen, self.beyond - 1)


def pages_for(characters: int, size: int) -> int:
    """The number of pages for a number of characters; at least one.

    Args:
        characters: The number of characters.
        size: The page size.
    """
    return max(1, -(-characters // size))
