"""What the first visit of a page loads: each module costs every deployment memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest

from tests.dashboard import ROOT

HEAVY: Final = ("altair", "authlib", "httpx", "numpy", "pandas", "PIL", "pyarrow", "sqlalchemy")
SCRIPT: Final = """
import sys
from streamlit.testing.v1 import AppTest
from pages.components.shell.server import SCRIPT
from pages.model import routes
(page,) = [one for one in routes.PAGES if one.name == sys.argv[1]]
app = AppTest.from_file(str(SCRIPT), default_timeout=60)
if page is not routes.GALLERY:
    app.switch_page(page.script)
app.run()
assert not app.exception, app.exception
assert app.title[0].value == page.title, "another page was drawn"
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


@pytest.mark.parametrize("page", ["gallery", "create", "lookup", "history", "generate"])
def test_a_first_visit_loads_nothing_heavy(page: str) -> None:
    """The first visit of the demo loads no tables, no pictures, no database and no sign-in."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ETERNALAI_DATABASE": "off"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, page, *HEAVY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == []
