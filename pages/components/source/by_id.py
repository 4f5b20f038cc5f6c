"""A character by its id: polled, or else found in the list. Draws nothing."""

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
"""How long it is remembered that nobody has an id, so that a shared link costs little."""
_MOST_MISSING: Final = 1000


class NotListed(NotFound):
    """Nobody with this id was found.

    Attributes:
        searched: How many characters of the list were compared.
        is_sure: Whether these were all of it.
    """

    def __init__(self, known: Snapshot) -> None:
        super().__init__(404)
        self.searched = len(known.characters)
        self.is_sure = known.is_whole
        self._is_bounded = known.is_bounded

    @property
    def headline(self) -> str:
        """How far was looked."""
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
    """Says that there is nobody with an id, as far as was looked, and what to do."""
    shown = error if isinstance(error, NotListed) else NotListed(Snapshot(is_complete=True))
    return f"{shown.headline} {shown.advice}"


def how_far_words(error: Exception) -> str:
    """Says how far was looked, where that is less than the whole list."""
    return error.headline if isinstance(error, NotListed) and not error.is_sure else ""


@dataclass
class _Missing:
    """The ids that nobody had a moment ago; shared by all visitors, so changed under its lock."""

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
    """A character by its id, polled, or else found in the list. Never sends a key.

    That an id of the list can be polled is not documented: where it cannot, the list is read, once
    for all ids that are looked for.

    Args:
        base_url: The source.
        id: The character's id.
        again: Whether a visitor asks for it by hand, so that nothing is answered from memory.

    Raises:
        NotListed: Nobody with this id was found; it says how far was looked.
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
