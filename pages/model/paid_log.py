"""The lines of the log about paid requests; they hold no word of a visitor."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pages.model.jobs import Accepted, Payer

if TYPE_CHECKING:
    from pages.model.jobs import Job, JobError

_log = logging.getLogger("eternal.dashboard")


def log_sending(job: Job) -> None:
    """Log that a request is sent now, unless it is of the demo."""
    if job.payer is not Payer.NOBODY:
        _log.info("Sending %s.", name_of(job))


def log_answer(job: Job, answer: Accepted | JobError) -> None:
    """Log what was answered, unless it is of the demo."""
    if job.payer is Payer.NOBODY:
        return
    if isinstance(answer, Accepted):
        _log.info("Accepted %s, as %.80r.", name_of(job), answer.remote_id)
    else:
        may = " It may have arrived." if answer.may_have_arrived else ""
        _log.warning("Failed %s: %s%s", name_of(job), answer.headline, may)


def log_refusal(job: Job, headline: str) -> None:
    """Log why a request was not sent at all, unless it is of the demo."""
    if job.payer is not Payer.NOBODY:
        _log.warning("Not sent %s: %s", name_of(job), headline)


def name_of(job: Job) -> str:
    """A job in the log: its kind and the beginnings of its key and its owner, and who paid."""
    return f"{job.kind} {job.key[:8]} of {job.owner[:8]} with the key of the {job.payer}"
