"""All exceptions that this package raises.

``str(error)`` is a sentence for people, and ``error.advice`` says what to do next. Text of the
server is only in ``error.detail``; ``error.headline`` has none of it. No error holds the key, a
request or a header, neither in its arguments nor in its causes.
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal


class EternalError(Exception):
    """The base class of all errors.

    Attributes:
        advice: What a person can do next, in one sentence.
        detail: The server's own text, masked and cut, or "".
        may_have_arrived: Whether a failed request that may cost credits may have been carried out
            by the server all the same.
    """

    advice: str = "Try again in a moment."

    def __init__(self, *args: object, may_have_arrived: bool = False) -> None:
        super().__init__(*args)
        self.detail = ""
        self.may_have_arrived = may_have_arrived

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        return " ".join(str(part) for part in self.args)

    def __str__(self) -> str:
        return f"{self.headline} {self.detail}".rstrip()


class ConfigurationError(EternalError):
    """A setting is missing or wrong; nothing was sent."""

    advice = "Correct the setting and start again."


class InvalidInput(EternalError, ValueError):
    """A prompt, an id or another argument cannot be sent; nothing was sent."""

    advice = "Correct it and try again."


class PolicyError(EternalError):
    """Pictures and videos are made of adults only; nothing was sent."""

    advice = "Choose a character whose age is known to be 18 or over."


class ConnectionFailed(EternalError):
    """The server could not be reached, or the connection broke before the answer was complete.

    Attributes:
        has_connected: Whether there was a connection, so that the request may have been read.
    """

    advice = "Check the connection to the internet, then try again."

    def __init__(
        self, *args: object, has_connected: bool = False, may_have_arrived: bool = False
    ) -> None:
        super().__init__(*args, may_have_arrived=may_have_arrived)
        self.has_connected = has_connected


class TimedOut(ConnectionFailed):
    """The whole answer did not arrive in time."""

    advice = "The service is slow or busy. Try again in a moment."


class StatusError(EternalError):
    """The server answered with an HTTP status that is not a success.

    Attributes:
        status_code: The HTTP status.
        retry_after: Seconds that the server asks to wait, where it said so.
    """

    advice = "Try again in a moment. If it stays, the service does not accept this request."
    summary: ClassVar[str] = "The service refused the request"

    def __init__(
        self,
        status_code: int = 0,
        detail: str = "",
        *,
        retry_after: float | None = None,
        may_have_arrived: bool = False,
    ) -> None:
        super().__init__(status_code, detail, may_have_arrived=may_have_arrived)
        self.status_code = status_code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        return f"{self.summary} (status {self.status_code})."


ELSEWHERE: Final = frozenset({301, 307, 308})
"""Redirects that say that the request was not carried out and is to be sent elsewhere."""

KeyUse = Literal["sent", "other kind", "missing", "not needed"]
"""How a refused call used the key; it decides the advice.

