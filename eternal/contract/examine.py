"""One examiner a promise of the document: it asks the server, and raises what it finds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from eternal.contract.drift import drift
from eternal.contract.server import (
    FEW,
    GENERATIONS,
    CannotTell,
    Drifted,
    Server,
    useful_part,
)
from eternal.pictures import safe_result
from eternal.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_LIMIT: Final = 50
_SAME_EVERYWHERE = ("id", "username", "display_name", "age", "gender")


def _none_or_drifted(sentences: list[str]) -> None:
    if sentences:
        raise Drifted(*sentences)


def list_answer(server: Server) -> None:
    """The list answers with an object with a list in it."""
    answer = server.page(page=1, limit=FEW)
    if not isinstance(answer.get("result"), list):
        _none_or_drifted(drift("ListAnswer", answer))


def list_fields(server: Server) -> None:
    """Each record of the longest page is a documented character."""
    records = server.records()
    _none_or_drifted(drift("ListAnswer", server.page()))
    if not records:
        raise CannotTell("the list holds no character")


def list_limit(server: Server) -> None:
    """A page is no longer than asked for."""
    count = len(server.records(page=1, limit=FEW))
    if count > FEW:
        raise Drifted(f"limit={FEW} is answered with {count} characters")


def list_default(server: Server) -> None:
    """The list without parameters is bounded."""
    count = len(server.records())
    if count > DEFAULT_LIMIT:
        raise Drifted(f"without parameters {count} characters are answered")


def list_pages(server: Server) -> None:
    """Two pages are the same as one of twice the size."""
    first, second, both = (
        [record.get("id") for record in server.records(page=page, limit=limit)]
        for page, limit in ((1, FEW), (2, FEW), (1, 2 * FEW))
    )
    if len(first) < FEW:
        raise CannotTell("the list has a single page")
    if repeated := len(set(first) & set(second)):
        raise Drifted(f"page 2 repeats {repeated} of the {len(first)} characters of page 1")
    if first + second != both:
        raise Drifted(f"pages 1 and 2 of {FEW} are not the first {2 * FEW}")


def poll_answer(server: Server) -> None:
    """A poll says a status."""
    answer = server.listed_poll()
    if not isinstance(answer.get("status"), str):
        _none_or_drifted(drift("PollAnswer", answer))


def poll_success(server: Server) -> None:
    """A successful poll holds the whole character."""
    try:
        answer = server.listed_poll()
    except Drifted:
        raise CannotTell("the poll could not be read") from None
    if answer.get("status") != "success":
        raise CannotTell("the listed character is not done")
    _none_or_drifted(drift("PollAnswer", answer))
    if answer["result"]["id"] != server.listed()["id"]:
        raise Drifted("result.id is not the id that was asked for")


def poll_listed(server: Server) -> None:
    """The list and the poll tell of the same character."""
    listed, answer = server.listed(), server.listed_poll()
    if answer.get("status") != "success":
        raise Drifted(f"a listed character polls as '{answer.get('status')}', not as 'success'")
    polled = answer.get("result")
    if not isinstance(polled, dict):
        raise CannotTell("the poll holds no character")
    differing = [name for name in _SAME_EVERYWHERE if polled.get(name) != listed.get(name)]
    _none_or_drifted([f"{name} differs between the list and the poll" for name in differing])


def create_answer(server: Server) -> None:
    """A creation answers as documented."""
    _none_or_drifted(drift("CreateAnswer", server.creation()))


def create_pending(server: Server) -> None:
    """A new character is pending and empty."""
    record = server.created()
    found = [
        f"result.{name} is '{record.get(name)}', not '{wanted}'"
        for name, wanted in (("status", "pending"), ("description", ""), ("avatar_url", ""))
        if record.get(name) != wanted
    ]
    _none_or_drifted(found)


def create_request_id(server: Server) -> None:
    """The request's id is the character's, as text."""
    request_id, id = server.creation().get("request_id"), server.created()["id"]
    if request_id != str(id):
        raise Drifted("request_id is not the id of the character as text")


def create_finishes(server: Server) -> None:
    """The creation ends well, and every poll on the way is as documented."""
    polls = server.created_polls()
    last = polls[-1]
    if last.get("status") != "success":
        raise Drifted(f"the creation ended with the status {_shown(last)}")
    _none_or_drifted(sorted({sentence for poll in polls for sentence in drift("PollAnswer", poll)}))
    if last["result"]["id"] != server.created()["id"]:
        raise Drifted("result.id is not the id that was created")


_ANSWERS: Final = {"effect": "PictureAnswer", "image": "PictureAnswer", "video": "VideoAnswer"}


def generation_answer(kind: str, server: Server) -> None:
    """An effect, an image or a video answers as documented."""
    _none_or_drifted(drift(_ANSWERS[kind], server.generation(kind)))


def generation_pending(kind: str, server: Server) -> None:
    """What was just asked for is pending and empty."""
    server.request_id(kind)
    part = useful_part(kind, server.generation(kind))
    found = [
        f"{name} is {part.get(name)!r:.60}, not {wanted!r}"
        for name, wanted in (("status", "pending"), ("progress", 0), ("result", ""))
        if part.get(name) != wanted
    ]
    _none_or_drifted(found)


def generation_finishes(kind: str, server: Server) -> None:
    """What was asked for ends well, with an address that a browser may load."""
    last = server.generated_polls(kind)[-1]
    if last.get("status") != "success":
        raise Drifted(f"the {kind} ended with the status {_shown(last)}")
    if last.get("request_id") != server.request_id(kind):
        raise Drifted("request_id is not the one that was asked for")
    address = last.get("result_url")
    if not isinstance(address, str) or safe_result(address) is None:
        raise Drifted("result_url is no address that a browser may load")


def result_answer(server: Server) -> None:
    """Every poll of what was generated is as documented."""
    found: set[str] = set()
    for polls in _all_polls(server):
        found.update(*(drift("ResultAnswer", poll) for poll in polls))
    _none_or_drifted(sorted(found))


def result_progress(server: Server) -> None:
    """The progress of what was generated never falls."""
    for polls in _all_polls(server):
        told = [poll["progress"] for poll in polls if type(poll.get("progress")) is int]
        if told != sorted(told):
            raise Drifted(f"the progress falls: {told}")


def _shown(poll: dict[str, Any]) -> str:
    """The status of a poll, which may be anything."""
    return f"'{plain_text(str(poll.get('status')), 60)}'"


def _all_polls(server: Server) -> list[list[dict[str, Any]]]:
    """The polls of all that could be generated; what could not is told by other promises."""
    found, reasons = [], []
    for kind in GENERATIONS:
        try:
            found.append(server.generated_polls(kind))
        except (CannotTell, Drifted) as error:
            reasons.append(error.args)
    if not found:
        raise CannotTell(*reasons[-1])
    return found


EXAMINERS: Final[dict[str, Callable[[Server], None]]] = {
    "list.answer": list_answer,
    "list.fields": list_fields,
    "list.limit": list_limit,
    "list.default": list_default,
    "list.pages": list_pages,
    "create.answer": create_answer,
    "create.pending": create_pending,
    "create.request_id": create_request_id,
    "create.finishes": create_finishes,
    "poll.answer": poll_answer,
    "poll.success": poll_success,
    "poll.listed": poll_listed,
    **{f"{kind}.answer": partial(generation_answer, kind) for kind in GENERATIONS},
    **{f"{kind}.pending": partial(generation_pending, kind) for kind in GENERATIONS},
    **{f"{kind}.finishes": partial(generation_finishes, kind) for kind in GENERATIONS},
    "result.answer": result_answer,
    "result.progress": result_progress,
}
"""The examiner of each promise, by its name in the document."""
