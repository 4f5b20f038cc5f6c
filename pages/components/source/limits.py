"""How much one visitor, and all together, may make this server ask for."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.shell.visitor import this_visitor
from pages.model.jobs import JobKind
from pages.model.last_good import LastGood
from pages.model.rate_limit import RateLimit, TooManyCalls
from pages.model.unknown_ids import UnknownIds

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import NotFound
    from pages.model.advance import AnyPoll
    from pages.model.jobs import Job

VISITOR_BURST: Final = 150
"""How many calls one visitor may cause at once, then one each second."""
VISITOR_PER_SECOND: Final = 1.0
LOOK_UP_BURST: Final = 300
"""How many look-ups by id all visitors may cause at once, then five each second."""
LOOK_UPS_PER_SECOND: Final = 5.0
MOST_LOOK_UPS_OF_ALL: Final = 24
"""How many look-ups by id of all visitors are under way at once."""

_EVERYBODY: Final = ""
_MOST_STRANGERS: Final = 2000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one visitor may still ask for. May be used in any thread.

    Attributes:
        take_page: Takes the place of one page of the list.
        take_look_up: Takes the place of one look-up by id. Both raise TooManyCalls.
    """

    take_page: Callable[[], None]
    take_look_up: Callable[[], None]


def allowance_of_visitor() -> Allowance:
    """The allowance of the visitor of this run."""
    owner, of_visitor, of_all = this_visitor().owner, _visitors(), _look_ups()

    def take_page() -> None:
        if seconds := of_visitor.take(owner):
            raise TooManyCalls(seconds)

    def take_look_up() -> None:
        take_page()
        if seconds := of_all.take(_EVERYBODY):
            raise TooManyCalls(seconds, is_for_all=True)

    return Allowance(take_page, take_look_up)


def polled_id(job: Job) -> int | str:
    """The id that a job is polled by: a character's is a number, a request's is text."""
    remote_id = job.remote_id or ""
    return int(remote_id) if job.kind is JobKind.CREATION else remote_id


@st.cache_resource(show_spinner=False)
def unknown_to_polls(base_url: str) -> UnknownIds[NotFound]:
    """The ids that polls of a source were answered as unknown: of characters, and of requests."""
    return UnknownIds()


@st.cache_resource(show_spinner=False)
def polls_of_strangers(base_url: str) -> LastGood[int | str, AnyPoll | None]:
    """The polls under way for ids that nobody here has sent: all who watch one share it."""
    return LastGood(_MOST_STRANGERS, _MOST_STRANGERS, lambda _: 1, lambda _: False)


@st.cache_resource(show_spinner=False)
def look_up_places() -> threading.BoundedSemaphore:
    """The places of look-ups by id that are under way."""
    return threading.BoundedSemaphore(MOST_LOOK_UPS_OF_ALL)


@st.cache_resource(show_spinner=False)
def _visitors() -> RateLimit:
    return RateLimit(VISITOR_BURST, VISITOR_PER_SECOND)


@st.cache_resource(show_spinner=False)
def _look_ups() -> RateLimit:
    return RateLimit(LOOK_UP_BURST, LOOK_UPS_PER_SECOND)
