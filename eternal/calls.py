"""The table of calls: each call of the API is described here, once.

The transport, the client, the contract check and the tests read it. Names and paths are those of
``openapi.yaml``. The simulator keeps its own paths on purpose: else each would prove the other's
mistakes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar
from urllib.parse import quote

from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_AnswerT = TypeVar("_AnswerT")

_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Call(Generic[_AnswerT]):
    """A call of the API.

    Attributes:
        name: The ``operationId`` in openapi.yaml.
        method: GET for a call that only reads, else POST.
        path: The path, with its parameters in braces. The log shows it in this form.
        parse: Parses an answer's body into a model; takes the call's parameters by name.
        is_keyed: Whether the key is sent.
        is_paid: Whether it may cost credits. If so, it is sent exactly once, its answer is waited
            for longer, and its id is recovered even from a broken answer.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    parse: Callable[..., _AnswerT]
    is_keyed: bool = False
    is_paid: bool = False

    def filled_path(self, parameters: Mapping[str, int | str]) -> str:
        """The path with its parameters in place, percent-encoded, their slashes included."""
        return _PART.sub(lambda part: quote(str(parameters[part[1]]), safe=""), self.path)

    def query(self, parameters: Mapping[str, int | str]) -> dict[str, int | str]:
        """The parameters that do not stand in the path."""
        in_path = _PART.findall(self.path)
        return {name: value for name, value in parameters.items() if name not in in_path}


LIST_CHARACTERS: Final = Call("listCharacters", "GET", "/v2/characters", parse_page)
POLL_CHARACTER: Final = Call("pollCharacter", "GET", "/v2/character/poll-result/{id}", parse_poll)
POLL_GENERATION: Final = Call(
    "pollGeneration", "GET", "/v2/poll-result/{request_id}", parse_generation_poll
)
CREATE_CHARACTER: Final = Call(
    "createCharacter", "POST", "/v2/character/create", parse_creation, is_keyed=True, is_paid=True
)
GENERATE_EFFECT: Final = Call(
    "generateEffect", "POST", "/v2/generate", parse_generation, is_keyed=True, is_paid=True
)
GENERATE_CUSTOM: Final = Call(
    "generateCustom", "POST", "/v2/base/generate", parse_generation, is_keyed=True, is_paid=True
)

CALLS: Final[tuple[Call[Any], ...]] = (
    LIST_CHARACTERS,
    CREATE_CHARACTER,
    POLL_CHARACTER,
    GENERATE_EFFECT,
    GENERATE_CUSTOM,
    POLL_GENERATION,
)
"""All calls, in the order of the document."""
