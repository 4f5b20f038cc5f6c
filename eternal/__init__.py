"""A contract-tested client for EternalAI's V2 character API. Works without the dashboard."""

from eternal.client import EternalClient
from eternal.effects import Effect
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
from eternal.generation import Generation, GenerationPoll
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
