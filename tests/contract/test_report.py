"""What ``python -m eternal check`` prints, to the letter: people send it to the vendor."""

from __future__ import annotations

import json

import pytest

from eternal.contract import Check, Finding, Outcome, Promise
from eternal.contract.report import check_as_json, check_as_text

FIELDS = Promise("list.fields", "Each field is there.", "documented")
POLL = Promise("poll.listed", "A listed one can be polled.", "inferred")
BASE_URL = "https://example.org/api"


def checked(*outcomes: Outcome) -> Check:
    """A check of two promises that came out so."""
    details = {Outcome.HOLDS: (), Outcome.DRIFTED: ("age is null – odd", "id is missing")}
    findings = tuple(
        Finding(
            promise,
            outcome,
            details.get(outcome, ("because",)),
            promise is FIELDS if outcome is Outcome.DRIFTED else None,
        )
        for promise, outcome in zip((FIELDS, POLL), outcomes, strict=True)
    )
    return Check(BASE_URL, findings)


def test_the_table() -> None:
    """Each promise is a line with its evidence, each detail one below it, a verdict the last."""
    assert check_as_text(checked(Outcome.DRIFTED, Outcome.UNKNOWN)).splitlines() == [
        "EternalAI's V2 character API at https://example.org/api, against the document",
        "",
        "drifted      list.fields        Each field is there. (documented)",
        "                                - age is null – odd",
        "                                - id is missing",
        "                                = the client copes",
        "not checked  poll.listed        A listed one can be polled. (inferred)",
        "                                - because",
        "",
        (
            "The server has drifted from the document."
            " Of 2 promises: 0 held, 1 drifted, 1 not checked, 0 unreachable."
        ),
    ]


def test_the_client_that_does_not_cope() -> None:
    """What the client cannot read is said below what drifted."""
    table = check_as_text(checked(Outcome.HOLDS, Outcome.DRIFTED))
    assert "- id is missing\n" + " " * 32 + "= the client cannot read it\n" in table


@pytest.mark.parametrize(
    ("outcomes", "exit_code", "verdict"),
    [
        (
            (Outcome.HOLDS, Outcome.UNKNOWN),
            0,
            (
                "The server keeps the document."
                " Of 2 promises: 1 held, 0 drifted, 1 not checked, 0 unreachable."
            ),
        ),
        (
            (Outcome.HOLDS, Outcome.UNREACHABLE),
            2,
            (
                "The server could not be checked."
                " Of 2 promises: 1 held, 0 drifted, 0 not checked, 1 unreachable."
            ),
        ),
        (
            (Outcome.UNREACHABLE, Outcome.DRIFTED),
            1,
            (
                "The server has drifted from the document."
                " Of 2 promises: 0 held, 1 drifted, 0 not checked, 1 unreachable."
            ),
        ),
        (
            (Outcome.UNKNOWN, Outcome.UNKNOWN),
            2,
            (
                "The server could not be checked."
                " Of 2 promises: 0 held, 0 drifted, 2 not checked, 0 unreachable."
            ),
        ),
    ],
)
def test_the_verdict(outcomes: tuple[Outcome, ...], exit_code: int, verdict: str) -> None:
    """Drift is 1; what could not be checked, or not at all, is 2; the rest is 0."""
    result = checked(*outcomes)
    assert result.exit_code == exit_code
    assert check_as_text(result).splitlines()[-1] == verdict


def test_the_data() -> None:
    """For machines the same is an indented JSON object, with its letters as they are."""
    text = check_as_json(checked(Outcome.HOLDS, Outcome.DRIFTED))
    assert json.loads(text) == {
        "base_url": BASE_URL,
        "exit_code": 1,
        "findings": [
            {
                "promise": "list.fields",
                "text": "Each field is there.",
                "evidence": "documented",
                "outcome": "holds",
                "details": [],
                "client_copes": None,
            },
            {
                "promise": "poll.listed",
                "text": "A listed one can be polled.",
                "evidence": "inferred",
                "outcome": "drifted",
                "details": ["age is null – odd", "id is missing"],
                "client_copes": False,
            },
        ],
    }
    assert text.startswith('{\n  "base_url"')
    assert "–" in text
