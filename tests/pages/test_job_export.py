"""The export of the History: as safe as that of characters, and without what is internal."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from eternal import Character
from pages.model.job_export import HEADINGS, jobs_as_csv, jobs_as_json
from pages.model.jobs import Job, JobError, JobResult, JobState, character_data
from tests.pages.tracked import BASE, OWNER, picture, sent, worst

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 25, 4, 5, 6, tzinfo=UTC).timestamp()
SECRET_URL = "https://cdn.example.org/x.png?signature=abc"


def made() -> Job:
    """A picture with all that a record can hold."""
    return replace(
        picture(at=AT),
        state=JobState.READY,
        remote_id="r-1",
        result=JobResult(SECRET_URL, "an address", "picture", "the raw answer", AT),
        credits_after=7.255,
        duration=12.3456,
    )


def rows(*jobs: Job) -> list[dict[str, str]]:
    """The rows of the CSV, as a spreadsheet reads them."""
    text = jobs_as_csv(jobs, BERLIN).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_have_words_that_people_use() -> None:
    """Each job is a row, in the visitor's own time, with plain headings and values."""
    (row,) = rows(made())
    assert tuple(row) == HEADINGS
    assert row == {
        "Started": "2026-11-25 05:05:06",
        "Time zone": "Europe/Berlin",
        "Made": "Picture",
        "Character": "Bo",
        "Asked for": "at sea",
        "State": "Done",
        "Reason": "",
        "Took (seconds)": "12.35",
        "Credits before": "9.5",
        "Credits after": "7.25",
        "ID": "r-1",
    }


def test_json_has_the_same_for_programs() -> None:
    """The JSON is a list of objects whose times have an offset."""
    (record,) = json.loads(jobs_as_json([made()], BERLIN))
    assert record["started"] == "2026-11-25T05:05:06+01:00"
    assert (record["seconds"], record["credits_after"]) == (12.35, 7.25)
    assert record["asked_for"] == "at sea"
    assert len(record) == len(HEADINGS) - 1


def test_a_failure_has_its_reason() -> None:
    """What failed says so, and why; nothing is made up for what is not known."""
    (row,) = rows(worst())
    assert row["State"] == "Failed"
    assert row["Reason"]
    assert row["Took (seconds)"] == row["Credits after"] == row["ID"] == ""


def test_nothing_internal_is_in_a_file() -> None:
    """No address of a result, no owner, no key of a record and no server is in a file."""
    job = replace(made(), error=JobError("It failed.", detail="the server's own text"))
    for data in (jobs_as_csv([job], UTC), jobs_as_json([job], UTC)):
        text = data.decode()
        for secret in (SECRET_URL, "signature", "an address", "raw answer", OWNER, job.key, BASE):
            assert secret not in text
        assert "the server's own text" not in text


FIELDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from('=+-@＝﹢;,|\t"\n \u200d'), max_size=30
)


@pytest.mark.row("X2")
@given(FIELDS, FIELDS)
def test_no_cell_starts_a_formula(words: str, name: str) -> None:
    """Whatever was asked for and came back, no cell starts a formula, however a file is split."""
    character = character_data(Character.model_construct(id=7, display_name=name))
    text = jobs_as_csv([replace(sent(words), character=character)], UTC).decode("utf-8-sig")
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                seen = regex.sub(r'^[\s\p{Cf}\p{Default_Ignorable_Code_Point}"]+', "", cell)
                assert not seen.startswith(tuple("=+-@＝＋－＠﹦﹢﹣﹫"))


def test_what_cannot_be_written_is_replaced() -> None:
    """A lone surrogate and control characters break no file."""
    job = sent("a\ud800b\x07c")
    assert rows(job)[0]["Asked for"] == "abc"
    assert json.loads(jobs_as_json([job], UTC))[0]["asked_for"] == "a?b\x07c"
