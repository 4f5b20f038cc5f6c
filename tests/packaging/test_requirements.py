"""What is installed for the dashboard is pinned, and within the ranges that are declared."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def read(name: str) -> dict[str, list[Requirement]]:
    """The requirements in a file, by the names of their packages."""
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if text := line.partition("#")[0].strip():
            requirement = Requirement(text)
            found.setdefault(requirement.name, []).append(requirement)
    return found


def test_every_version_is_pinned() -> None:
    """requirements.txt names one exact version for each package and Python."""
    for pinned in read("requirements.txt").values():
        for one in pinned:
            (exact,) = one.specifier
            assert exact.operator == "==", one


def test_the_pins_are_within_the_ranges() -> None:
    """Each range of requirements.in is met by what requirements.txt pins."""
    pins = read("requirements.txt")
    for name, ranges in read("requirements.in").items():
        for one in ranges:
            for pinned in pins[name]:
                (exact,) = pinned.specifier
                assert one.specifier.contains(exact.version), one


def test_the_package_and_the_dashboard_agree() -> None:
    """What the package declares for itself has the same range as in requirements.in."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ranges = read("requirements.in")
    for text in declared["dependencies"] + declared["optional-dependencies"]["simulator"]:
        one = Requirement(text)
        assert [one.specifier] == [known.specifier for known in ranges[one.name]], one
