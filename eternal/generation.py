"""Pictures and videos of a character: what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal.urls import MediaKind, media_kind

if TYPE_CHECKING:
    from eternal.models import PollState

WHAT: Final = "picture or video"
"""What is asked for, as an error names it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A visual effect that somebody has named: no call is known that lists them.

    Attributes:
        name: What people call it.
        id: What the API calls it.
        kind: What it makes.
    """

    name: str
    id: str
    kind: MediaKind


@dataclass(frozen=True, slots=True)
class Generation:
    """A picture or a video that the server has accepted to make.

    Attributes:
        request_id: The request's id, to poll by. Documented as a UUID; kept as text.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        credits_remaining: What the account has left, or None. Documented for effects and pictures;
            where a video's answer says it is not known.
        drift: What was new or missing against the document, in words.
    """

    request_id: str
    status: str = ""
    progress: int | None = None
    credits_remaining: float | None = None
    drift: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationPoll:
    """The answer to one poll of a picture or a video.

    Attributes:
        request_id: The request's id.
        state: Pending, ready or failed. A status that nobody knows is pending.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        result_url: Where a browser finds the picture or the video, once it is ready. It is signed
            and may expire. None where the address is none that a browser may be sent to.
        credits_remaining: What the account has left, where the server says so.
        error: The server's error text, as plain text of at most 300 characters, or "".
        drift: What was new or missing against the document, in words.
        raw: The whole answer, as the JSON text that came.
        result_text: The address of the result as plain text of at most 8,192 characters, where
            ``result_url`` is None; for people to copy, never to load.
        is_bare: Whether the status says success, but no address is there yet.
    """

    request_id: str
    state: PollState
    status: str
    progress: int | None = None
    result_url: str | None = None
    credits_remaining: float | None = None
    error: str = ""
    drift: tuple[str, ...] = ()
    raw: str = ""
    result_text: str = ""
    is_bare: bool = False

    @property
    def kind(self) -> MediaKind | None:
        """Whether the result is a picture or a video, as far as its address tells."""
        return None if self.result_url is None else media_kind(self.result_url)
