"""What an answer to a poll means: not yet, ready or failed. One set of rules for all that is made.

Not documented but for ``pending`` and ``success``, so the rules lean towards waiting on: an end
that comes too early loses what was paid for, or makes people pay for it again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from eternal.models import PollState

if TYPE_CHECKING:
    from collections.abc import Iterable

POLL_STATES: Final = {
    "pending": PollState.PENDING,
    "processing": PollState.PENDING,
    "success": PollState.READY,
    "failed": PollState.FAILED,
    "error": PollState.FAILED,
}
"""The words of the document and of the vendor's own SDK, as they spell them; others are drift."""

_OBSERVED = {
    PollState.PENDING: ("queued", "in_queue", "in_progress"),
    PollState.READY: ("succeeded", "done", "completed"),
}
_INFERRED = {
    PollState.PENDING: (
        *("in_process", "queueing", "queuing", "enqueued", "started", "starting", "running"),
        *("waiting", "generating", "rendering", "preparing", "not_started", "not_ready"),
    ),
    PollState.READY: ("complete", "finished", "ready", "successful"),
    PollState.FAILED: (
        *("failure", "fail", "errored", "canceled", "cancelled", "expired", "rejected", "refused"),
        *("timeout", "timed_out", "aborted", "blocked"),
    ),
}
"""Words that can only mean one thing. One that can mean two is left unknown: then what is there
decides."""
_MEANINGS: Final = POLL_STATES | {
    word: state
    for words in (_OBSERVED, _INFERRED)
    for state, spelt in words.items()
    for word in spelt
}
_NOT_YET = re.compile(
    r"not found|(?:does not|doesn.t) exist|no such|processing|pending|\bwait|queued|in queue"
    r"|in[ _-]progress|not (?:yet )?(?:ready|available|finished|complete|done)|\byet\b|not exist"
    r"|generating|being (?:made|created|generated)|\bstill (?:\w+ing|in)\b|\brunning\b"
    r"|too many requests|rate.limit|temporar|service unavailable|overload|\bbusy\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile("^(?:status|state|task|job)_")
_UNDER_WAY = re.compile(
    r"processing|pending|queued|in queue|in[ _-]progress|\bstarted\b", re.IGNORECASE
)


def meaning(word: str) -> PollState | None:
    """What a status means, in any case and spelling of its gaps; None for an unknown one."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word)
    spelt = re.sub(r"[\W_]+", "_", parts.casefold()).strip("_")
    return _MEANINGS.get(_OF_WHAT.sub("", spelt))


def telling(words: Iterable[str]) -> str:
    """The status that counts where an answer has several: failed, else pending, else success."""
    known = list(words)
    for state in (PollState.FAILED, PollState.PENDING, PollState.READY):
        for word in known:
            if meaning(word) is state:
                return word
    return known[0] if known else ""


def says_not_yet(words: str) -> bool:
    """Whether the words of an error mean that it is only not there yet (observed, inferred)."""
    return _NOT_YET.search(words) is not None


def says_under_way(words: str) -> bool:
    """Whether the words of an error say that something is being made."""
    return _UNDER_WAY.search(words) is not None


def state_of(word: str, *, is_whole: bool, has_something: bool, words: str) -> PollState:
    """How far it is, by the first rule that fits.

    Args:
        word: The status.
        is_whole: Whether all that was asked for is there: picture and bio, or an address.
        has_something: Whether at least one of picture and bio is there.
        words: What the service says of an error.
    """
    said = meaning(word)
    if said is PollState.FAILED:
        return PollState.FAILED
    if said is PollState.PENDING:
        return PollState.PENDING
    if is_whole:
        return PollState.READY
    if said is PollState.READY:
        return PollState.READY if has_something else PollState.PENDING
    if words and not says_not_yet(words):
        return PollState.FAILED
    return PollState.PENDING
