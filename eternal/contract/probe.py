"""Loads the answers of the checked server as plain JSON, each once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from eternal.calls import (
    CREATE_CHARACTER,
    GENERATE_CUSTOM,
    GENERATE_EFFECT,
    LIST_CHARACTERS,
    POLL_CHARACTER,
    POLL_GENERATION,
    Call,
)
from eternal.errors import (
    ConnectionFailed,
    ContractError,
    EternalError,
    InsufficientCredits,
    RateLimited,
    StatusError,
    TimedOut,
    Unauthorized,
)
from eternal.models import LARGEST_ID, PollState
from eternal.pagination import LARGEST_PAGE
from eternal.unwrap import read_object
from eternal.validation import ADULT_AGE, is_request_id
from eternal.waiting import DEFAULT_TIMEOUT_SECONDS, interval_seconds

if TYPE_CHECKING:
    from eternal.generation import Generation
    from eternal.transport import Transport

PROMPT: Final = "A cheerful librarian from Lisbon, 41, who recommends a book for every mood."
"""The prompt of the creation that a check makes."""
EDIT_PROMPT: Final = "Reading a book by a window."
"""The prompt of the picture and the video that a check makes."""
EFFECT_ID: Final = "57421d3726265d3257260c"
"""The effect that a check uses: that of the vendor's example."""
GENERATIONS: Final[dict[str, tuple[Call[Generation], dict[str, Any]]]] = {
    "effect": (GENERATE_EFFECT, {"effect_id": EFFECT_ID}),
    "image": (GENERATE_CUSTOM, {"prompt": EDIT_PROMPT, "type": "image", "quality": "low"}),
    "video": (
        GENERATE_CUSTOM,
        {"prompt": EDIT_PROMPT, "type": "video", "duration": 1, "audio": False},
    ),
}
"""The generations of a check: the call and the cheapest options."""
FEW: Final = 10
"""The size of the small pages that are compared."""

_Read = Callable[[bytes], PollState | None]
"""Parses an answer as the client does; returns the state of a poll."""


class Drifted(Exception):
    """The server does not keep the promise."""


class Inconclusive(Exception):
    """The promise cannot be checked, for a reason that is no drift."""


class Unreachable(Exception):
    """The server cannot be reached, or refuses all requests."""


