"""Crawls the whole list: the API pages it, but neither counts nor searches it.

The end of the list is found first, in growing steps, so that the progress is true. Then the other
pages are read, several at a time. ``Catalogue.snapshot`` holds what has been read so far.

A list can shift while it is read: a new character is added at its front or its end, and any
character may be removed (inferred; no order is documented). Then a character can move from a page
that is not read yet to one that has been read, and be missed. So the pages of the first step, the
first and the last page among them, are read again at the end. If they are unchanged, and no
character is on two pages, nothing was missed; else the list is read once more.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal.errors import EternalError
from eternal.pagination import has_more

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eternal.models import Character, CharacterPage

DEFAULT_LIMIT: Final = 10_000
AT_ONCE: Final = 4
"""Pages that are requested at the same time."""
MOST_READINGS: Final = 3
"""How often a list that keeps changing is read at most."""
MOST_FAILURES: Final = 12
"""Pages that may fail in a row before the crawl stops."""
_SMALLEST_PAGE: Final = 5
_ALMOST: Final = 0.99


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The part of the list that has been read so far.

    Attributes:
        characters: The characters in the order of the list, each id once.
        pages_read: How many pages have been read.
        pages: How many pages the list has, once known.
        unreadable: How many records could not be read.
        failed_pages: How many pages could not be loaded.
        is_complete: Whether the crawl has ended.
        is_bounded: Whether the list goes on beyond the limit of the crawl.
        is_changing: Whether characters may be missing because the list changed meanwhile.
        error: Why nothing could be read, or None.
    """

    characters: tuple[Character, ...] = ()
    pages_read: int = 0
    pages: int | None = None
    unreadable: int = 0
    failed_pages: int = 0
    is_complete: bool = False
    is_bounded: bool = False
    is_changing: bool = False
    error: EternalError | None = None

    @property
    def is_whole(self) -> bool:
        """Whether no character of the list is missing."""
        return self.is_complete and not (
            self.is_bounded
            or self.is_changing
            or self.failed_pages
            or self.unreadable
            or self.error
        )

    @property
    def progress(self) -> float:
        """The share of the list that has been read, from 0 to 1; 0 until its end is known."""
        if self.is_complete:
            return 1.0
        return min(self.pages_read / self.pages, _ALMOST) if self.pages else 0.0


