"""Finds a character by its id: by a poll, or else in the list."""

from __future__ import annotations

import time
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import EternalError, NotFound, Poll, PollState, TimedOut
from eternal.catalogue import Snapshot
from pages.components.source.api import public_client
from pages.components.source.limits import look_up_places, unknown_to_polls
from pages.components.source.list_cache import list_cache
from pages.components.source.page_cache import find_on_pages
from pages.components.source.pools import refreshers
from pages.model.last_good import LastGood
from pages.model.rate_limit import TooManyCalls
from pages.model.unknown_ids import UnknownIds, unknown_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from eternal import Character
    from pages.components.source.limits import Allowance

FRESH_SECONDS: Final = 60.0
"""Seconds that a finished character is not asked for again, for all visitors together."""
PAUSE_SECONDS: Final = 15.0
"""Seconds until an id whose poll has failed is asked for again, for all visitors together."""
PATIENCE_SECONDS: Final = 2.0
"""Seconds that a newer answer is waited for where an older one is known."""
PLACE_SECONDS: Final = 20.0
"""Seconds that a look-up waits for a place among those of all visitors."""

_MOST_POLLS: Final = 2000
_MOST_SIZE: Final = 50_000_000


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


def how_far_words(error: object) -> str:
    """A sentence on how far the list was searched, or "" for the whole list."""
    return error.headline if isinstance(error, NotListed) and not error.is_sure else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A character that was found by its id, or is being created.

    Attributes:
        poll: The answer.
        read_at: When it was read, in monotonic seconds.
        failure: Why it could not be read anew; None if this is the answer of now.
    """

    poll: Poll
    read_at: float = field(default_factory=time.monotonic)
    failure: EternalError | None = None

    @property
    def age(self) -> float:
        """Seconds since it was read."""
        return time.monotonic() - self.read_at


def find_character(
    base_url: str, id: int, *, again: bool = False, allowance: Allowance | None = None
) -> Found:
    """Find a character by its id, by a poll or else in the list. Never sends a key.

    It is not documented that a listed id can be polled. If not, the list is read, once for all ids
    that are looked up. While calls fail, what was known of the character is the answer.

    Args:
        base_url: The source.
        id: The character's id.
        again: Whether to skip the caches, as a visitor pressed a button.
        allowance: What the visitor may ask for; None for no bound.

    Raises:
        NotListed: No character with this id was found.
        TooManyCalls: The visitor, or all together, ask for too much.
        EternalError: A call failed, and nothing is known of this id.
    """
    not_listed = _not_listed(base_url)
    if again:
        forget_failures(base_url, id)
        forget_unknown(base_url, id)
    elif remembered := not_listed.get(id):
        raise remembered
    try:
        return _polled(base_url, id, again=again, allowance=allowance)
    except NotFound:
        found = _listed(base_url, id)
    except EternalError as error:
        if known := last_known(base_url, id, error):
            return known
        raise
    if isinstance(found, NotListed):
        not_listed.add(id, found)
        raise found
    return found


def oldest(answers: Iterable[Found]) -> Found | None:
    """The oldest of the answers that could not be read anew, or None."""
    return max((one for one in answers if one.failure), key=lambda one: one.age, default=None)


def forget_failures(base_url: str, *ids: int) -> None:
    """Forget that calls about some ids have failed, as a visitor pressed a button."""
    _polls(base_url).try_again(*ids)
    list_cache(base_url).retry()


def forget_unknown(base_url: str, *ids: int) -> None:
    """Forget that some ids are unknown, as a visitor pressed a button about them."""
    _not_listed(base_url).forget(*ids)
    unknown_to_polls(base_url).forget(*ids)


def read_behind(base_url: str, id: int, allowance: Allowance) -> bool:
    """Ask anew for an id that an older answer is shown of, if that is due. For timers.

    Returns:
        Whether there is a newer answer.
    """
    if unknown_to_polls(base_url).get(id):
        return list_cache(base_url).refresh_failure is None
    known = _polls(base_url).known(id)
    if known.loading is None and known.failure is not None and known.failed_for >= PAUSE_SECONDS:
        try:
            allowance.take_look_up()
        except TooManyCalls:
            return False
        _start(base_url, id, is_behind=True)
    return known.loading is None and known.failure is None


def _polled(base_url: str, id: int, *, again: bool, allowance: Allowance | None) -> Found:
    """The answer of a poll, which all visitors share for a while.

    Raises:
        NotFound: The API does not know the id, as far as polls tell.
        EternalError: The poll failed.
    """
    unknown, known = unknown_to_polls(base_url), _polls(base_url).known(id)
    if remembered := unknown.get(id):
        raise remembered
    if known.value is not None and known.age < FRESH_SECONDS and not again:
        return Found(known.value, time.monotonic() - known.age)
    is_soon = known.loading is not None or known.failed_for < PAUSE_SECONDS
    if known.failure is not None and is_soon and not isinstance(known.failure, NotFound):
        raise known.failure
    if allowance is not None and known.loading is None:
        allowance.take_look_up()
    has_older = known.value is not None
    polling = _start(base_url, id, is_behind=has_older)
    try:
        poll = polling.result(PATIENCE_SECONDS if has_older else None)
    except NotInTime:
        raise TimedOut("The service takes its time just now.") from None
    if error := unknown_of(poll):
        unknown.add(id, error)
        raise error
    return Found(poll)


def _start(base_url: str, id: int, *, is_behind: bool) -> Future[Poll]:
    """Start a poll, or join the one that is under way.

    Args:
        base_url: The source.
        id: The character's id.
        is_behind: Whether it is made on another thread than this one.
    """
    client, places = public_client(base_url), look_up_places()

    def ask() -> Poll:
        if not places.acquire(timeout=PLACE_SECONDS):
            raise TooManyCalls(PAUSE_SECONDS, is_for_all=True)
        try:
            return client.poll_character(id, retries=0)
        except NotFound as error:  # an answer, too: it says nothing about the others
            unknown_to_polls(base_url).add(id, error)
            raise
        finally:
            places.release()

    return _polls(base_url).load(id, ask, refreshers() if is_behind else None)


def _listed(base_url: str, id: int) -> Found | NotListed:
    """What the list says of an id that polls do not know.

    Raises:
        EternalError: The list cannot be read.
    """
    cache = list_cache(base_url)
    listed, snapshot = cache.look_for(id)
    if listed is not None:
        failure = cache.refresh_failure
        return _of_list(listed, cache.age if failure else 0.0, failure)
    if snapshot.error is None:
        return NotListed(snapshot)
    if on_page := find_on_pages(base_url, id):
        return _of_list(*on_page, snapshot.error)
    raise snapshot.error


def last_known(base_url: str, id: int, failure: EternalError) -> Found | None:
    """The newest of all that is known of an id while its poll fails."""
    known, cache = _polls(base_url).known(id), list_cache(base_url)
    if known.value is not None:
        return Found(known.value, time.monotonic() - known.age, failure)
    if on_page := find_on_pages(base_url, id):
        return _of_list(*on_page, failure)
    listed = cache.find(id)
    return None if listed is None else _of_list(listed, cache.age, failure)


def _of_list(character: Character, age: float, failure: EternalError | None) -> Found:
    raw = character.model_dump_json(exclude_defaults=True)
    poll = Poll(character.id, PollState.READY, character, status="", raw=raw)
    return Found(poll, time.monotonic() - age, failure)


def _is_finished(poll: Poll) -> bool:
    return poll.state is PollState.READY and poll.character is not None


@st.cache_resource(show_spinner=False)
def _polls(base_url: str) -> LastGood[int, Poll]:
    return LastGood(_MOST_POLLS, _MOST_SIZE, lambda poll: 2 * len(poll.raw) + 1000, _is_finished)


@st.cache_resource(show_spinner=False)
def _not_listed(base_url: str) -> UnknownIds[NotListed]:
    return UnknownIds()
