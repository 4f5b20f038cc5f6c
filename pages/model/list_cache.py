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
from pages.model.last_good import CallCrashed
from pages.model.search import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from eternal import Character, CharacterPage

KEPT_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 15.0
"""Seconds until a failed crawl is started again."""
INCOMPLETE_SECONDS: Final = 120.0
"""Seconds until a crawl is started again whose pages have failed in part: it costs most calls."""
RETRY_BY_HAND_SECONDS: Final = 5.0
"""Seconds until a visitor can start a failed crawl again, for all visitors together."""
OLDEST_SECONDS: Final = 3600.0
"""Seconds that a list with all its pages is preferred to a newer one with failed pages."""
REFRESH_SECONDS: Final = 60.0
"""Seconds between two refreshes, for all visitors together."""
LOOK_SECONDS: Final = 25.0
"""Seconds that the search for one id waits for a crawl."""
LOOK_TICK_SECONDS: Final = 0.1

_log = logging.getLogger("eternal.dashboard")


class CrawlIncomplete(EternalError):
    """Pages failed in a crawl, and an older list has them."""

    def __init__(self, pages: int) -> None:
        counted = "1 page" if pages == 1 else f"{pages} pages"
        super().__init__(f"{counted} of the newer list could not be read.")


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
        complete_at: When that began, in monotonic seconds.
        last_failure: Why there is no newer one: the failure of the newest crawl that has ended.
        is_invalid: Whether the next ``snapshot`` begins a new crawl.
        refreshed_at: When a visitor last pressed Refresh, in monotonic seconds.
        retried_at: When a visitor last started a failed crawl again.
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
    complete_at: float = 0.0
    last_failure: EternalError | None = None
    is_invalid: bool = False
    refreshed_at: float | None = None
    retried_at: float | None = None
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
        """Why the older list is still shown, if the newest crawl that has ended failed."""
        with self.lock:
            self._take_result()
            return self.last_failure if self.complete is not None else None

    @property
    def age(self) -> float:
        """Seconds since the reading of the known list began."""
        with self.lock:
            self._take_result()
            began_at = self.started_at if self.complete is None else self.complete_at
            return time.monotonic() - began_at

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
        """Invalidate the list if the newest crawl has failed, unless that was just done."""
        with self.lock:
            self._take_result()
            now = time.monotonic()
            is_partial = isinstance(self.failure, CrawlIncomplete)
            pause = REFRESH_SECONDS if is_partial else RETRY_BY_HAND_SECONDS
            is_soon = self.retried_at is not None and now - self.retried_at < pause
            if self.failure is not None and not is_soon:
                self.retried_at, self.is_invalid = now, True

    def find(self, id: int) -> Character | None:
        """Find an id in the known part of the list."""
        return _find(self.peek(), id)

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
            return CallCrashed("Something went wrong inside this page while reading the list.")

    def _take_result(self) -> None:
        """Take the result of a crawl that has ended."""
        if self.crawl is None or not self.crawl.done() or self.catalogue is None:
            return
        newest = self.catalogue.snapshot
        self.failure = self.last_failure = self.crawl.result() or self._incomplete(newest)
        self.crawl = None
        if self.failure is None:
            self.complete, self.complete_at = newest, self.started_at

    def _incomplete(self, newest: Snapshot) -> CrawlIncomplete | None:
        """Why an older list is better than the newest one, if it is."""
        old = self.complete
        if old is None or old.failed_pages or not newest.failed_pages:
            return None
        is_too_old = time.monotonic() - self.complete_at > OLDEST_SECONDS
        return None if is_too_old else CrawlIncomplete(newest.failed_pages)

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
        if self.failure is not None:
            is_partial = isinstance(self.failure, CrawlIncomplete)
            kept = INCOMPLETE_SECONDS if is_partial else RETRY_SECONDS
        return now - self.started_at > kept


def _find(known: Snapshot, id: int) -> Character | None:
    return next((one for one in known.characters if one.id == id), None)
