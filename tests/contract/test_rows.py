"""Every row of the guide on hostile answers has tests that name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.rows import Row

TESTS = Path(__file__).parents[1]
SOURCES = [
    path.read_text(encoding="utf-8")
    for folder in ("unit", "contract")
    for path in sorted((TESTS / folder).glob("*.py"))
    if path.name not in {"rows.py", Path(__file__).name}
]


@pytest.mark.parametrize("row", Row, ids=lambda row: row.name)
def test_row_is_named(row: Row) -> None:
    """A row without a test that names it is a promise that nobody keeps."""
    assert any(f"Row.{row.name}" in source for source in SOURCES), row.value
