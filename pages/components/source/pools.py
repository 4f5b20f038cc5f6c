"""The thread pools for requests to the API; all visitors share them.

Paid requests, polls and look-ups have pools of their own, so that none waits behind another, and
the requests of one visitor at once are bounded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import streamlit as st

from pages.components.shell.visitor import this_visitor
from pages.model.bound import Bound, Bounds

MOST_SENDING: Final = 8
"""How many paid requests of one visitor may be unanswered at once."""
TOO_MANY_SENDING: Final = (
    f"{MOST_SENDING} of your requests wait for an answer. Press again when one of them has it."
)
MOST_POLLS: Final = 4
"""How many polls of one visitor may be under way at once."""
MOST_LOOK_UPS: Final = 4
"""How many look-ups of one visitor may be under way at once."""

MOST_PAGES: Final = 6
"""How many pages of the list may be loading at once for one visitor."""

_LOADERS = 32
_SENDERS = 64
_POLLERS = 24
_LOOKERS = 24
_REFRESHERS = 8


def bound_of_visitor(name: str, most: int) -> Bound:
    """The bound of a name, one for each visitor: all windows of a browser share it."""
    return _bounds().get(f"{name} {this_visitor().owner}", most)


@st.cache_resource(show_spinner=False)
def loaders() -> ThreadPoolExecutor:
    """The pool for pages of the list."""
    return ThreadPoolExecutor(_LOADERS, thread_name_prefix="load")


@st.cache_resource(show_spinner=False)
def senders() -> ThreadPoolExecutor:
    """The pool for paid requests, which take long and never wait behind others."""
    return ThreadPoolExecutor(_SENDERS, thread_name_prefix="send")


@st.cache_resource(show_spinner=False)
def pollers() -> ThreadPoolExecutor:
    """The pool for polls with a schedule; none of them sleeps."""
    return ThreadPoolExecutor(_POLLERS, thread_name_prefix="poll")


@st.cache_resource(show_spinner=False)
def lookers() -> ThreadPoolExecutor:
    """The pool for look-ups by id."""
    return ThreadPoolExecutor(_LOOKERS, thread_name_prefix="look-up")


@st.cache_resource(show_spinner=False)
def refreshers() -> ThreadPoolExecutor:
    """The pool for what is read anew while its last good answer is on a page."""
    return ThreadPoolExecutor(_REFRESHERS, thread_name_prefix="refresh")


@st.cache_resource(show_spinner=False)
def _bounds() -> Bounds:
    return Bounds()
