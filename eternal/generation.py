"""Models of effects, and of the answers about pictures and videos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal.urls import MediaKind, media_kind

if TYPE_CHECKING:
    from eternal.models import PollState

WHAT: Final = "picture or video"
"""The name of the result in errors."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A visual effect with a name. No call is known that lists the effects.

    Attributes:
        name: Its name for people.
        id: Its id in the API.
        kind: Whether it makes a picture or a video.
    """

    name: str
    id: str
    kind: MediaKind


@dataclass(frozen=True, slots=True)
class Generation:
    """The accepted request for a picture or a video.

    Attributes:
        request_id: The request's id, to poll by. Documented as a UUID; kept as text.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        credits_remaining: The credits left on the account, or None. Documented for effects and
            pictures; not known for videos.
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
        state: Pending, ready or failed. An unknown status is pending.
        status: The server's own word, as plain text of at most 60 characters.
        progress: Percent from 0 to 100, or None if the server gave none.
        result_url: The address of the picture or the video, once it is ready. It is signed and may
            expire. None if the address is not safe for a browser.
        credits_remaining: The credits left on the account, or None if the server gave none.
        error: The server's error text, as plain text of at most 300 characters, or "".
        drift: What was new or missing against the document, in words.
        raw: The whole answer as JSON text, unchanged.
        result_text: The address of the result as plain text of at most 8,192 characters, if
            ``result_url`` is None; for people to copy, never to load.
        is_bare: Whether the status says success without an address.
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
        """Whether the result is a picture or a video, by its address; None if that does not say."""
        return None if self.result_url is None else media_kind(self.result_url)
