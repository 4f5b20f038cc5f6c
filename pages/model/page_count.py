"""How many pages a list has: learned page by page, or counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class PageCount:
    """What a visitor has learned about how many pages there are.

    Attributes:
        seen: The highest page that exists for sure.
        beyond: The lowest page that is known to hold nothing, if any.
    """

    seen: int = 1
    beyond: int | None = None

    def count(self, page: int) -> int:
        """How many pages to offer on this one: one more than are known, until the end is."""
        offered = max(page + 1, self.seen)
        if self.beyond is not None:
            offered = min(offered, self.beyond - 1)
        return max(page, offered)

    def learn(self, page: int, *, is_last: bool) -> None:
        """Takes note of a page that exists, and of whether it is the last one."""
        if is_last:
            self.seen, self.beyond = page, page + 1
            return
        self.seen = max(self.seen, page + 1)
        if self.beyond is not None and self.beyond <= self.seen:
            self.beyond = None

    def learn_empty(self, page: int) -> None:
        """Takes note of a page that holds nothing."""
        self.beyond = max(2, page if self.beyond is None else min(page, self.beyond))
        self.seen = min(self.seen, self.beyond - 1)


def pages_for(characters: int, size: int) -> int:
    """How many pages so many characters fill; at least one.

    Args:
        characters: How many there are.
        size: How many a page holds.
    """
    return max(1, -(-characters // size))
