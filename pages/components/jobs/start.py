"""Sends what costs money: once, on a worker that writes down the answer itself."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from eternal import EternalError, InvalidInput
from pages.components.jobs.kept import in_flight, store_of
from pages.components.jobs.spending import budget_of
from pages.components.sign_in.permission import check_permission
from pages.components.source.api import paying_client
from pages.components.source.pools import (
    MOST_SENDING,
    TOO_MANY_SENDING,
    bound_of_visitor,
    senders,
)
from pages.model.budget import expense_of
from pages.model.job_steps import answered, new_creation_job, new_generation_job
from pages.model.jobs import MOST_JOBS, Accepted, JobError, credits_remaining
from pages.model.ledger import was_not_sent
from pages.model.paid_log import log_answer, log_refusal, log_sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import Creation, EternalClient, Generation, GenerationRequest
    from pages.components.source.active import ActiveSource
    from pages.model.job_store import JobStore
    from pages.model.jobs import Job, JobKind
    from pages.model.tracker import JobTracker

TOO_MANY: Final = (
    f"You have {MOST_JOBS} under way, which is the most at once. Wait until one of them is done."
)

_log = logging.getLogger("eternal.dashboard")


def start_creation(jobs: JobTracker, source: ActiveSource, prompt: str) -> None:
    """Send a description, once; no click and no page switch can interrupt it.

    Raises:
        InvalidInput: This visitor has too many active jobs; nothing was sent.
        AlreadyActive: This visitor has the same under way; nothing was sent.
        SpendingRefused: The deployment's key may not be spent on it; nothing was sent.
        NotAllowed: This visitor may not create; nothing was sent.
        StoreUnavailable: It cannot be written down; nothing was sent.
    """
    job = new_creation_job(jobs.owner, source.base_url, prompt, time.time(), payer=source.payer)
    _start_logged(jobs, source, job, lambda client: client.create_character(prompt))


def start_generation(
    jobs: JobTracker,
    source: ActiveSource,
    request: GenerationRequest,
    *,
    kind: JobKind,
    words: str,
) -> None:
    """Send a request for a picture or a video, once; no click and no page switch can interrupt it.

    Raises:
        InvalidInput: This visitor has too many active jobs; nothing was sent.
        AlreadyActive: This visitor has the same under way; nothing was sent.
        SpendingRefused: The deployment's key may not be spent on it; nothing was sent.
        NotAllowed: This visitor may not generate; nothing was sent.
        StoreUnavailable: It cannot be written down; nothing was sent.
    """
    job = new_generation_job(
        jobs.owner,
        source.base_url,
        request,
        time.time(),
        kind=kind,
        words=words,
        payer=source.payer,
        credits_before=credits_remaining(jobs.list(), source.base_url, source.payer),
    )
    _start_logged(jobs, source, job, lambda client: client.generate(request))


def _start_logged(
    jobs: JobTracker,
    source: ActiveSource,
    job: Job,
    call: Callable[[EternalClient], Creation | Generation],
) -> None:
    try:
        _start(jobs, source, job, call)
    except EternalError as error:
        log_refusal(job, error.headline)
        raise


def _start(
    jobs: JobTracker,
    source: ActiveSource,
    job: Job,
    call: Callable[[EternalClient], Creation | Generation],
) -> None:
    check_permission(source)
    bound, pool, flight = bound_of_visitor("sending", MOST_SENDING), senders(), in_flight()
    store, budget = store_of(source), budget_of(source, expense_of(job.kind))
    if not jobs.room():
        raise InvalidInput(TOO_MANY)
    if not bound.has_room():
        raise InvalidInput(TOO_MANY_SENDING)
    # From here to the end nothing of Streamlit's is called: no click can come in between.
    give_back = budget.reserve() if budget else _give_nothing_back
    try:
        store.add(job)
    except EternalError:
        give_back()
        raise
    log_sending(job)
    sending = bound.submit(pool, _send, store, job, source, call, give_back)
    if sending is None:  # another run of this visit took the last place meanwhile
        give_back()
        _record_answer(store, job, JobError(TOO_MANY_SENDING, ""))
    else:
        flight.add(sending, store)


def _give_nothing_back() -> None:
    """For what no limit counts."""


def _send(
    store: JobStore,
    job: Job,
    source: ActiveSource,
    call: Callable[[EternalClient], Creation | Generation],
    give_back: Callable[[], None],
) -> Accepted | JobError:
    answer = _answer(source, call, give_back)
    _record_answer(store, job, answer)
    return answer


def _record_answer(store: JobStore, job: Job, answer: Accepted | JobError) -> None:
    at = time.time()
    store.change(job.key, lambda kept: answered(kept, answer, at))
    log_answer(job, answer)


def _answer(
    source: ActiveSource,
    call: Callable[[EternalClient], Creation | Generation],
    give_back: Callable[[], None],
) -> Accepted | JobError:
    """The answer as plain values: an error's frames would keep what was sent, and the key."""
    try:
        with paying_client(source) as client:
            return Accepted.of(call(client))
    except EternalError as error:
        if was_not_sent(error):
            give_back()
        return JobError.of(error)
    except Exception:
        _log.exception("A worker failed")
        headline = "Something unexpected went wrong in the dashboard."
        return JobError(headline, may_have_arrived=True)
