"""Finds a character by its id: by a poll, or else in the list."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from eternal import NotFound, Poll, PollState
from eternal.catalogue import Snapshot
from pages.components.source.api import public_client
from pages.components.source.list_cache import list_cache

MISSING_SECONDS: Final = 15.0
"""Seconds that a missing id is remembered, so that a shared link costs few requests."""
_MOST_MISSING: Final = 1000


class NotListed(NotFound):
    """No character with this id was found.

    Attributes:
        searched: How many characters of the list were searched.
        is_sure: Whether that was the whole list.
    """

    def __init__(self, known: Snapshot) -> None:
        super().__init__(404)
        self.searched = len(known.characters)
        self.is_sure = known.is_whole
        self._is_bounded = known.is_bounded

    @property
    def headline(self) -> str:
        """How far the list was searched."""
        if self.is_sure:
            return "No character with this ID."
        if self._is_bounded:
            return f"Not among the first {self.searched:,} characters of the list."
        return f"Not among the {self.searched:,} characters that could be read."

    @property
    def advice(self) -> str:  # type: ignore[override]
        """What a person can do next."""
        if self.is_sure:
            return "Check the number; a new character may need a few seconds."
        if self._is_bounded:
            return "The list may go on, but it is not read further. Check the number."
        return "The rest could not be read just now. Check the number, or try again in a moment."


def missing_words(error: NotFound) -> str:
    """A sentence on a missing id: how far the list was searched, and what to do."""
    shown = error if isinstance(error, NotListed) else NotListed(Snapshot(is_complete=True))
    return f"{shown.headline} {shown.advice}"


def how_far_words(error: Exception) -> str:
    """A sentence on how far the list was searched, or "" for the whole list."""
    return error.headline if isinstance(error, NotListed) and not error.is_sure else ""


@dataclass
class _Missing:
    """The ids that were just missing. All visitors share it, so it changes under its lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    known: OrderedDict[int, tuple[float, NotListed]] = field(default_factory=OrderedDict)

    def get(self, id: int) -> NotListed | None:
        with self.lock:
            until, error = self.known.get(id, (0.0, None))
            return error if time.monotonic() < until else None

    def add(self, id: int, error: NotListed) -> None:
        with self.lock:
            self.known[id] = (time.monotonic() + MISSING_SECONDS, error)
            self.known.move_to_end(id)
            while len(self.known) > _MOST_MISSING:
                self.known.popitem(last=False)


def find_character(base_url: str, id: int, *, again: bool = False) -> Poll:
    """Find a character by its id, by a poll or else in the list. Never sends a key.

    It is not documented that a listed id can be polled. If not, the list is read, once for all ids
    that are looked up.

    Args:
        base_url: The source.
        id: The character's id.
        again: Whether to skip the caches, as a visitor pressed a button.

    Raises:
        NotListed: No character with this id was found.
        EternalError: A call failed.
    """
    missing, cache = _missing(base_url), list_cache(base_url)
    if again:
        cache.retry()
    elif remembered := missing.get(id):
        raise remembered
    try:
        return public_client(base_url).poll_character(id, retries=0)
    except NotFound:
        listed, known = cache.look_for(id)
    if listed is None and known.error is not None:
        raise known.error
    if listed is None:
        error = NotListed(known)
        missing.add(id, error)
        raise error
    raw = listed.model_dump_json(exclude_defaults=True)
    return Poll(id, PollState.READY, listed, status="", raw=raw)


@st.cache_resource(show_spinner=False)
def _missing(base_url: str) -> _Missing:
    return _Missing()
