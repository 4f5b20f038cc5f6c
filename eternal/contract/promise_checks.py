"""One check for each promise; it raises ``Drifted``, ``Inconclusive`` or ``Unreachable``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from eternal.contract.drift import drift
from eternal.contract.probe import (
    FEW,
    GENERATIONS,
    Drifted,
    Inconclusive,
    Probe,
    useful_part,
)
from eternal.text import plain_text
from eternal.urls import safe_media_url

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_LIMIT: Final = 50
_SAME_EVERYWHERE = ("id", "username", "display_name", "age", "gender")


def _none_or_drifted(sentences: list[str]) -> None:
    if sentences:
        raise Drifted(*sentences)


def list_answer(probe: Probe) -> None:
    """The list answers with an object with a list in it."""
    answer = probe.page(page=1, limit=FEW)
    if not isinstance(answer.get("result"), list):
        _none_or_drifted(drift("ListAnswer", answer))


def list_fields(probe: Probe) -> None:
    """Each record of the longest page is a documented character."""
    records = probe.records()
    _none_or_drifted(drift("ListAnswer", probe.page()))
    if not records:
        raise Inconclusive("the list holds no character")


def list_limit(probe: Probe) -> None:
    """A page is no longer than its limit."""
    count = len(probe.records(page=1, limit=FEW))
    if count > FEW:
        raise Drifted(f"limit={FEW} is answered with {count} characters")


def list_default(probe: Probe) -> None:
    """The list without parameters is bounded."""
    count = len(probe.records())
    if count > DEFAULT_LIMIT:
        raise Drifted(f"without parameters {count} characters are answered")


def list_pages(probe: Probe) -> None:
    """Two pages equal one of twice the size."""
    first, second, both = (
        [record.get("id") for record in probe.records(page=page, limit=limit)]
        for page, limit in ((1, FEW), (2, FEW), (1, 2 * FEW))
    )
    if len(first) < FEW:
        raise Inconclusive("the list has a single page")
    if repeated := len(set(first) & set(second)):
        raise Drifted(f"page 2 repeats {repeated} of the {len(first)} characters of page 1")
    if first + second != both:
        raise Drifted(f"pages 1 and 2 of {FEW} are not the first {2 * FEW}")


def poll_answer(probe: Probe) -> None:
    """A poll has a status."""
    answer = probe.listed_poll()
    if not isinstance(answer.get("status"), str):
        _none_or_drifted(drift("PollAnswer", answer))


def poll_success(probe: Probe) -> None:
    """A successful poll holds the whole character."""
    try:
        answer = probe.listed_poll()
    except Drifted:
        raise Inconclusive("the poll could not be read") from None
    if answer.get("status") != "success":
        raise Inconclusive("the listed character is not done")
    _none_or_drifted(drift("PollAnswer", answer))
    if answer["result"]["id"] != probe.listed()["id"]:
        raise Drifted("result.id is not the id that was asked for")


def poll_listed(probe: Probe) -> None:
    """The list and the poll agree on the character."""
    listed, answer = probe.listed(), probe.listed_poll()
    if answer.get("status") != "success":
        raise Drifted(f"a listed character polls as '{answer.get('status')}', not as 'success'")
    polled = answer.get("result")
    if not isinstance(polled, dict):
        raise Inconclusive("the poll holds no character")
    differing = [name for name in _SAME_EVERYWHERE if polled.get(name) != listed.get(name)]
    _none_or_drifted([f"{name} differs between the list and the poll" for name in differing])


def create_answer(probe: Probe) -> None:
    """A creation answers as documented."""
    _none_or_drifted(drift("CreateAnswer", probe.creation()))


def create_pending(probe: Probe) -> None:
    """A new character is pending and empty."""
    record = probe.created()
    found = [
        f"result.{name} is '{record.get(name)}', not '{wanted}'"
        for name, wanted in (("status", "pending"), ("description", ""), ("avatar_url", ""))
        if record.get(name) != wanted
    ]
    _none_or_drifted(found)


def create_request_id(probe: Probe) -> None:
    """The request's id is the character's, as text."""
    request_id, id = probe.creation().get("request_id"), probe.created()["id"]
    if request_id != str(id):
        raise Drifted("request_id is not the id of the character as text")


def create_finishes(probe: Probe) -> None:
    """The creation ends as success, and every poll before is as documented."""
    polls = probe.created_polls()
    last = polls[-1]
    if last.get("status") != "success":
        raise Drifted(f"the creation ended with the status {_shown(last)}")
    _none_or_drifted(sorted({sentence for poll in polls for sentence in drift("PollAnswer", poll)}))
    if last["result"]["id"] != probe.created()["id"]:
        raise Drifted("result.id is not the id that was created")


_ANSWERS: Final = {"effect": "PictureAnswer", "image": "PictureAnswer", "video": "VideoAnswer"}


def generation_answer(kind: str, probe: Probe) -> None:
    """An effect, an image or a video answers as documented."""
    _none_or_drifted(drift(_ANSWERS[kind], probe.generation(kind)))


def generation_pending(kind: str, probe: Probe) -> None:
    """A new generation is pending and empty."""
    probe.request_id(kind)
    part = useful_part(kind, probe.generation(kind))
    found = [
        f"{name} is {part.get(name)!r:.60}, not {wanted!r}"
        for name, wanted in (("status", "pending"), ("progress", 0), ("result", ""))
        if part.get(name) != wanted
    ]
    _none_or_drifted(found)


def generation_finishes(kind: str, probe: Probe) -> None:
    """A generation ends as success, with an address that a browser may load."""
    last = probe.generated_polls(kind)[-1]
    if last.get("status") != "success":
        raise Drifted(f"the {kind} ended with the status {_shown(last)}")
    if last.get("request_id") != probe.request_id(kind):
        raise Drifted("request_id is not the one that was asked for")
    address = last.get("result_url")
    if not isinstance(address, str) or safe_media_url(address) is None:
        raise Drifted("result_url is no address that a browser may load")


def result_answer(probe: Probe) -> None:
    """Every poll of a generation is as documented."""
    found: set[str] = set()
    for polls in _all_polls(probe):
        found.update(*(drift("ResultAnswer", poll) for poll in polls))
    _none_or_drifted(sorted(found))


def result_progress(probe: Probe) -> None:
    """The progress of a generation never falls."""
    for polls in _all_polls(probe):
        told = [poll["progress"] for poll in polls if type(poll.get("progress")) is int]
        if told != sorted(told):
            raise Drifted(f"the progress falls: {told}")


def _shown(poll: dict[str, Any]) -> str:
    """The status of a poll, of any type, as text."""
    return f"'{plain_text(str(poll.get('status')), 60)}'"


def _all_polls(probe: Probe) -> list[list[dict[str, Any]]]:
    """The polls of all generations that could be made; other promises report the rest."""
    found, reasons = [], []
    for kind in GENERATIONS:
        try:
            found.append(probe.generated_polls(kind))
        except (Inconclusive, Drifted) as error:
            reasons.append(error.args)
    if not found:
        raise Inconclusive(*reasons[-1])
    return found


PROMISE_CHECKS: Final[dict[str, Callable[[Probe], None]]] = {
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
"""The check of each promise, by its name in the document."""
