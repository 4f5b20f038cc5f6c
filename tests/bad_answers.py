"""The rows of the document on bad answers."""

from __future__ import annotations

import re
from importlib.resources import files


def rows() -> list[list[str]]:
    """The cells of each row of each table."""
    text = files("eternal.contract").joinpath("bad-answers.md").read_text("utf-8")
    lines = re.findall(r"^\| ([a-z]+-[a-z-]+ \|.*) \|$", text, re.MULTILINE)
    return [line.split(" | ") for line in lines]


def names() -> list[str]:
    """The name of each row."""
    return [name for name, *_ in rows()]