class Probe:
    """Sends requests to the server; all checks share the answers.

    Every method raises ``Drifted`` if the answer cannot be read, ``Unreachable`` if there is no
    server, and ``Inconclusive`` if something that the request needs is missing.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        may_create: bool,
        may_generate: bool,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self._transport = transport
        self._may_create = may_create
        self._may_generate = may_generate
        self._sleep = sleep
        self._clock = clock
        self._answers: dict[str, dict[str, Any] | Exception] = {}
        self._states: dict[str, PollState | None] = {}
        self._used: set[str] = set()
        self._unreachable: Unreachable | None = None

    def forget_used(self) -> None:
        """Begin the check of another promise."""
        self._used.clear()

    def client_copes(self) -> bool:
        """Whether the client can read every answer that this promise's check has used."""
        return all(name in self._states for name in self._used)

    def page(self, **query: int) -> dict[str, Any]:
        """The answer of the list."""

        def ask() -> bytes:
            return self._transport.get(LIST_CHARACTERS, query)

        return self._once(f"list {query}", ask, _reads_page)

    def records(self, **query: int) -> list[dict[str, Any]]:
        """The records of a page that are objects."""
        try:
            result = self.page(**query).get("result")
        except Drifted:
            result = None
        if not isinstance(result, list):
            raise Inconclusive("the list could not be read")
        return [record for record in result if isinstance(record, dict)]

    def listed(self) -> dict[str, Any]:
        """A listed character that can be polled."""
        for record in self.records(page=1, limit=FEW):
            if record.get("status") != "pending" and _is_id(record.get("id")):
                return record
        raise Inconclusive("the list holds no character with a usable id to poll")

    def listed_poll(self) -> dict[str, Any]:
        """The poll of a listed character."""
        id = self.listed()["id"]
        return self._once(f"poll {id}", lambda: self._ask_poll(id), _reads_poll(id))

    def creation(self) -> dict[str, Any]:
        """The answer to the one creation of this check."""
        if not self._may_create:
            raise Inconclusive("not asked for: a creation may cost credits")

        def ask() -> bytes:
            return self._transport.post(CREATE_CHARACTER, {"prompt": PROMPT})

        return self._once("create", ask, _reads(CREATE_CHARACTER.parse))

    def created(self) -> dict[str, Any]:
        """The character as its creation answered it."""
        try:
            record = self.creation().get("result")
        except Drifted:
            record = None
        if not isinstance(record, dict) or not _is_id(record.get("id")):
            raise Inconclusive("the creation gave no usable id")
        return record

    def created_polls(self) -> list[dict[str, Any]]:
        """All polls of the creation, up to the final one."""
        id = self.created()["id"]
        return self._polls(
            "creation",
            f"poll {id}",
            lambda: self._ask_poll(id),
            _reads_poll(id),
        )

    def adult(self) -> dict[str, Any]:
        """A listed character who may be in pictures: an adult."""
        for record in self.records():
            age = record.get("age")
            is_adult = isinstance(age, int) and not isinstance(age, bool) and age >= ADULT_AGE
            if is_adult and record.get("status") != "pending" and _is_id(record.get("id")):
                return record
        raise Inconclusive("the list holds no character that is known to be an adult")

    def generation(self, kind: str) -> dict[str, Any]:
        """The answer to the one effect, image or video of this check."""
        if not self._may_generate:
            raise Inconclusive("not asked for: it costs credits")
        call, options = GENERATIONS[kind]

        def ask() -> bytes:
            return self._transport.post(call, {"images": [str(self.adult()["id"])], **options})

        return self._once(kind, ask, _reads(call.parse))

    def request_id(self, kind: str) -> str:
        """The id of the effect's, the image's or the video's request."""
        try:
            answer = self.generation(kind)
        except Drifted:
            answer = {}
        request_id = useful_part(kind, answer).get("request_id")
        if not isinstance(request_id, str) or not is_request_id(request_id):
            raise Inconclusive(f"the {kind} gave no usable id")
        return request_id

    def generated_polls(self, kind: str) -> list[dict[str, Any]]:
        """All polls of an effect, an image or a video, up to the final one."""
        id = self.request_id(kind)

        def ask() -> bytes:
            return self._transport.get(POLL_GENERATION, {"request_id": id})

        def read(body: bytes) -> PollState:
            return POLL_GENERATION.parse(body, request_id=id).state

        return self._polls(kind, f"result {kind} {id}", ask, read)

    def _polls(
        self, what: str, name: str, ask: Callable[[], bytes], read: _Read
    ) -> list[dict[str, Any]]:
        started = self._clock()
        polls: list[dict[str, Any]] = []
        while not polls or not self._is_end(f"{name} #{len(polls) - 1}", polls[-1]):
            numbered = f"{name} #{len(polls)}"
            elapsed = self._clock() - started
            if elapsed > DEFAULT_TIMEOUT_SECONDS:
                late = f"the {what} is not done after {DEFAULT_TIMEOUT_SECONDS:.0f} s"
                self._answers.setdefault(
                    numbered, Drifted(late)
                )  # kept, so that only one check waits
            if numbered not in self._answers:
                self._sleep(interval_seconds(elapsed))
            polls.append(self._once(numbered, ask, read))
        return polls

    def _is_end(self, name: str, poll: dict[str, Any]) -> bool:
        """Whether a poll is the final one, by the document or by the client's reading."""
        is_over = self._states.get(name) in {PollState.READY, PollState.FAILED}
        return is_over or poll.get("status") in {"success", "failed", "error"}

    def _note_state(self, name: str, body: bytes, read: _Read) -> None:
        """Record the client's reading of an answer; it does not decide whether a promise holds."""
        with contextlib.suppress(EternalError):
            self._states[name] = read(body)

    def _ask_poll(self, id: int) -> bytes:
        return self._transport.get(POLL_CHARACTER, {"id": id})

    def _once(self, name: str, ask: Callable[[], bytes], read: _Read) -> dict[str, Any]:
        self._used.add(name)
        if self._unreachable is not None:
            raise self._unreachable
        if name not in self._answers:
            try:
                body = ask()
                self._note_state(name, body, read)
                self._answers[name] = read_object(body, name)
            except EternalError as error:
                self._answers[name] = _verdict(error)
        answer = self._answers[name]
        if isinstance(answer, Unreachable):
            self._unreachable = answer
        if isinstance(answer, Exception):
            raise answer
        return answer


def _reads_page(body: bytes) -> None:
    if LIST_CHARACTERS.parse(body, page=1, limit=LARGEST_PAGE).unreadable:
        raise ContractError("list: each record can be read")


def _reads_poll(id: int) -> _Read:
    return lambda body: POLL_CHARACTER.parse(body, id=id).state


def _reads(parse: Callable[[bytes], object]) -> _Read:
    def read(body: bytes) -> None:
        parse(body)

    return read


def _verdict(error: EternalError) -> Exception:
    """Translate a failed call into what it says about the server."""
    if isinstance(error, (TimedOut, Unauthorized, RateLimited)):
        return Unreachable(str(error))
    if isinstance(error, ConnectionFailed) and not error.has_connected:
        return Unreachable(str(error))
    if isinstance(error, InsufficientCredits):
        return Inconclusive(str(error))
    if isinstance(error, StatusError):
        return Drifted(f"it answers with status {error.status_code}")
    if isinstance(error, ContractError):
        return Drifted(f"it is not true that {error.clause.rpartition(': ')[2]}")
    return Drifted(str(error))


def useful_part(kind: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The object in an answer that has the fields of an effect, an image or a video."""
    part = answer.get("data") if kind == "video" else answer
    return part if isinstance(part, dict) else {}


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_ID
