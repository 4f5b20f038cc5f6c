"""The offer to take the browser's own History along, to who has signed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.jobs.kept import demo_jobs, live_jobs
from pages.components.shell.messages import render_alert
from pages.components.shell.visitor import browser_visitor, this_visitor
from pages.components.shell.visitor_cookie import MAX_AGE_SECONDS
from pages.model.job_store import JobQuery, StoreUnavailable
from pages.model.job_words import entries_words

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT_COOKIE: Final = "eternal_left"
"""Who has answered that the browser's History stays where it is: beginnings of hashes."""
TAKE: Final = "Move it to my History"
LEAVE: Final = "Leave it there"

_COUNT: Final = "sign_in.count"
_LEFT: Final = "sign_in.left"
_FAILURE: Final = "sign_in.failure"
_MOST_LEFT: Final = 10
_NAME_LENGTH: Final = 16
_NAMES: Final = re.compile(r"[0-9a-f]{16}(?:\.[0-9a-f]{16})*")


def render_offer() -> None:
    """Ask whoever has signed in, once, whether the browser's own History becomes theirs."""
    owner, browser = this_visitor().owner, browser_visitor().owner
    if owner == browser:
        return
    if _LEFT in st.session_state:
        _render_left(st.session_state[_LEFT])
        return
    if _name_of(owner) in _left() or not (count := _counted(browser)):
        return
    with st.container(border=True, key="offer"):
        st.markdown(
            f"**This browser has {entries_words(count)} from before you signed in.** Move that to"
            " your own History, which you see wherever you sign in? If others use this browser, it"
            " may be theirs."
        )
        if failure := st.session_state.get(_FAILURE):
            render_alert(failure, advice="Not all were moved. Try again in a moment.")
        with st.container(horizontal=True):
            take, leave = ":material/move_to_inbox:", ":material/close:"
            st.button(TAKE, icon=take, on_click=_take, args=(browser, owner))
            st.button(LEAVE, icon=leave, on_click=_leave, args=(owner,))


def _counted(browser: str) -> int:
    """How many records the browser has of its own: counted once a visit."""
    if _COUNT not in st.session_state:
        try:
            query = JobQuery(limit=1)
            stores = (live_jobs(), demo_jobs())
            st.session_state[_COUNT] = sum(one.search(browser, query).total for one in stores)
        except StoreUnavailable:
            return 0
    count: int = st.session_state[_COUNT]
    return count


def _take(browser: str, owner: str) -> None:
    """Move the records, unless the person has signed out meanwhile. A callback."""
    if this_visitor().owner != owner:
        return
    st.session_state.pop(_FAILURE, None)
    try:
        for store in (live_jobs(), demo_jobs()):
            store.transfer(browser, owner)
    except StoreUnavailable as error:
        st.session_state[_FAILURE] = error
    del st.session_state[_COUNT]


def _leave(owner: str) -> None:
    """Leave the records where they are, and ask no more. A callback."""
    st.session_state[_LEFT] = [*_left(), _name_of(owner)][-_MOST_LEFT:]


def _left() -> Sequence[str]:
    names = st.context.cookies.get(LEFT_COOKIE, "")
    return names.split(".") if _NAMES.fullmatch(names) else []


def _name_of(owner: str) -> str:
    return owner[:_NAME_LENGTH]


def _render_left(names: Sequence[str]) -> None:
    """Have the browser remember the answer, as long as its own token."""
    value = f"{LEFT_COOKIE}={'.'.join(names)}; Path=/; Max-Age={MAX_AGE_SECONDS}; SameSite=Lax"
    secure = 'location.protocol === "https:" ? "; Secure" : ""'
    with st.container(key="left"):
        script = f"<script data-name=left>document.cookie = {value!r} + ({secure})</script>"
        st.html(script, unsafe_allow_javascript=True)
