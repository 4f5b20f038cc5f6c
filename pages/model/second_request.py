"""Refuses a request whose owner has the same one under way: two clicks in two windows are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eternal import EternalError, InvalidInput
from pages.model.jobs import generation_request_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.model.jobs import Job


class AlreadyActive(EternalError):
    """The same is being sent or waited for; nothing was sent."""

    advice = "Nothing was sent. Wait until it has ended."


def refuse_second(job: Job, others: Iterable[Job]) -> None:
    """Refuse a job that is about to be sent if an active one of its owner asks for the same.

    Args:
        job: The new one.
        others: Jobs of the same owner.

    Raises:
        AlreadyActive: One of them asks for the same.
    """
    if any(other.is_active and _ask_for_the_same(job, other) for other in others):
        raise AlreadyActive("Exactly this is under way already.")


def _ask_for_the_same(one: Job, other: Job) -> bool:
    if one.base_url != other.base_url or one.request is None or other.request is None:
        return False
    return _sent_by(one) == _sent_by(other)


def _sent_by(job: Job) -> object:
    try:
        request = generation_request_of(job)
    except InvalidInput:  # an older or newer version has kept it in another shape
        request = None
    return job.request if request is None else request.payload()
