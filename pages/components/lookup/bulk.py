"""Look up many ids at once."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import (
    ConnectionFailed,
    EternalError,
    InvalidInput,
    NotFound,
    PollState,
    RateLimited,
)
from eternal.text import plain_text
from pages.components.character.cards import render_cards
from pages.components.character.export import render_export
from pages.components.lookup import state
from pages.components.shell.messages import render_old
from pages.components.source.by_id import (
    Found,
    NotListed,
    find_character,
    forget_failures,
    last_known,
    missing_words,
    oldest,
)
from pages.components.source.limits import allowance_of_visitor
from pages.components.source.pools import MOST_LOOK_UPS, bound_of_visitor, lookers
from pages.model.ids import MOST_IDS, read_ids
from pages.model.rate_limit import TooManyCalls

if TYPE_CHECKING:
    from collections.abc import Sequence

    Answers = dict[int, Found | EternalError]

LONGEST_SECONDS: Final = 30.0
"""Seconds that a page waits for all ids."""
PRESS_AGAIN: Final = "Press “Look up all” again."
NOT_IN_TIME: Final = "It could not be looked up just now."

_TICK_SECONDS = 0.2


def look_up_many(base_url: str) -> None:
    """Render a field for many ids, and the characters found."""
    with st.form("many", border=False):
        text = st.text_area(
            "Character IDs",
            key=state.MANY_TEXT,
            placeholder="6790, 6604 6593 – or a pasted column",
            persist_state="session",
        )
        st.caption(f"Separated by commas, spaces or lines; up to {MOST_IDS}.")
        pressed = st.form_submit_button("Look up all", type="primary", icon=":material/search:")
    if not text.strip():
        return
    try:
        ids, invalid = read_ids(text)
    except InvalidInput as error:
        st.warning(error.headline, icon=":material/edit_note:")
        return
    if invalid:
        st.warning("Not an ID, and left out:", icon=":material/edit_note:")
        st.text(plain_text(", ".join(invalid), 200))
    asked = (base_url, tuple(ids))
    kept = st.session_state.get(state.MANY_ANSWERS)
    if pressed or (kept is not None and kept[0] != asked):
        if pressed:
            forget_failures(base_url, *ids)
        st.session_state[state.MANY_ANSWERS] = kept = (asked, look_up_all(base_url, ids))
    if kept is not None:
        _render_answers(kept[1])


def look_up_all(base_url: str, ids: Sequence[int]) -> Answers:
    """Look up several ids, a few at a time, with a progress bar. Failures are values of the result.

    No more requests are sent once the service, or this dashboard, asks for fewer, or the time is
    over: the other ids are answered by what was known of them, or count as failed.
    """
    bar = st.progress(0.0, text="Looking up")
    bound, allowance = bound_of_visitor("look-ups", MOST_LOOK_UPS), allowance_of_visitor()
    find = partial(find_character, base_url, allowance=allowance)
    left, under_way = deque(ids), dict[Future[Found], int]()
    answers: Answers = {}
    reason: EternalError = ConnectionFailed(NOT_IN_TIME)
    give_up_at = time.monotonic() + LONGEST_SECONDS
    while (left or under_way) and time.monotonic() < give_up_at:
        while left and (one := bound.submit(lookers(), find, left[0])):
            under_way[one] = left.popleft()
        done, _ = wait(under_way, timeout=_TICK_SECONDS, return_when=FIRST_COMPLETED)
        for ended in done:
            answers[under_way.pop(ended)] = answer = _outcome(ended)
            failure = answer.failure if isinstance(answer, Found) else answer
            if isinstance(failure, RateLimited | TooManyCalls):
                reason = failure
                left.clear()
        if not under_way:
            time.sleep(0 if done else _TICK_SECONDS)  # an older look-up of this visitor still runs
        bar.progress(len(answers) / len(ids), text=f"Looked up {len(answers)} of {len(ids)}")
    for late in under_way:
        late.cancel()
    bar.empty()
    return {id: answers.get(id) or last_known(base_url, id, reason) or reason for id in ids}


def _outcome(future: Future[Found]) -> Found | EternalError:
    error = future.exception()
    return error if isinstance(error, EternalError) else future.result()


def _render_answers(answers: Answers) -> None:
    ready = [
        answer
        for answer in answers.values()
        if isinstance(answer, Found) and answer.poll.state is PollState.READY
    ]
    found = [answer.poll.character for answer in ready if answer.poll.character is not None]
    pending = [
        id
        for id, answer in answers.items()
        if isinstance(answer, Found) and answer.poll.state is PollState.PENDING
    ]
    missing = [id for id, answer in answers.items() if isinstance(answer, NotFound)]
    unmade = [
        id
        for id, answer in answers.items()
        if isinstance(answer, Found) and answer.poll.state is PollState.FAILED
    ]
    failed = len(answers) - len(found) - len(missing) - len(pending) - len(unmade)
    old = oldest(ready)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(found)}** found · **{len(missing)}** not found")
        if found:
            render_export(found, None if old is None else old.age)
    if old is not None and old.failure is not None:
        render_old(old.age, old.failure.headline, key="many", on_retry=_forget_answers)
    _render_missing({id: one for id, one in answers.items() if isinstance(one, NotFound)})
    if pending:
        st.info("Still being created:", icon=":material/hourglass_top:")
        st.code(", ".join(str(id) for id in pending), language=None)
    if unmade:
        st.warning("The service could not make these characters:", icon=":material/person_off:")
        st.code(", ".join(str(id) for id in unmade), language=None)
    if failed:
        words = f"{failed} could not be looked up just now."
        limited = [one for one in answers.values() if isinstance(one, TooManyCalls)]
        advice = f"{limited[0].headline} {limited[0].advice}" if limited else PRESS_AGAIN
        st.error(f"{words} {advice}", icon=":material/error:")
    render_cards(found)


def _forget_answers() -> None:
    """Have the same ids be looked up anew in the next run. For callbacks."""
    kept = st.session_state[state.MANY_ANSWERS]
    (base_url, ids), _ = kept
    forget_failures(base_url, *ids)
    st.session_state[state.MANY_ANSWERS] = ((base_url, ()), {})


def _render_missing(answers: dict[int, NotFound]) -> None:
    """Render the ids that were not found, grouped by how far the list was searched."""
    groups: dict[str, list[int]] = {}
    for id, error in answers.items():
        is_sure = not isinstance(error, NotListed) or error.is_sure
        words = "No character with these IDs:" if is_sure else missing_words(error)
        groups.setdefault(words, []).append(id)
    for words, ids in groups.items():
        st.warning(words, icon=":material/person_search:")
        st.code(", ".join(str(id) for id in ids), language=None)
