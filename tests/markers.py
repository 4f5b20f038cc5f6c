"""What the tests are about, in their own words: the names in their markers, as collected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKERS: Final = ("bad_answer", "leniency", "row")
TESTS: Final = Path(__file__).parent


@dataclass(frozen=True)
class Collected:
    """What was collected.

    Attributes:
        names: The names in the markers, by marker.
        is_whole: Whether each file of tests is among it.
    """

    names: dict[str, set[str]]
    is_whole: bool

    @classmethod
    def of(cls, items: Iterable[pytest.Item]) -> Collected:
        """Read the markers of these tests."""
        names: dict[str, set[str]] = {marker: set() for marker in MARKERS}
        paths = set()
        for item in items:
            paths.add(item.path)
            for marker in MARKERS:
                for mark in item.iter_markers(marker):
                    names[marker].update(mark.args or {f"nothing, in {item.nodeid}"})
        return cls(names, paths >= {*TESTS.rglob("test_*.py")})


COLLECTED: Final = pytest.StashKey[Collected]()


def assert_known(config: pytest.Config, marker: str, rows: Iterable[str]) -> None:
    """Fail if a test names a row that there is not."""
    unknown = config.stash[COLLECTED].names[marker] - {*rows}
    assert not unknown, f"{marker}: no such row: {sorted(unknown)}"


def assert_named(config: pytest.Config, marker: str, rows: Iterable[str]) -> None:
    """Fail if a row has no test that names it; skip unless all tests are collected."""
    collected = config.stash[COLLECTED]
    if not collected.is_whole:
        pytest.skip("only some of the tests are collected")
    unnamed = {*rows} - collected.names[marker]
    assert not unnamed, f"{marker}: no test names {sorted(unnamed)}"
