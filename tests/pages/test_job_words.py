"""The words of the History: days, durations and credits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pages.model.job_words import (
    ago_words,
    clock_words,
    credits_words,
    day_words,
    duration_words,
    zone_of,
)
from tests.pages.tracked import picture

NOW = datetime(2026, 11, 25, 0, 30, tzinfo=UTC).timestamp()
HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("ago", "zone", "words"),
    [
        (0, "UTC", "Today"),
        (HOUR, "UTC", "Yesterday"),
        (HOUR, "Asia/Tokyo", "Today"),
        (DAY, "America/New_York", "Yesterday"),
        (2 * DAY, "UTC", "Monday, 23 November 2026"),
        (400 * DAY, "UTC", "Tuesday, 21 October 2025"),
    ],
)
def test_a_day_is_the_visitors_own(ago: int, zone: str, words: str) -> None:
    """A day begins where the visitor is."""
    assert day_words(NOW - ago, NOW, ZoneInfo(zone)) == words


def test_a_clock_is_the_visitors_own() -> None:
    """The time of day is that of the zone, also in summer."""
    berlin = ZoneInfo("Europe/Berlin")
    assert clock_words(NOW, berlin) == "01:30"
    assert clock_words(datetime(2026, 7, 1, 12, 0, tzinfo=UTC).timestamp(), berlin) == "14:00"


@pytest.mark.parametrize(
    ("name", "offset", "hours"),
    [
        ("Europe/Berlin", None, 1),
        ("Asia/Kolkata", 0, 5.5),
        ("No/Such_Zone", -120, 2),
        ("../../etc/passwd", 300, -5),
        ("America", None, 0),
        ("", -90, 1.5),
        (None, None, 0),
        (None, 10**9, 0),
    ],
)
def test_any_zone_of_a_browser_is_some_zone(
    name: str | None, offset: int | None, hours: float
) -> None:
    """An unknown name is replaced by the offset, and both by UTC; nothing raises."""
    zone = zone_of(name, offset)
    assert datetime.fromtimestamp(NOW, zone).utcoffset() == timedelta(hours=hours)


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    """The zone of an export has a name that people read."""
    assert str(zone_of(None, -60)) == str(timezone(timedelta(hours=1))) == "UTC+01:00"
    assert str(zone_of("Europe/Berlin", None)) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (7200, "2 hours ago"),
        (26 * HOUR, "1 day ago"),
        (45 * DAY, "1 month ago"),
        (800 * DAY, "2 years ago"),
    ],
)
def test_ago(seconds: float, words: str) -> None:
    """A moment of before is told in its largest whole unit."""
    assert ago_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s")]
)
def test_durations(seconds: float, words: str) -> None:
    """A duration is told in minutes and seconds, which no line break parts."""
    assert duration_words(seconds) == words.replace(" ", "\u00a0")


def test_credits_are_told_as_far_as_known() -> None:
    """Before and after, only after, or nothing."""
    job = replace(picture(), credits_after=1234.5)
    assert credits_words(job) == "9.50 credits before, 1,234.50 after"
    assert credits_words(replace(job, credits_before=None)) == "1,234.50 credits left after it"
    assert credits_words(picture()) == ""