class Catalogue:
    """One crawl of the whole list.

    Args:
        load: Loads a page by its number; is called from several threads.
        limit: How many characters to read at most.
        at_once: How many pages to request at the same time.
    """

    def __init__(
        self,
        load: Callable[[int], CharacterPage],
        *,
        limit: int = DEFAULT_LIMIT,
        at_once: int = AT_ONCE,
    ) -> None:
        self._load = load
        self._limit = limit
        self._at_once = at_once
        self._lock = threading.Lock()
        self._pages: dict[int, CharacterPage] = {}
        self._replaced: dict[int, Character] = {}
        self._failures: dict[int, EternalError] = {}
        self._is_unsure = False
        self._most_pages = 1
        self._count: int | None = None
        self._snapshot = Snapshot()

    @property
    def snapshot(self) -> Snapshot:
        """The part of the list that has been read so far."""
        return self._snapshot

    def read(self) -> Snapshot:
        """Read the whole list; return when done. Failed pages are counted, not raised."""
        with ThreadPoolExecutor(self._at_once, thread_name_prefix="catalogue") as pool:
            self._read_pages(pool, [1])
            if 1 in self._failures:
                return self._finish(error=self._failures[1])
            # A server may send fewer characters a page than it was asked for.
            size = max(self._pages[1].received, _SMALLEST_PAGE)
            self._most_pages = -(-self._limit // size)
            last = self._count = self._find_end(pool)
            anchors = [page for page in range(1, last + 1) if self._is_asked(page)]
            self._read_on(pool, [page for page in range(1, last + 1) if page not in anchors])
            self._drop_repeated_end()
            # A page beyond the end that has lost its characters says that the list has moved.
            again = [page for page in anchors if page <= self._count or page in self._pages]
            is_settled = self._settle(pool, again)
        return self._finish(is_changing=not is_settled)

    def _read_on(self, pool: ThreadPoolExecutor, numbers: Sequence[int]) -> None:
        """Read pages in their order; stop after MOST_FAILURES that failed in a row."""
        for start in range(0, len(numbers), MOST_FAILURES):
            group = numbers[start : start + MOST_FAILURES]
            self._read_pages(pool, group)
            if len(group) == MOST_FAILURES and self._failures.keys() >= set(group):
                self._count = max(self._pages)
                return

    def _find_end(self, pool: ThreadPoolExecutor) -> int:
        """Find the last page that holds new characters: in doubling steps, then by halving."""
        if not self._holds_new(1):
            return 0
        last, beyond = 1, self._most_pages + 1
        leaps = [2**power for power in range(1, 32) if 2**power <= self._most_pages]
        while beyond - last > 1:
            between = [page for page in leaps if last < page < beyond][: self._at_once]
            between = between or _spread(last, beyond, self._at_once)
            self._read_pages(pool, between)
            for page in between:
                if page in self._failures or self._holds_new(page):
                    last = page
                else:
                    beyond = page
                    break
        return last

    def _holds_new(self, number: int) -> bool:
        """Whether a page that has been read belongs to the list."""
        earlier = [page for page in sorted(self._pages) if page < number]
        seen = {one.id for page in earlier for one in self._pages[page].characters}
        previous = self._pages[earlier[-1]] if earlier else None
        return has_more(self._pages[number], seen, previous)

    def _drop_repeated_end(self) -> None:
        """Move the end before pages that only repeat the last one: a step may land beyond it."""
        while self._count and self._count in self._pages and not self._holds_new(self._count):
            self._count -= 1

    def _settle(self, pool: ThreadPoolExecutor, anchors: list[int]) -> bool:
        """Read the anchors again, and all pages if the list has changed.

        Args:
            pool: The threads.
            anchors: The pages that were read before the others, the first and the last among them.

        Returns:
            Whether the list did not change during the last reading.
        """
        known: dict[int, tuple[object, ...]] = {}
        for reading in range(1, MOST_READINGS + 1):
            everything = self._ids(self._pages)
            self._read_pages(pool, anchors)
            if self._is_unsure:
                return False
            again = self._ids(anchors)
            has_moved = any(again[page] != everything.get(page, again[page]) for page in again)
            # A list may always hold a character twice: then two readings are the same.
            if not has_moved and (not self._has_doubles() or everything == known):
                self._replaced.clear()
                return True
            if reading < MOST_READINGS:
                known = everything
                anchors = self._read_again(pool, anchors)
        return False

    def _read_again(self, pool: ThreadPoolExecutor, anchors: list[int]) -> list[int]:
        """Read all pages but the anchors again, after finding the end, which may have moved.

        Returns:
            The new anchors.
        """
        last = self._count or 0
        while last < self._most_pages and self._has_followers(pool, last):
            last += 1
        self._count = last
        anchors = sorted({page for page in anchors if page <= last} | {last} - {0})
        self._read_pages(pool, [page for page in range(1, last + 1) if page not in anchors])
        self._drop_repeated_end()
        return anchors

    def _has_followers(self, pool: ThreadPoolExecutor, last: int) -> bool:
        self._read_pages(pool, [last + 1])
        return last + 1 in self._pages and self._holds_new(last + 1)

    def _has_doubles(self) -> bool:
        ids = [one.id for page in self._listed() for one in page.characters]
        return len(ids) > len(set(ids))

    def _ids(self, numbers: Iterable[int]) -> dict[int, tuple[object, ...]]:
        """The contents of some pages by their numbers, to compare."""
        pages = {number: self._pages[number] for number in numbers if number in self._pages}
        return {
            number: (page.received, page.unreadable, *(one.id for one in page.characters))
            for number, page in pages.items()
        }

    def _is_asked(self, page: int) -> bool:
        return page in self._pages or page in self._failures

    def _read_pages(self, pool: ThreadPoolExecutor, numbers: Iterable[int]) -> None:
        for _ in pool.map(self._read_page, numbers):
            pass

    def _read_page(self, number: int) -> None:
        try:
            page = self._load(number)
        except EternalError as error:
            with self._lock:
                if number in self._pages:
                    self._is_unsure = True
                else:
                    self._failures[number] = error
        else:
            with self._lock:
                if old := self._pages.get(number):
                    self._replaced.update({one.id: one for one in old.characters})
                self._failures.pop(number, None)
                self._pages[number] = page
        with self._lock:
            self._snapshot = self._made()

    def _finish(self, *, is_changing: bool = False, error: EternalError | None = None) -> Snapshot:
        with self._lock:
            self._snapshot = self._made(is_complete=True, is_changing=is_changing, error=error)
        return self._snapshot

    def _listed(self) -> list[CharacterPage]:
        """The pages that have been read, in their order, up to the end if it is known."""
        last = self._count
        return [self._pages[page] for page in sorted(self._pages) if last is None or page <= last]

    def _made(
        self,
        *,
        is_complete: bool = False,
        is_changing: bool = False,
        error: EternalError | None = None,
    ) -> Snapshot:
        pages = self._listed()
        found: dict[int, Character] = {}
        for page in pages:
            for character in page.characters:
                found.setdefault(character.id, character)
        # A character of an earlier reading may have moved, or be removed: it is kept.
        for id, character in self._replaced.items():
            found.setdefault(id, character)
        return Snapshot(
            characters=tuple(found.values()),
            pages_read=len(pages),
            pages=self._count,
            unreadable=sum(page.unreadable for page in pages),
            failed_pages=len(self._failures),
            is_complete=is_complete,
            is_bounded=self._count == self._most_pages,
            is_changing=is_changing,
            error=error,
        )


def _spread(last: int, beyond: int, parts: int) -> list[int]:
    """Up to ``parts`` pages between two pages, evenly spaced."""
    gap = beyond - last
    return sorted({last + gap * part // (parts + 1) for part in range(1, parts + 1)} - {last})
