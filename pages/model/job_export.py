"""Exports of the History. They hold no address of a result, no owner and no internal field."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pages.model.export import cell, csv_table
from pages.model.job_store import standing_of
from pages.model.job_words import STANDINGS
from pages.model.jobs import character_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from pages.model.jobs import Job

MOST_EXPORTED: Final = 10_000
"""The most jobs in a file: the newest."""
HEADINGS: Final = (
    "Started",
    "Time zone",
    "Made",
    "Character",
    "Asked for",
    "State",
    "Reason",
    "Took (seconds)",
    "Credits before",
    "Credits after",
    "ID",
)


def jobs_as_csv(jobs: Iterable[Job], zone: tzinfo) -> bytes:
    """CSV of jobs, with local times."""
    return csv_table(HEADINGS, ([cell(one) for one in _row(job, zone)] for job in jobs))


def jobs_as_json(jobs: Iterable[Job], zone: tzinfo) -> bytes:
    """JSON list of jobs; times have the offset of the zone."""
    records = [_record(job, zone) for job in jobs]
    return json.dumps(records, indent=2, ensure_ascii=False).encode(errors="replace")


def _row(job: Job, zone: tzinfo) -> tuple[object, ...]:
    started = datetime.fromtimestamp(job.created_at, zone)
    return (
        f"{started:%Y-%m-%d %H:%M:%S}",
        str(zone),
        job.kind.label.capitalize(),
        _name(job),
        job.words,
        STANDINGS[standing_of(job)],
        job.error.headline if job.error else "",
        _rounded(job.duration),
        _rounded(job.credits_before),
        _rounded(job.credits_after),
        job.remote_id,
    )


def _record(job: Job, zone: tzinfo) -> dict[str, Any]:
    return {
        "started": datetime.fromtimestamp(job.created_at, zone).isoformat(timespec="seconds"),
        "made": job.kind.label,
        "character": _name(job),
        "asked_for": job.words,
        "state": STANDINGS[standing_of(job)],
        "reason": job.error.headline if job.error else "",
        "seconds": _rounded(job.duration),
        "credits_before": _rounded(job.credits_before),
        "credits_after": _rounded(job.credits_after),
        "id": job.remote_id,
    }


def _name(job: Job) -> str:
    character = character_of(job)
    return character.display_name if character else ""


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)
