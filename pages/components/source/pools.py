"""The threads that talk to the API, so that no page waits for it; shared by all visitors.

What costs money, what is asked on a schedule and what somebody looks up have threads of their own:
none of them waits behind another, and what one visitor has under way at once is bounded.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SENDING: Final = 8
"""How many paid requests of one visitor may be unanswered at once."""
TOO_MANY_SENDING: Final = (
    f"{MOST_SENDING} of your requests wait for an answer. Press again when one of them has it."
)
MOST_POLLS: Final = 4
"""How many polls of one visitor may be under way at once."""
MOST_LOOK_UPS: Final = 4
"""How many look-ups of one visitor may be under way at once."""

_SENDERS = 64
_POLLERS = 24
_LOOKERS = 24

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Bound:
    """Lets at most so many calls of one visitor be under way at once; safe in any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._under_way: set[Future[object]] = set()

    def has_room(self) -> bool:
        """Whether one more call may be under way."""
        with self._lock:
            return sum(not one.done() for one in self._under_way) < self._most

    def submit(
        self,
        pool: ThreadPoolExecutor,
        call: Callable[_P, _T],
        /,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> Future[_T] | None:
        """Hands a call to a pool, or returns None while too many are under way."""
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()}
            if len(self._under_way) >= self._most:
                return None
            future = pool.submit(call, *args, **options)
            self._under_way.add(future)  # type: ignore[arg-type]
            return future


def bound_of_visitor(name: str, most: int) -> Bound:
    """The bound of that name, one for each visit."""
    bound: Bound = st.session_state.setdefault(f"bound-{name}", Bound(most))
    return bound


@st.cache_resource(show_spinner=False)
def senders() -> ThreadPoolExecutor:
    """The threads of paid requests, which are read for long and never wait behind a reading."""
    return ThreadPoolExecutor(_SENDERS, thread_name_prefix="send")


@st.cache_resource(show_spinner=False)
def pollers() -> ThreadPoolExecutor:
    """The threads of polls that have a schedule; none of them sleeps."""
    return ThreadPoolExecutor(_POLLERS, thread_name_prefix="poll")


@st.cache_resource(show_spinner=False)
def lookers() -> ThreadPoolExecutor:
    """The threads of what is looked up by id."""
    return ThreadPoolExecutor(_LOOKERS, thread_name_prefix="look-up")
