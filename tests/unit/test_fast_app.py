"""The entry script of the browser tests serves what the real one serves."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def served(script: str) -> str:
    """The call that builds the server in a script."""
    tree = ast.parse((ROOT / script).read_text("utf-8"))
    *_, last = tree.body
    assert isinstance(last, ast.Assign)
    return ast.dump(last)


def test_both_scripts_serve_the_same() -> None:
    """What is added to app.py is added to the browser tests' script, too."""
    assert served("tests/browser/fast_app.py") == served("app.py")
