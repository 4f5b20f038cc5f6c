"""The faults of real use: a test that names one names one that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import markers

if TYPE_CHECKING:
    import pytest

LENGTHS = {"M": 18, "S": 26, "X": 10, "B": 18}
"""How many faults there are: of money, of what people see, of safety, and those of the review."""
FAULTS = {f"{letter}{number}" for letter, most in LENGTHS.items() for number in range(1, most + 1)}


def test_no_test_names_another_fault(pytestconfig: pytest.Config) -> None:
    """A name that is misspelt is no fault's test."""
    markers.assert_known(pytestconfig, "row", FAULTS)


def test_every_fault_has_a_test(pytestconfig: pytest.Config) -> None:
    """A fault without a test that names it is one that comes back."""
    faults = {fault for fault in FAULTS if not fault.startswith("B")}
    markers.assert_named(pytestconfig, "row", faults)
