"""Process-wide cache of the whole character list: one crawl for each source, kept ten minutes."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from eternal import EternalError
from eternal.catalogue import Catalogue, Snapshot
from pages.model.search import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from eternal import Character, CharacterPage

KEPT_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 15.0
"""Seconds until a failed crawl is started again."""
REFRESH_SECONDS: Final = 60.0
"""Seconds between two refreshes, for all visitors together."""
LOOK_SECONDS: Final = 25.0
"""Seconds that the search for one id waits for a crawl."""
LOOK_TICK_SECONDS: Final = 0.1

_log = logging.getLogger("eternal.dashboard")


class CrawlCrashed(EternalError):
    """The crawl ended by a bug of this program."""

    advice = "Try again in a little while. If it stays, tell who runs this page."


@dataclass
class ListCache:
    """The list of one source. All visitors share it, so every field changes under its lock.

    Nothing slow is done under the lock: no request, and no building of an index.

    Attributes:
        load: Loads one page of the list, by its number from 1.
        executor: Runs the crawls.
        limit: How many characters are read at most.
        catalogue: The newest crawl's catalogue.
        started_at: When it began, in monotonic seconds.
        crawl: The future of the newest crawl, which ends with a failure or None.
        failure: Why the newest crawl has no result.
        complete: The snapshot of the newest complete crawl.
        is_invalid: Whether the next ``snapshot`` begins a new crawl.
        refreshed_at: When a visitor last pressed Refresh, in monotonic seconds.
        edition: Counts the refreshes; a part of the keys of other caches of the list.
    """

    load: Callable[[int], CharacterPage]
    executor: Executor
    limit: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    catalogue: Catalogue | None = None
    started_at: float = 0.0
    crawl: Future[EternalError | None] | None = None
    failure: EternalError | None = None
    complete: Snapshot | None = None
    is_invalid: bool = False
    refreshed_at: float | None = None
    edition: int = 0
    index_lock: threading.Lock = field(default_factory=threading.Lock)
    indexed: tuple[tuple[Character, ...], Index] | None = None

    def snapshot(self) -> Snapshot:
        """The newest complete list, or what has been read so far; starts a crawl if one is due."""
        with self.lock:
            self._take_result()
            now = time.monotonic()
            if self._is_expired(now):
                self._start(now)
            return self._known()

    def peek(self) -> Snapshot:
        """As ``snapshot``, but never starts a crawl."""
        with self.lock:
            self._take_result()
            return self._known()

    @property
    def is_refreshing(self) -> bool:
        """Whether a crawl runs while an older list is shown."""
        with self.lock:
            self._take_result()
            return self.complete is not None and self.crawl is not None

    @property
    def refresh_failure(self) -> EternalError | None:
        """Why the older list is still shown, if the newest crawl failed."""
        with self.lock:
            self._take_result()
            return self.failure if self.complete is not None else None

    def index(self, snapshot: Snapshot) -> Index:
        """The search index of a snapshot, built once."""
        with self.index_lock:
            if self.indexed is None or self.indexed[0] is not snapshot.characters:
                self.indexed = (snapshot.characters, Index(snapshot.characters))
            return self.indexed[1]

    def refresh(self) -> float | None:
        """Invalidate the list for all visitors; the older one is shown until a new crawl is done.

        Returns:
            None, or the seconds since the last refresh if that is too recent to do it again.
        """
        with self.lock:
            now = time.monotonic()
            if self.refreshed_at is not None and now - self.refreshed_at < REFRESH_SECONDS:
                return now - self.refreshed_at
            self.refreshed_at, self.is_invalid = now, True
            self.edition += 1
            return None

    def retry(self) -> None:
        """Invalidate the list if the newest crawl has failed."""
        with self.lock:
            self._take_result()
            self.is_invalid |= self.failure is not None

    def look_for(self, id: int) -> tuple[Character | None, Snapshot]:
        """Find an id in the known part of the list, or else wait for a crawl.

        Many ids share one crawl: it starts if the newest is older than a minute.

        Returns:
            The character or None, and the snapshot that was searched last.
        """
        give_up_at = time.monotonic() + LOOK_SECONDS
        known = self.peek()
        while (found := _find(known, id)) is None:
            crawl, known = self._crawl_to_wait_for(), self.peek()
            if crawl is None:
                return _find(known, id), known
            wait([crawl], LOOK_TICK_SECONDS)
            if time.monotonic() > give_up_at:
                return None, replace(known, is_complete=False)
        return found, known

    def _crawl_to_wait_for(self) -> Future[EternalError | None] | None:
        """The running crawl, started if the newest is too old; None if that is recent enough."""
        with self.lock:
            self._take_result()
            now = time.monotonic()
            if self._is_expired(now, REFRESH_SECONDS):
                self._start(now)
            return self.crawl

    def _start(self, now: float) -> None:
        self.started_at, self.failure, self.is_invalid = now, None, False
        self.catalogue = Catalogue(self.load, limit=self.limit)
        self.crawl = self.executor.submit(self._crawl, self.catalogue)

    def _crawl(self, catalogue: Catalogue) -> EternalError | None:
        try:
            return catalogue.read().error
        except Exception:
            _log.exception("The reading of the whole list crashed.")
            return CrawlCrashed("Something went wrong inside this page while reading the list.")

    def _take_result(self) -> None:
        """Take the result of a crawl that has ended."""
        if self.crawl is None or not self.crawl.done() or self.catalogue is None:
            return
        self.failure = self.crawl.result()
        self.crawl = None
        if self.failure is None:
            self.complete = self.catalogue.snapshot

    def _known(self) -> Snapshot:
        if self.complete is not None:
            return self.complete
        if self.failure is not None:
            return Snapshot(is_complete=True, error=self.failure)
        return Snapshot() if self.catalogue is None else self.catalogue.snapshot

    def _is_expired(self, now: float, kept: float = KEPT_SECONDS) -> bool:
        if self.crawl is not None:
            return False
        if self.catalogue is None or self.is_invalid:
            return True
        return now - self.started_at > (RETRY_SECONDS if self.failure else kept)


def _find(known: Snapshot, id: int) -> Character | None:
    return next((one for one in known.characters if one.id == id), None)
