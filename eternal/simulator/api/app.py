"""The application: the documented calls, answered as the document says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eternal.simulator.api.creation_store import CreationStore
from eternal.simulator.api.faults import Fault, Faults, Misbehaviour, Operation
from eternal.simulator.api.generation_store import FIRST_CREDITS, Accounts, GenerationStore
from eternal.simulator.api.recording import MOST_RECORDED, RecordedRequest, recorded
from eternal.simulator.api.request_body import json_object, key_of, number, prompt_of
from eternal.simulator.api.shapes import Shape, Shaper
from eternal.simulator.api.studio import Studio
from eternal.simulator.people.cast import load_cast
from eternal.simulator.people.person import as_created, as_listed, as_polled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from eternal.simulator.people.person import Person


_LARGEST_PAGE: Final = 50
_LARGEST_BODY: Final = 64 * 1024
_LARGEST_DRAINED_BODY: Final = 16 * _LARGEST_BODY


class Simulator:
    """The character API as an ASGI application, with a cast of its own.

    Args:
        creation_seconds: The shortest and the longest time a creation takes.
        generation_seconds: The same for a picture or a video.
        credits: The credits of each key at the start.
        seed: Seeds the invented people and the waiting times.
        clock: Gives seconds from any point in time.
        faults: Misbehaviours, for tests.
        shape: How to answer, for tests: as documented, or otherwise.
        record: Whether to keep the requests in ``requests``.
    """

    requests: list[RecordedRequest]
    """The newest requests, the oldest first; empty unless recording."""

    def __init__(
        self,
        *,
        creation_seconds: tuple[float, float] = (6.0, 14.0),
        generation_seconds: tuple[float, float] = (4.0, 9.0),
        credits: float = FIRST_CREDITS,  # noqa: A002 - the API's own word
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
        faults: Iterable[Fault] = (),
        shape: Shape = Shape.DOCUMENTED,
        record: bool = False,
    ) -> None:
        self.requests = []
        self._record = record
        self._faults = Faults(faults)
        self._shaper = Shaper(shape)
        self._catalogue = load_cast()
        self._by_id = {character.id: character for character in self._catalogue}
        self._creations = CreationStore(
            seconds=creation_seconds,
            seed=seed,
            clock=clock,
            taken_usernames=(character.username for character in self._catalogue),
        )
        studio = Studio(
            self._find_finished,
            GenerationStore(seconds=generation_seconds, seed=seed, clock=clock),
            Accounts(credits),
        )
        self._app = Starlette(
            routes=[
                self._route("/v2/characters", "GET", "list", self._list),
                self._route("/v2/character/create", "POST", "create", self._create),
                self._route("/v2/character/poll-result/{id}", "GET", "poll", self._poll),
                self._route("/v2/generate", "POST", "effect", studio.apply_effect),
                self._route("/v2/base/generate", "POST", "generate", studio.generate),
                self._route("/v2/poll-result/{id}", "GET", "result", studio.poll),
            ],
            exception_handlers={HTTPException: _answer_http_exception},
        )
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = await _read(receive)
        if self._record:
            self.requests.append(recorded(scope, body))
            del self.requests[:-MOST_RECORDED]
        if len(body) > _LARGEST_BODY:
            await _error(413, "The body is too large.")(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _route(
        self,
        path: str,
        method: str,
        operation: Operation,
        answer: Callable[[Request, bytes, Fault | None], Response],
    ) -> Route:
        async def endpoint(request: Request) -> ASGIApp:
            fault = self._faults.strike(operation)
            if fault is not None and fault.replaces_answer:
                return Misbehaviour(fault, None)
            try:
                usual = answer(request, await request.body(), fault)
            except HTTPException as refusal:
                usual = _error(refusal.status_code, refusal.detail, refusal.headers)
            shaped = self._shaper.shaped(operation, usual)
            return shaped if fault is None else Misbehaviour(fault, shaped)

        return Route(path, endpoint, methods=[method])

    def _list(self, request: Request, _body: bytes, _fault: Fault | None) -> Response:
        page = _positive(request.query_params, "page", default=1)
        limit = min(_positive(request.query_params, "limit", default=_LARGEST_PAGE), _LARGEST_PAGE)
        start = (page - 1) * limit
        shown = self._catalogue[start : start + limit]
        return JSONResponse({"result": [as_listed(character) for character in shown]})

    def _create(self, request: Request, body: bytes, fault: Fault | None) -> Response:
        key_of(request)
        fails = fault is not None and fault.fail_creation
        character = self._creations.start(prompt_of(json_object(body)), fails=fails)
        return JSONResponse(
            {
                "request_id": str(character.id),
                "result": as_created(character),
                "data": None,
                "error": None,
            }
        )

    def _poll(self, request: Request, _body: bytes, _fault: Fault | None) -> Response:
        character_id = number(request.path_params["id"])
        character = self._by_id.get(character_id)
        if character:
            return _poll_answer("success", as_polled(character))
        creation = self._creations.find(character_id)
        if creation is None:
            raise HTTPException(404, "There is no character with this id.")
        if self._creations.is_pending(creation):
            return _poll_answer("pending", as_created(creation.character))
        if creation.fails:
            return _poll_answer("failed", None, "The character could not be created.")
        return _poll_answer("success", as_polled(creation.character))

    def _find_finished(self, character_id: int) -> Person | None:
        creation = self._creations.find(character_id)
        if creation is None or creation.fails or self._creations.is_pending(creation):
            return self._by_id.get(character_id)
        return creation.character


def _positive(query: QueryParams, name: str, *, default: int) -> int:
    text = query.get(name)
    value = default if text is None else number(text)
    if value < 1:
        raise HTTPException(422, f"{name} must be a whole number from 1.")
    return value


def _poll_answer(status: str, result: dict[str, Any] | None, error: str | None = None) -> Response:
    return JSONResponse({"status": status, "result": result, "data": None, "error": error})


def _error(code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    body = {"status": "error", "result": None, "data": None, "error": message}
    return JSONResponse(body, code, headers)


async def _answer_http_exception(_request: Request, exc: Exception) -> Response:
    if not isinstance(exc, HTTPException):
        raise exc
    return _error(exc.status_code, exc.detail, exc.headers)


async def _read(receive: Receive) -> bytes:
    """Read a body; keep no more of it than shows that it is too large."""
    kept, length = b"", 0
    while length <= _LARGEST_DRAINED_BODY:
        message = await receive()
        chunk = message.get("body", b"")
        length += len(chunk)
        kept = (kept + chunk)[: _LARGEST_BODY + 1]
        if not message.get("more_body", False):
            break
    return kept


def _replay(body: bytes, receive: Receive) -> Receive:
    """Make a body that was read readable again."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
