"""Imports go down only: app, pages, their components, their model, eternal; lint says so, too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
LAYERS = ("eternal", "pages.model", "pages.components", "pages", "app")
"""From the lowest to the highest. A module belongs to the first that its name begins with."""


def layer_of(module: str) -> int | None:
    """The number of a module's layer, or None if it is not ours."""
    return next(
        (number for number, layer in enumerate(LAYERS) if f"{module}.".startswith(f"{layer}.")),
        None,
    )


def modules() -> list[str]:
    """All modules of the dashboard and of eternal."""
    files = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "eternal").rglob("*.py")]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in sorted(files)]


def imports_of(module: str) -> Iterator[str]:
    """What a module imports, anywhere in it, also for types only."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            base = node.module or ""
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ".".join(module.split(".")[: -node.level])


@pytest.mark.parametrize("module", modules())
def test_no_import_goes_up(module: str) -> None:
    """No module imports one of a higher layer, not even in a function."""
    own = layer_of(module)
    assert own is not None
    above = {one for one in imports_of(module) if (layer_of(one) or 0) > own}
    assert not above


@pytest.mark.parametrize("module", [one for one in modules() if (layer_of(one) or 0) <= 1])
def test_what_draws_nothing_knows_no_streamlit(module: str) -> None:
    """Neither eternal nor the model imports Streamlit."""
    assert not [one for one in imports_of(module) if one.split(".")[0] == "streamlit"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("eternal/new.py", "import streamlit"),
        ("eternal/new.py", "from pages.model import jobs"),
        ("pages/model/new.py", "import streamlit"),
        ("pages/model/new.py", "from pages.components.source import pools"),
        ("pages/model/new.py", "import requests"),
        ("pages/components/gallery/new.py", "import requests"),
        ("pages/new.py", "import requests"),
        ("pages/components/gallery/new.py", "import streamlit as st\nst.rerun()"),
        ("pages/new.py", "from streamlit import rerun"),
    ],
)
def test_lint_refuses(file: str, line: str) -> None:
    """Ruff refuses what a file may not import for its layer, and a rerun at an old address."""
    lint = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    command = [*lint, "--stdin-filename", file, "-"]
    ran = subprocess.run(command, input=line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "TID251" in ran.stdout
