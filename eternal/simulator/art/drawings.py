"""The two CC0 drawing styles, cut down and coloured for the portraits of this simulator.

Lorelei is by Lisa Wischofsky, Notionists by Zoish; both are rendered with DiceBear.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dicebear import Style

if TYPE_CHECKING:
    from collections.abc import Iterable


# Which drawings suit whom: numbers of the style's own hair variants.
LORELEI_HAIR = {
    "female": (13, 14, 15, 17, 18, 19, 23, 29, 31, 32, 33, 36, 37, 38, 48),
    "female curly": (14, 18, 24, 26, 32, 38),
    "female old": (14, 18, 19, 24, 29, 32, 37, 38),
    "male": (1, 2, 3, 4, 7, 8, 9, 11, 12, 47),
    "male curly": (1, 9, 28, 39, 47),
    "male old": (1, 2, 9, 25, 25, 28, 28, 47),
    "other": (4, 11, 12, 37),
}
NOTIONISTS_HAIR = {
    "female": (2, 4, 10, 20, 23, 28, 29, 36, 37, 41, 43, 47, 48, 58),
    "female curly": (20, 22, 29, 30, 48),
    "female old": (4, 10, 29, 30, 43, 48),
    "male": (1, 3, 5, 6, 13, 15, 16, 19, 21, 25, 27, 34, 38, 49, 54),
    "male curly": (5, 22, 25, 31, 33, 49),
    "male old": (5, 6, 13, 15, 49),
    "other": (16, 31, 34, 43, 58),
}
HEADWEAR = {"headscarf": (62, 63), "turban": (61,)}

LORELEI_PARTS = {
    "eyes": (2, 4, 6, 10, 20, 24),
    "eyebrows": (2, 5, 7),
    "mouth": (1, 2, 4, 5, 6),
    "nose": (1, 2, 3, 5),
    "head": (1, 3),
    "glasses": (1, 3, 4),
    "beard": (1, 2),
    "hair": sorted({n for numbers in LORELEI_HAIR.values() for n in numbers}),
}
NOTIONISTS_PARTS = {
    "eyes": (4, 5),
    "eyebrows": (4, 5, 7),
    "mouth": (3, 14, 22, 23, 25),
    "nose": (1, 5, 6, 13, 18),
    "head": (1,),
    "glasses": (3, 8, 11),
    "beard": (1, 2, 3, 9),
    "clothes": (10, 12, 13, 14, 16, 19, 21, 23),
    "hair": sorted(
        {n for numbers in (*NOTIONISTS_HAIR.values(), *HEADWEAR.values()) for n in numbers}
    ),
}


@lru_cache(maxsize=2)
def drawing_style(name: str) -> Style:
    """Load a style, cut down to the drawings in use.

    Args:
        name: ``lorelei`` or ``notionists``.

    Returns:
        The style, whose colours are ``hair``, ``beard``, ``cloth``, ``paper`` and ``ink`` for
        Notionists, and Lorelei's own for Lorelei.
    """
    raw = files("dicebear_styles").joinpath(f"{name}.json").read_text("utf-8")
    definition: dict[str, Any] = json.loads(raw)
    # Checking a style costs per drawing in it, and its credits, which stand above, would make
    # each portrait a kilobyte larger.
    del definition["meta"]
    parts = LORELEI_PARTS if name == "lorelei" else NOTIONISTS_PARTS
    components = {part: _only(definition["components"][part], parts[part]) for part in parts}
    definition["components"] = _trim(components, set(parts))
    definition["canvas"] = _trim(definition["canvas"], set(parts))
    if name == "notionists":
        _paint(definition)
    return Style(definition)


def _only(component: dict[str, Any], numbers: Iterable[int]) -> dict[str, Any]:
    wanted = {f"{prefix}{number:02}" for number in numbers for prefix in ("variant", "happy")}
    kept = {name: drawing for name, drawing in component["variants"].items() if name in wanted}
    return component | {"variants": kept}


def _trim(node: Any, parts: set[str]) -> Any:
    """Copy a piece of a style without references to missing parts, and with short paths."""
    if isinstance(node, list):
        return [_trim(child, parts) for child in node if not _is_missing(child, parts)]
    if isinstance(node, dict):
        return {
            key: _short_path(value) if key == "d" else _trim(value, parts)
            for key, value in node.items()
        }
    return node


def _is_missing(node: Any, parts: set[str]) -> bool:
    reference = isinstance(node, dict) and node.get("type") == "component"
    return reference and node["name"] not in parts


def _short_path(path: str) -> str:
    """Round a path to whole units, a thousandth of the picture or less.

    Numbers are parted by commas, which unlike spaces need no escape in a URI.
    """
    short = ""
    for token in re.findall(r"[a-zA-Z]|-?\d*\.?\d+", path):
        if token.isalpha():
            short += token
            continue
        number = str(round(float(token)))
        bare = short[-1:].isalpha() or number.startswith("-")
        short += number if bare else f",{number}"
    return short


def _paint(definition: dict[str, Any]) -> None:
    """Give the black and white Notionists coloured hair, beards, headwear and clothes."""
    components = definition["components"]
    definition["colors"] |= {new: {"values": ["#000000"]} for new in ("hair", "beard", "cloth")}
    turban = components["hair"]["variants"]["variant61"]
    components["hair"] = _recolour(components["hair"], "ink", "hair")
    components["hair"]["variants"]["variant61"] = _recolour(turban, "paper", "hair")
    components["beard"] = _recolour(components["beard"], "ink", "beard")
    components["clothes"] = _recolour(components["clothes"], "paper", "cloth")


def _recolour(node: Any, old: str, new: str) -> Any:
    if isinstance(node, list):
        return [_recolour(child, old, new) for child in node]
    if isinstance(node, dict):
        if node == {"type": "color", "name": old}:
            return node | {"name": new}
        return {key: _recolour(value, old, new) for key, value in node.items()}
    return node
