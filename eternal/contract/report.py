"""Formats a check as a table for people or as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from eternal.contract.check import Check, Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME_WIDTH = 18
_OUTCOME_WIDTH = 12


def check_as_text(result: Check) -> str:
    """The check as a table, with a sentence at its end."""
    lines = [f"EternalAI's V2 character API at {result.base_url}, against the document", ""]
    for finding in result.findings:
        lines += _rows(finding)
    counts = ", ".join(
        f"{result.count(outcome)} {word}"
        for outcome, word in (
            (Outcome.HOLDS, "held"),
            (Outcome.DRIFTED, "drifted"),
            (Outcome.UNKNOWN, "not checked"),
            (Outcome.UNREACHABLE, "unreachable"),
        )
    )
    return "\n".join(
        [*lines, "", f"{_verdict(result)} Of {len(result.findings)} promises: {counts}."]
    )


def check_as_json(result: Check) -> str:
    """The check as a JSON object."""
    findings = [
        {
            "promise": finding.promise.name,
            "text": finding.promise.text,
            "evidence": finding.promise.evidence,
            "outcome": finding.outcome.value,
            "details": list(finding.details),
            "client_copes": finding.client_copes,
        }
        for finding in result.findings
    ]
    answer = {
        "base_url": result.base_url,
        "exit_code": result.exit_code,
        "findings": findings,
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _rows(finding: Finding) -> Iterator[str]:
    promise = finding.promise
    margin = " " * (_OUTCOME_WIDTH + _NAME_WIDTH + 2)
    yield (
        f"{finding.outcome.value:<{_OUTCOME_WIDTH}} {promise.name:<{_NAME_WIDTH}} "
        f"{promise.text} ({promise.evidence})"
    )
    for sentence in finding.details:
        yield f"{margin}- {sentence}"
    if finding.client_copes is not None:
        word = "the client copes" if finding.client_copes else "the client cannot read it"
        yield f"{margin}= {word}"


def _verdict(result: Check) -> str:
    if result.exit_code == 1:
        return "The server has drifted from the document."
    if result.exit_code == 0:
        return "The server keeps the document."
    return "The server could not be checked."
