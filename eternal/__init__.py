"""A contract-tested client for EternalAI's V2 character API. Works without the dashboard."""

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
    RateLimited,
    ServerError,
    StatusError,
    TimedOut,
    Unauthorized,
    WaitCancelled,
    WaitTimeout,
)
from eternal.models import Character, CharacterPage, Creation, Poll, PollState
from eternal.version import __version__

__all__ = [
    "Character",
    "CharacterPage",
    "ConfigurationError",
    "ConnectionFailed",
    "ContractError",
    "Creation",
    "EternalClient",
    "EternalError",
    "GenerationFailed",
    "InsufficientCredits",
    "InvalidInput",
    "NotFound",
    "Poll",
    "PollState",
    "RateLimited",
    "ServerError",
    "StatusError",
    "TimedOut",
    "Unauthorized",
    "WaitCancelled",
    "WaitTimeout",
    "__version__",
]
