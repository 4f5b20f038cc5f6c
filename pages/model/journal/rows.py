"""How the record of a job stands in a row, and how it is read back."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from pages.model.job_steps import lost
from pages.model.job_store import search_text, standing_of
from pages.model.jobs import job_from_plain

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from pages.model.jobs import Job

_LONGEST_INDEXED: Final = 200
"""Letters of an id that are indexed as they are: databases bound what an index can hold."""
_log = logging.getLogger("eternal.dashboard")


def storable(job: Job) -> Job:
    """The record without what no database keeps."""
    return replace(job, result=replace(job.result, data="")) if job.result else job


def row_of(job: Job) -> dict[str, Any]:
    """The columns of a record, but for its version and its lease."""
    return {
        "key": job.key,
        "owner": job.owner,
        "kind": job.kind.value,
        "base_url": indexed(job.base_url),
        "state": job.state.value,
        "standing": standing_of(job).value,
        "remote_id": None if job.remote_id is None else indexed(job.remote_id),
        "is_adopted": job.is_adopted,
        "created_at": job.created_at,
        "ended_at": job.ended_at,
        "search_text": printable(search_text(job)),
        "record": json.dumps(asdict(storable(job))),
    }


def job_of(row: RowMapping) -> Job | None:
    """The record of a row, seen from now; None, and a line in the log, if it cannot be read."""
    try:
        job = job_from_plain(json.loads(row["record"]))
    except (ValidationError, ValueError) as error:
        _log.error("A record of the history cannot be read: %s", type(error).__name__)
        return None
    return lost(job) if row["is_lost"] else job


def given_to(record: str, owner: str) -> str:
    """The stored record with another owner; everything else stays as it is stored."""
    return json.dumps(json.loads(record) | {"owner": owner})


def indexed(text: str) -> str:
    """A text that is looked up as a whole: itself, or its hash where a database may refuse it."""
    if len(text) <= _LONGEST_INDEXED and text == printable(text):
        return text
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def printable(text: str) -> str:
    """A text without what databases refuse: NUL and halves of characters."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
