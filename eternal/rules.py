"""What an answer to a poll means: pending, ready or failed; for characters, pictures and videos.

Only ``pending`` and ``success`` are documented, so in doubt the rules go on waiting: ending too
early loses what was paid for, or makes people pay for it again.
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
"""The statuses of the document and of the vendor's own SDK, as spelt there; others are drift."""

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
"""Words with one possible meaning. An ambiguous word stays unknown: then the data in the answer
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
    """The state that a status means, whatever its case and separators; None if it is unknown."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word)
    spelt = re.sub(r"[\W_]+", "_", parts.casefold()).strip("_")
    return _MEANINGS.get(_OF_WHAT.sub("", spelt))


def telling(words: Iterable[str]) -> str:
    """Choose among several statuses of one answer: failed, else pending, else success."""
    known = list(words)
    for state in (PollState.FAILED, PollState.PENDING, PollState.READY):
        for word in known:
            if meaning(word) is state:
                return word
    return known[0] if known else ""


def says_not_yet(words: str) -> bool:
    """Whether the words of an error mean that the result is not ready yet (observed, inferred)."""
    return _NOT_YET.search(words) is not None


def says_under_way(words: str) -> bool:
    """Whether the words of an error say that something is under way."""
    return _UNDER_WAY.search(words) is not None


def state_of(word: str, *, is_whole: bool, has_something: bool, words: str) -> PollState:
    """The state of an answer, by the first rule that fits.

    Args:
        word: The status.
        is_whole: Whether the answer has the whole result: picture and bio, or an address.
        has_something: Whether it has at least one of picture and bio.
        words: The words of an error in it, or "".
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
