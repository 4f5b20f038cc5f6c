"""The words of a job in the History: its state, its time, its credits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pages.model.job_store import Standing, StorePlace
from pages.model.jobs import CREATIONS, JobKind
from pages.model.refresh import is_outdated

if TYPE_CHECKING:
    from pages.model.jobs import Job

STANDINGS: Final = {
    Standing.ACTIVE: "Under way",
    Standing.READY: "Done",
    Standing.FAILED: "Failed",
    Standing.UNCLEAR: "May have been created",
}
"""The label of each standing."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_UNITS: Final = (
    (365 * _DAY, "year"),
    (30 * _DAY, "month"),
    (_DAY, "day"),
    (_HOUR, "hour"),
    (_MINUTE, "minute"),
)


def picture_of(job: Job, at: float) -> str | None:
    """The address of the picture that was made, unless it may have expired.

    Args:
        job: The record.
        at: Seconds since the epoch.
    """
    is_shown = job.is_ready and job.kind is JobKind.PICTURE and not is_outdated(job, at)
    return job.result.url if is_shown and job.result is not None else None


def zone_of(name: str | None, offset_minutes: int | None) -> tzinfo:
    """The time zone of a browser; UTC if it tells none.

    Args:
        name: Its name, such as ``Europe/Berlin``.
        offset_minutes: Minutes behind UTC, used if the name is unknown here.
    """
    try:
        return ZoneInfo(name or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    try:
        return timezone(-timedelta(minutes=offset_minutes or 0))
    except ValueError:
        return UTC


def day_words(at: float, now: float, zone: tzinfo) -> str:
    """The day of a moment, such as "Today" or "Monday, 23 November 2026"."""
    day = datetime.fromtimestamp(at, zone).date()
    days_ago = (datetime.fromtimestamp(now, zone).date() - day).days
    if days_ago in {0, 1}:
        return ("Today", "Yesterday")[days_ago]
    return f"{day:%A}, {day.day} {day:%B %Y}"


def clock_words(at: float, zone: tzinfo) -> str:
    """The time of day of a moment, such as "14:05"."""
    return f"{datetime.fromtimestamp(at, zone):%H:%M}"


def ago_words(seconds: float) -> str:
    """How long ago something was, such as "5 minutes ago"."""
    for size, unit in _UNITS:
        count = int(seconds // size)
        if count > 0:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def old_words(seconds: float) -> str:
    """How long ago something was that should be newer, such as "5 minutes ago"."""
    return ago_words(seconds) if seconds >= _MINUTE else "less than a minute ago"


def duration_words(seconds: float) -> str:
    """A duration, such as "12 s" or "1 min 5 s"; no line breaks within it."""
    minutes, rest = divmod(round(seconds), _MINUTE)
    words = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return words.replace(" ", "\u00a0")


def credits_words(job: Job) -> str:
    """The credits before and after a job, as far as the API told them, or ""."""
    before, after = job.credits_before, job.credits_after
    if after is None:
        return ""
    if before is None:
        return f"{after:,.2f} credits left after it"
    return f"{before:,.2f} credits before, {after:,.2f} after"


def advice_words(job: Job, find_out: str) -> str:
    """The reason of a failure and what to do, or "".

    Args:
        job: The record.
        find_out: How to find out whether it exists, if the request may have arrived.
    """
    error = job.error
    if error is None:
        return ""
    if job.remote_id is None and error.may_have_arrived:
        return f"{error.headline} {find_out}"
    if job.is_open:
        thing = "character" if job.kind in CREATIONS else "result"
        return (
            f"{error.headline} The {thing} may be there by now: watch again, which costs nothing."
        )
    return f"{error.headline} {error.advice}".strip()


def entries_words(count: int) -> str:
    """A number of entries, such as "1 entry" or "1,200 entries"."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def place_words(place: StorePlace, days: int) -> str:
    """Where the History is kept, and for how long.

    Args:
        place: The place.
        days: How many days records are kept outside memory.
    """
    if place is StorePlace.MEMORY:
        return "It is kept in the memory of this dashboard, until it restarts at the latest."
    if place is StorePlace.DATABASE:
        return f"It is kept in the database of this dashboard, for {days} days."
    return (
        f"It is kept on the disk of the server that this dashboard runs on, for {days} days."
        " Some hosts empty that disk when the dashboard is installed anew."
    )
