"""Reads the frozen portraits: one for each of the cast, and spare ones for invented people."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_AGE_BANDS: Final = ((72, "72-90"), (60, "60-71"), (46, "46-59"), (30, "30-45"), (18, "18-29"))
"""The youngest age of each band and its name, the oldest band first."""
_UNESCAPED: Final = "!*'(),:;=/"
"""Characters that need no escape in a data URI."""


@cache
def portrait(name: str) -> str:
    """Read a portrait.

    Args:
        name: The file's name without its suffix.

    Returns:
        A data URI with a square SVG; the face is within its middle three quarters.
    """
    svg = _folder().joinpath(f"{name}.svg").read_text("utf-8").strip()
    return "data:image/svg+xml," + quote(svg, safe=_UNESCAPED)


def portraits() -> list[str]:
    """Read all portraits, each as a data URI."""
    return [portrait(name) for name in _names()]


def spare_portrait(seed: str, *, gender: str, age: int, skin: str) -> str:
    """Choose a portrait that no character of the cast has.

    Args:
        seed: The same seed chooses the same portrait.
        gender: ``female``, ``male`` or ``non-binary``.
        age: 18 to 90.
        skin: One of the skins in ``origins.json``.

    Returns:
        The name of the portrait.
    """
    start = f"{gender}-{_age_band(age)}-{skin}-spare-"
    fitting = [name for name in _names() if name.startswith(start)]
    return random.Random(seed).choice(fitting)  # noqa: S311 - looks, not secrets


def _age_band(age: int) -> str:
    return next(name for youngest, name in _AGE_BANDS if age >= youngest)


@cache
def _names() -> tuple[str, ...]:
    found = (file.name.removesuffix(".svg") for file in _folder().iterdir())
    return tuple(sorted(name for name in found if "." not in name))


def _folder() -> Traversable:
    return files(__package__).joinpath("portraits")
