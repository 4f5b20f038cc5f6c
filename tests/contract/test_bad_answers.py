"""The document on bad answers is whole, and tests name its rows and no others."""

from __future__ import annotations

import pytest

from eternal.contract import document
from tests import markers
from tests.bad_answers import names, rows

EVIDENCE = {"documented", "observed", "sibling", "inferred"}
COLUMNS = 5


def test_no_test_names_another_row(pytestconfig: pytest.Config) -> None:
    """A name that is misspelt, or whose row went, is no row's test."""
    markers.assert_known(pytestconfig, "bad_answer", names())


def test_every_row_has_a_test(pytestconfig: pytest.Config) -> None:
    """A row without a test that names it is a promise that nobody keeps."""
    markers.assert_named(pytestconfig, "bad_answer", names())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_is_whole(row: list[str]) -> None:
    """A row says what comes, what the client and the page do, and how it is known."""
    assert len(row) == COLUMNS
    assert all(cell.strip() for cell in row)
    assert row[-1] in EVIDENCE


def test_a_name_is_given_once() -> None:
    """No two rows have the same name, and there are rows at all."""
    assert len(set(names())) == len(names()) > 40


def leniencies() -> list[dict[str, str]]:
    """What the client reads although nobody promises it."""
    return list(document()["x-leniencies"])


def test_every_leniency_has_a_test(pytestconfig: pytest.Config) -> None:
    """The table of leniencies and the tests that name its rows are the same."""
    named = [one["name"] for one in leniencies()]
    assert len(set(named)) == len(named)
    markers.assert_known(pytestconfig, "leniency", named)
    markers.assert_named(pytestconfig, "leniency", named)


@pytest.mark.parametrize("row", leniencies(), ids=lambda row: row["name"])
def test_a_leniency_is_whole(row: dict[str, str]) -> None:
    """A leniency says of which call, what is read, and how it is known that it may come."""
    assert row.keys() == {"name", "call", "tolerates", "evidence"}
    assert row["call"] in {"any", "list", "create", "poll", "generate", "result"}
    assert row["evidence"] in EVIDENCE
