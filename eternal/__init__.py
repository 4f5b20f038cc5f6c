"""A contract-tested client for EternalAI's V2 character API. Works without the dashboard.

``EternalClient`` and the names of ``__all__`` are what most programs need. These modules are
public, too; all others may change at any time:

- ``eternal.catalogue``: reads the whole list, several pages at a time, in threads of its own.
- ``eternal.pagination``: pages of a list without a total, and where it ends.
- ``eternal.settings``: a key and a base address, validated.
- ``eternal.text``: untrusted text, cut and cleaned for plain display.
- ``eternal.urls``: which addresses of pictures and videos a browser may load.
- ``eternal.validation``: validates arguments before they are sent; has their bounds.
- ``eternal.waiting``: when to poll and when to give up, as pure functions.
- ``eternal.simulator``: the same API, embedded (an extra).
- ``eternal.contract``: the API's document, and a check of any server against it (an extra).
"""

from eternal.client import EternalClient
from eternal.errors import (
    ConfigurationError,
    ConnectionFailed,
    ContractError,
    EternalError,
    GenerationFailed,
    InsufficientCredits,
    InvalidInput,
    NotFound,
    PolicyError,
    RateLimited,
    ServerError,
    StatusError,
    TimedOut,
    Unauthorized,
    WaitCancelled,
    WaitTimeout,
)
from eternal.generation import Effect, Generation, GenerationPoll
from eternal.generation_requests import (
    EffectRequest,
    GenerationRequest,
    PictureRequest,
    VideoRequest,
    request_from_data,
)
from eternal.models import Character, CharacterPage, Creation, Poll, PollState
from eternal.urls import MediaKind
from eternal.version import __version__

__all__ = [
    "Character",
    "CharacterPage",
    "ConfigurationError",
    "ConnectionFailed",
    "ContractError",
    "Creation",
    "Effect",
    "EffectRequest",
    "EternalClient",
    "EternalError",
    "Generation",
    "GenerationFailed",
    "GenerationPoll",
    "GenerationRequest",
    "InsufficientCredits",
    "InvalidInput",
    "MediaKind",
    "NotFound",
    "PictureRequest",
    "PolicyError",
    "Poll",
    "PollState",
    "RateLimited",
    "ServerError",
    "StatusError",
    "TimedOut",
    "Unauthorized",
    "VideoRequest",
    "WaitCancelled",
    "WaitTimeout",
    "__version__",
    "request_from_data",
]
