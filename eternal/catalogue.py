"""The whole list, read in the background: the API can page, but neither count nor search.

The end of the list is found first, by leaps, so that progress can be told truly. Then the pages are
read several at a time. What has been read so far is there at any moment.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal.errors import EternalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eternal.models import Character, CharacterPage

MOST_PAGES: Final = 200
"""Where reading stops at the latest: 10,000 characters at 50 a page."""
AT_ONCE: Final = 4
"""How many pages are asked for at the same time."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What has been read so far.

    Attributes:
        characters: In the order of the list, each id once.
        pages_read: How many pages are in.
        pages: How many there are, once known.
        unreadable: How many records could not be read.
        failed_pages: How many pages could not be had.
        is_complete: Whether reading is over.
        is_bounded: Whether the list goes on beyond the bound.
        error: Why nothing at all could be read, or None.
    """

    characters: tuple[Character, ...] = ()
    pages_read: int = 0
    pages: int | None = None
    unreadable: int = 0
    failed_pages: int = 0
    is_complete: bool = False
    is_bounded: bool = False
    error: EternalError | None = None

    @property
    def progress(self) -> float:
        """How much has been read, from 0 to 1; 0 until the end of the list is known."""
        if self.is_complete:
            return 1.0
        return min(self.pages_read / self.pages, 1.0) if self.pages else 0.0


class Catalogue:
    """A reading of the whole list.

    Args:
        load: Gives a page by its number; may be called from several threads.
        most_pages: Where to stop.
        at_once: How many pages to ask for at the same time.
    """

    def __init__(
        self,
        load: Callable[[int], CharacterPage],
        *,
        most_pages: int = MOST_PAGES,
        at_once: int = AT_ONCE,
    ) -> None:
        self._load = load
        self._most_pages = most_pages
        self._at_once = at_once
        self._lock = threading.Lock()
        self._pages: dict[int, CharacterPage] = {}
        self._failures: dict[int, EternalError] = {}
        self._count: int | None = None
        self._snapshot = Snapshot()

    @property
    def snapshot(self) -> Snapshot:
        """What has been read so far."""
        return self._snapshot

    def read(self) -> Snapshot:
        """Reads everything; returns when it is over. Failed pages are counted, not raised."""
        with ThreadPoolExecutor(self._at_once, thread_name_prefix="catalogue") as pool:
            self._read_pages(pool, [1])
            if 1 in self._failures:
                return self._finish(error=self._failures[1])
            self._count = self._find_end(pool)
            rest = [page for page in range(1, self._count + 1) if not self._is_asked(page)]
            self._read_pages(pool, rest)
        return self._finish()

    def _find_end(self, pool: ThreadPoolExecutor) -> int:
        """The last page that holds anything new: leaps first, then ever smaller steps."""
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

    def _holds_new(self, page: int) -> bool:
        """Whether a page holds a record that no earlier page holds: an API may repeat its last."""
        earlier = {
            character.id
            for number, read in self._pages.items()
            if number < page
            for character in read.characters
        }
        asked = self._pages[page]
        return asked.unreadable > 0 or any(one.id not in earlier for one in asked.characters)

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
                self._failures[number] = error
        else:
            with self._lock:
                self._pages[number] = page
        self._publish()

    def _publish(self) -> None:
        with self._lock:
            self._snapshot = self._made(is_complete=False)

    def _finish(self, error: EternalError | None = None) -> Snapshot:
        with self._lock:
            self._snapshot = self._made(is_complete=True, error=error)
        return self._snapshot

    def _made(self, *, is_complete: bool, error: EternalError | None = None) -> Snapshot:
        found: dict[int, Character] = {}
        for number in sorted(self._pages):
            for character in self._pages[number].characters:
                found.setdefault(character.id, character)
        counted = [number for number in self._pages if self._count is None or number <= self._count]
        return Snapshot(
            characters=tuple(found.values()),
            pages_read=len(counted),
            pages=self._count,
            unreadable=sum(page.unreadable for page in self._pages.values()),
            failed_pages=len(self._failures),
            is_complete=is_complete,
            is_bounded=self._count == self._most_pages,
            error=error,
        )


def _spread(last: int, beyond: int, parts: int) -> list[int]:
    """Up to so many pages between two, evenly apart."""
    gap = beyond - last
    return sorted({last + gap * part // (parts + 1) for part in range(1, parts + 1)} - {last})
