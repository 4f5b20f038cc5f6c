"""Characters that may be unfinished: polled on the schedule of a wait, not at every run.

Only a finished character may be cached by the callers. Unfinished ones stay here, for this visit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import waiting
from pages.components.character import state
from pages.components.shell.navigation import rerun
from pages.components.source.by_id import Found, find_character, forget_failures, forget_unknown
from pages.components.source.limits import allowance_of_visitor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eternal import Character, EternalError

    Waits = dict[tuple[str, int], waiting.CharacterWait]

LOOK_AGAIN: Final = "Look again"
TICK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished character, and how it is known.

    Attributes:
        character: The character.
        found: The answer.
    """

    character: Character
    found: Found


def take_in(base_url: str, id: int, answer: Found) -> Finished | EternalError | None:
    """Record an answer about a character in its wait.

    Returns:
        The finished character, the reason why it never will be, or None while it is pending.
    """
    waits, now = _waits(), time.monotonic()
    wait = waits.get((base_url, id)) or waiting.begin(id, now)
    wait = waiting.after_time(waiting.after_answer(wait, answer.poll, now), now)
    waits[base_url, id] = wait
    if wait.outcome is waiting.WaitState.READY:
        del waits[base_url, id]
        character = wait.character or answer.poll.character
        return None if character is None else Finished(character, answer)
    return wait.error if wait.outcome is waiting.WaitState.FAILED else None


def finished(base_url: str, id: int) -> Finished | EternalError | None:
    """Find a character that may be unfinished; poll only when a poll is due.

    Returns:
        The finished character, the reason why it never will be, or None while it is pending.

    Raises:
        EternalError: The poll failed.
    """
    if is_due(base_url, id):
        found = find_character(base_url, id, allowance=allowance_of_visitor())
        return take_in(base_url, id, found)
    wait = _waits()[base_url, id]
    return wait.error if wait.outcome is waiting.WaitState.FAILED else None


def is_due(base_url: str, id: int) -> bool:
    """Whether a poll of a character is due: at first, then by its wait."""
    wait = _waits().get((base_url, id))
    return wait is None or waiting.is_due(wait, time.monotonic())


def watch_unfinished(base_url: str, ids: Iterable[int]) -> None:
    """Run the page again by a timer when a poll of one of these characters is due."""
    watched = [id for id in ids if not _is_over(base_url, id)]
    if watched:
        st.fragment(_run_when_due, run_every=TICK_SECONDS)(base_url, watched)


def render_look_again(base_url: str, *ids: int) -> None:
    """Render a button that polls these characters now."""
    st.button(
        LOOK_AGAIN,
        key=f"look-again-{'.'.join(map(str, ids))}",
        icon=":material/refresh:",
        on_click=forget,
        args=(base_url, *ids),
    )


def forget(base_url: str, *ids: int) -> None:
    """Forget all answers about these characters, so that they are polled anew."""
    forget_failures(base_url, *ids)
    forget_unknown(base_url, *ids)
    for id in ids:
        _waits().pop((base_url, id), None)


def _run_when_due(base_url: str, ids: list[int]) -> None:
    if any(is_due(base_url, id) for id in ids):
        rerun()


def _is_over(base_url: str, id: int) -> bool:
    wait = _waits().get((base_url, id))
    return wait is not None and wait.is_over


def _waits() -> Waits:
    waits: Waits = st.session_state.setdefault(state.WAITS, {})
    return waits
