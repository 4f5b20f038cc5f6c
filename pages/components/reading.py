"""The whole list, read once for all visitors and kept for ten minutes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future  # noqa: TC003
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.catalogue import Catalogue, Snapshot
from eternal.client import LARGEST_PAGE
from pages.components.finding import Index
from pages.components.source import public_client, workers

if TYPE_CHECKING:
    from eternal import CharacterPage

KEPT_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 15.0
"""How soon a reading that failed altogether is begun anew."""


@dataclass
class Reading:
    """What is known of one source's list; shared by all visitors, so changed under its lock."""

    base_url: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    catalogue: Catalogue | None = None
    started_at: float = 0.0
    under_way: Future[Snapshot] | None = None
    is_stale: bool = False
    complete: Snapshot | None = None
    indexed: tuple[Snapshot, Index] | None = None

    def snapshot(self) -> Snapshot:
        """The newest complete reading, or what has been read so far; begins one when it is time."""
        with self.lock:
            self._keep_if_complete()
            if self._is_time(time.monotonic()):
                self.started_at = time.monotonic()
                self.catalogue = Catalogue(self._load)
                self.under_way = workers().submit(self.catalogue.read)
                self.is_stale = False
            if self.complete is not None:
                return self.complete
            return Snapshot() if self.catalogue is None else self.catalogue.snapshot

    def so_far(self) -> Snapshot:
        """What has been read, without beginning to read."""
        with self.lock:
            if self.complete is not None:
                return self.complete
            return Snapshot() if self.catalogue is None else self.catalogue.snapshot

    def index(self, snapshot: Snapshot) -> Index:
        """What to search a snapshot with, made once."""
        with self.lock:
            if self.indexed is None or self.indexed[0] is not snapshot:
                self.indexed = (snapshot, Index(snapshot.characters))
            return self.indexed[1]

    def forget(self) -> None:
        """Has the list read anew the next time it is asked for; until then the old one stands."""
        with self.lock:
            self.is_stale = True

    def _keep_if_complete(self) -> None:
        newest = Snapshot() if self.catalogue is None else self.catalogue.snapshot
        if newest.is_complete and newest.error is None:
            self.complete = newest

    def _is_time(self, now: float) -> bool:
        if self.catalogue is None:
            return True
        if not self.catalogue.snapshot.is_complete:
            # A reading that has ended without an end has crashed.
            return self.under_way is not None and self.under_way.done()
        if self.is_stale:
            return True
        has_failed = self.catalogue.snapshot.error is not None
        return now - self.started_at > (RETRY_SECONDS if has_failed else KEPT_SECONDS)

    def _load(self, number: int) -> CharacterPage:
        return public_client(self.base_url).list_characters(number, LARGEST_PAGE)


@st.cache_resource(show_spinner=False)
def reading_of(base_url: str) -> Reading:
    """The reading of a source, one for all visitors."""
    return Reading(base_url)
