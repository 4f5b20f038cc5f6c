"""Reads the document, ``openapi.yaml``, once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of the document that can be checked.

    Attributes:
        name: Such as ``list.limit``.
        text: The promise in one sentence.
        evidence: ``documented``, ``sibling`` or ``inferred``.
    """

    name: str
    text: str
    evidence: str


@cache
def document() -> dict[str, Any]:
    """The parsed ``openapi.yaml``; callers must not change it."""
    text = files("eternal.contract").joinpath("openapi.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def promises() -> list[Promise]:
    """Every promise, in the order of the document."""
    return [
        Promise(entry["name"], entry["promise"], entry["evidence"])
        for path in document()["paths"].values()
        for operation in path.values()
        for entry in operation["x-promises"]
    ]