"other kind" means a key that begins with ``sk_``: documented for other calls of the vendor.
"""

_REFUSALS: Final = {
    "missing": "The service asks for a key, and none was sent",
    "not needed": "The service refused this just now",
}
_ADVICE: Final = {
    "other kind": "Check the key: those that begin with sk_ are for other calls of the vendor,"
    " and characters need another one.",
    "missing": "Add a key, then try again.",
    "not needed": "No key is needed for this. Try again in a moment; if it stays, something between"
    " here and the service, such as a firewall, does not let it through.",
}


class Unauthorized(StatusError):
    """401 or 403: the key is missing, wrong or not allowed to do this, or none was needed.

    Attributes:
        key_use: How the call used the key.
    """

    advice = "Check the key: it may be missing, mistyped, expired or not allowed to do this."
    summary = "The service did not accept the key"
    key_use: KeyUse = "sent"

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        return f"{_REFUSALS.get(self.key_use, self.summary)} (status {self.status_code})."


class InsufficientCredits(StatusError):
    """402: the account of this key has no credits left."""

    advice = "Add credits to the account that the key belongs to, or use another key."
    summary = "There are not enough credits"


class NotFound(StatusError):
    """404: the server knows nothing under this address."""

    advice = "Check the ID."
    summary = "The service found nothing there"


class RateLimited(StatusError):
    """429: too many requests; ``retry_after`` says how many seconds to wait, where known."""

    advice = "Wait a little before trying again."
    summary = "The service asks for fewer requests"


class ServerError(StatusError):
    """5xx: the server failed."""

    advice = "The fault is on the side of the service. Try again in a moment."
    summary = "The service has a problem of its own"


class ContractError(EternalError):
    """An answer arrived, but it is not what the document promises.

    Attributes:
        clause: The broken promise, such as ``list: result is a list``.
    """

    advice = "The service may have changed or may be failing. Try again in a moment."

    def __init__(self, clause: str = "", *, may_have_arrived: bool = False) -> None:
        super().__init__(clause, may_have_arrived=may_have_arrived)
        self.clause = clause

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        return f"The service gave an answer that cannot be read ({self.clause})."


class GenerationFailed(EternalError):
    """The server says that it could not make the character, the picture or the video.

    Attributes:
        id: The character's id, or the request's for a picture or a video; None if the request was
            refused before it got one.
        what: The thing that was requested, such as ``character``.
    """

    advice = "Change the description a little and try again."

    def __init__(
        self, detail: str = "", *, id: int | str | None = None, what: str = "character"
    ) -> None:
        super().__init__(detail)
        self.id = id
        self.what = what
        self.detail = detail

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        return f"The service could not make this {self.what}."


class WaitTimeout(EternalError):
    """The deadline of a wait passed. The result may still come, and waiting can go on.

    Attributes:
        id: The id to wait for again: the character's, or the request's for a picture or a video.
        seconds: How long the wait was.
        reason: Why the last poll gave no result, as a sentence without the server's text, or "".
    """

    advice = "It may still finish: go on waiting, or look it up by its ID later."

    def __init__(self, id: int | str = 0, seconds: float = 0.0, *, reason: str = "") -> None:
        super().__init__(id, seconds)
        self.id = id
        self.seconds = seconds
        self.reason = reason

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        words = f"{_named(self.id)} was not ready after {self.seconds:.0f} seconds."
        return f"{words} The last answer: {self.reason}" if self.reason else words


class WaitCancelled(EternalError):
    """The caller cancelled a wait; the server goes on.

    Attributes:
        id: The id to wait for again: the character's, or the request's for a picture or a video.
    """

    advice = "It may still finish: go on waiting, or look it up by its ID later."

    def __init__(self, id: int | str = 0) -> None:
        super().__init__(id)
        self.id = id

    @property
    def headline(self) -> str:
        """What went wrong, in one sentence that holds nothing of the server's text."""
        name = _named(self.id)
        return f"Waiting for {name[0].lower()}{name[1:]} was cancelled."


def status_error(
    status_code: int,
    detail: str = "",
    *,
    retry_after: float | None = None,
    may_have_arrived: bool = False,
    key_use: KeyUse = "sent",
) -> StatusError:
    """Make the error for an HTTP status.

    The meanings are HTTP's; that this API follows them is inferred (no error is documented).
    """
    kinds: dict[int, type[StatusError]] = {
        401: Unauthorized,
        402: InsufficientCredits,
        403: Unauthorized,
        404: NotFound,
        429: RateLimited,
    }
    kind = kinds.get(status_code, ServerError if status_code >= 500 else StatusError)
    error = kind(status_code, detail, retry_after=retry_after, may_have_arrived=may_have_arrived)
    if isinstance(error, Unauthorized):
        error.key_use = key_use
        error.advice = _ADVICE.get(key_use, error.advice)
    elif status_code in ELSEWHERE:
        error.advice = "It has moved: check the address of the service (ETERNALAI_BASE_URL)."
    elif status_code == 407:  # in HTTP only a proxy says so
        error.advice = "A proxy asks for a user name and a password: check HTTPS_PROXY."
    return error


def _named(id: int | str) -> str:
    return f"Character {id}" if isinstance(id, int) else f"Request {id}"
