"""The whole list, read once for all visitors and kept for ten minutes."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError
from eternal.catalogue import Catalogue, Snapshot
from eternal.client import LARGEST_PAGE
from eternal.settings import DEFAULT_LIST_LIMIT
from pages.components.source.active import list_limit, public_client
from pages.model.search import Index

if TYPE_CHECKING:
    from eternal import Character, CharacterPage

KEPT_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 15.0
"""How soon a reading that failed altogether is begun anew."""
REFRESH_SECONDS: Final = 60.0
"""How often Refresh has the list read anew, for all visitors together."""
LOOK_SECONDS: Final = 25.0
"""How long somebody who looks for one character waits for the reading."""
LOOK_TICK_SECONDS: Final = 0.1
_READERS: Final = 4

_log = logging.getLogger("eternal.dashboard")


class ReadingCrashed(EternalError):
    """The reading of the whole list ended by a fault of this program."""

    advice = "Try again in a little while. If it stays, tell who runs this page."


@dataclass
class Reading:
    """What is known of one source's list; shared by all visitors, so changed under its lock.

    Nothing slow happens under the lock: neither a call nor the making of an index.

    Attributes:
        base_url: The source.
        limit: How many characters are read at most.
        catalogue: The newest reading.
        started_at: When it began, in monotonic seconds.
        under_way: The newest reading's end, which is a failure or None.
        failure: Why the newest reading gave nothing.
        complete: The newest reading that came to its end.
        is_wanted: Whether the list is to be read anew the next time it is asked for.
        refreshed_at: When a visitor last had it read anew.
        edition: Counts these times, for whoever keeps pages of the list.
    """

    base_url: str
    limit: int = DEFAULT_LIST_LIMIT
    lock: threading.Lock = field(default_factory=threading.Lock)
    catalogue: Catalogue | None = None
    started_at: float = 0.0
    under_way: Future[EternalError | None] | None = None
    failure: EternalError | None = None
    complete: Snapshot | None = None
    is_wanted: bool = False
    refreshed_at: float | None = None
    edition: int = 0
    index_lock: threading.Lock = field(default_factory=threading.Lock)
    indexed: tuple[tuple[Character, ...], Index] | None = None

    def snapshot(self) -> Snapshot:
        """The newest complete reading, or what has been read so far; begins one when it is time."""
        with self.lock:
            self._settle()
            now = time.monotonic()
            if self._is_time(now):
                self._begin(now)
            return self._known()

    def so_far(self) -> Snapshot:
        """What has been read, without beginning to read."""
        with self.lock:
            self._settle()
            return self._known()

    @property
    def is_refreshing(self) -> bool:
        """Whether the list is read anew while an older one is shown."""
        with self.lock:
            self._settle()
            return self.complete is not None and self.under_way is not None

    @property
    def refresh_failure(self) -> EternalError | None:
        """Why the list that is shown is still the older one, if reading it anew failed."""
        with self.lock:
            self._settle()
            return self.failure if self.complete is not None else None

    def index(self, snapshot: Snapshot) -> Index:
        """What to search a snapshot with, made once."""
        with self.index_lock:
            if self.indexed is None or self.indexed[0] is not snapshot.characters:
                self.indexed = (snapshot.characters, Index(snapshot.characters))
            return self.indexed[1]

    def refresh(self) -> float | None:
        """Has the list read anew the next time it is asked for; until then the old one stands.

        Returns:
            How many seconds ago another visitor did so, if that is too short a time; else None.
        """
        with self.lock:
            now = time.monotonic()
            if self.refreshed_at is not None and now - self.refreshed_at < REFRESH_SECONDS:
                return now - self.refreshed_at
            self.refreshed_at, self.is_wanted = now, True
            self.edition += 1
            return None

    def retry(self) -> None:
        """Has a reading that failed begun anew at once; does nothing where none has failed."""
        with self.lock:
            self._settle()
            self.is_wanted |= self.failure is not None

    def look_for(self, id: int) -> tuple[Character | None, Snapshot]:
        """Looks for an id in what is known of the list, and else waits for its reading.

        Many ids share one reading: it begins if there is none that is younger than a minute.

        Returns:
            The character, if it was found, and what was known in the end.
        """
        give_up_at = time.monotonic() + LOOK_SECONDS
        known = self.so_far()
        while (found := _with_id(known, id)) is None:
            reading, known = self._reading_to_wait_for(), self.so_far()
            if reading is None:
                return _with_id(known, id), known
            wait([reading], LOOK_TICK_SECONDS)
            if time.monotonic() > give_up_at:
                return None, replace(known, is_complete=False)
        return found, known

    def _reading_to_wait_for(self) -> Future[EternalError | None] | None:
        """The reading under way, begun if the last one is too old; None if that one counts."""
        with self.lock:
            self._settle()
            now = time.monotonic()
            if self._is_time(now, REFRESH_SECONDS):
                self._begin(now)
            return self.under_way

    def _begin(self, now: float) -> None:
        self.started_at, self.failure, self.is_wanted = now, None, False
        self.catalogue = Catalogue(self._load, limit=self.limit)
        self.under_way = _readers().submit(self._read, self.catalogue)

    def _read(self, catalogue: Catalogue) -> EternalError | None:
        try:
            return catalogue.read().error
        except Exception:
            _log.exception("The reading of the whole list crashed.")
            return ReadingCrashed("Something went wrong inside this page while reading the list.")

    def _settle(self) -> None:
        """Takes note of a reading that has ended."""
        if self.under_way is None or not self.under_way.done() or self.catalogue is None:
            return
        self.failure = self.under_way.result()
        self.under_way = None
        if self.failure is None:
            self.complete = self.catalogue.snapshot

    def _known(self) -> Snapshot:
        if self.complete is not None:
            return self.complete
        if self.failure is not None:
            return Snapshot(is_complete=True, error=self.failure)
        return Snapshot() if self.catalogue is None else self.catalogue.snapshot

    def _is_time(self, now: float, kept: float = KEPT_SECONDS) -> bool:
        if self.under_way is not None:
            return False
        if self.catalogue is None or self.is_wanted:
            return True
        return now - self.started_at > (RETRY_SECONDS if self.failure else kept)

    def _load(self, number: int) -> CharacterPage:
        return public_client(self.base_url).list_characters(number, LARGEST_PAGE)


def _with_id(known: Snapshot, id: int) -> Character | None:
    return next((one for one in known.characters if one.id == id), None)


@st.cache_resource(show_spinner=False)
def reading_of(base_url: str) -> Reading:
    """The reading of a source, one for all visitors."""
    return Reading(base_url, list_limit())


@st.cache_resource(show_spinner=False)
def _readers() -> ThreadPoolExecutor:
    """The threads that readings run in: apart from those that look up, poll and create."""
    return ThreadPoolExecutor(_READERS, thread_name_prefix="reading")
