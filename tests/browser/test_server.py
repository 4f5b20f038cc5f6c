"""The server around the pages, as a browser and a platform meet it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from starlette.responses import HTMLResponse

from eternal.simulator import Simulator, SimulatorServer
from tests.browser.apis import Held
from tests.dashboard import Dashboard

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import NewVisitor

REFUSED = "frame-ancestors"
CREATE_PATH = "/v2/character/create"


@pytest.mark.row("X9")
def test_another_site_cannot_show_the_dashboard_in_a_frame(browser: Browser, demo: str) -> None:
    """A page of another origin that frames Create shows nothing that could be clicked."""
    trap = HTMLResponse(f'<iframe src="{demo}/create" width="900" height="700"></iframe>')
    with SimulatorServer(trap) as other, browser.new_context() as context:
        page = context.new_page()
        with page.expect_console_message(lambda message: REFUSED in message.text):
            page.goto(other.base_url)
        (frame,) = page.frames[1:]
        assert not frame.url.startswith(demo)


def test_a_stop_waits_for_what_is_being_paid_for(visit: NewVisitor, tmp_path: Path) -> None:
    """SIGTERM during a POST ends the process only once the POST is answered, and logs its id."""
    api = Held(simulator := Simulator(record=True))
    with SimulatorServer(api) as server:
        settings = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": "a-key"}
        log = tmp_path / "log"
        with Dashboard(settings, log=log) as dashboard:
            visitor = visit(dashboard.url, "/create")
            box = visitor.page.get_by_role("textbox", name="Describe the character")
            box.fill("A beekeeper who writes letters.")
            visitor.press("Create character").sees("Sending")
            visitor.waits_for(lambda: api.is_holding)
            visitor.leave()
            dashboard.terminate()
            with pytest.raises(subprocess.TimeoutExpired):
                dashboard.wait(2.0)
            api.is_let_go = True
            dashboard.wait(10.0)
        assert [one.path for one in simulator.requests if one.method == "POST"] == [CREATE_PATH]
        assert "6870" in log.read_text("utf-8")


def test_a_stop_waits_until_a_paid_id_is_written(visit: NewVisitor, tmp_path: Path) -> None:
    """SIGTERM during a POST while the database is locked: its id is in the file at the end."""
    api, file = Held(Simulator()), tmp_path / "history.sqlite3"
    with SimulatorServer(api) as server:
        settings = {
            "ETERNALAI_BASE_URL": server.base_url,
            "ETERNALAI_API_KEY": "a-key",
            "ETERNALAI_DATABASE": f"sqlite:///{file}",
        }
        log = tmp_path / "log"
        with Dashboard(settings, log=log) as dashboard, closing(sqlite3.connect(file)) as locked:
            visitor = visit(dashboard.url, "/create")
            box = visitor.page.get_by_role("textbox", name="Describe the character")
            box.fill("A beekeeper who writes letters.")
            visitor.press("Create character").sees("Sending")
            visitor.waits_for(lambda: api.is_holding)
            visitor.leave()
            locked.execute("BEGIN IMMEDIATE")
            dashboard.terminate()
            api.is_let_go = True
            with pytest.raises(subprocess.TimeoutExpired):
                dashboard.wait(6.0)
            assert "Not written to the history yet" in log.read_text("utf-8")
            locked.rollback()
            dashboard.wait(20.0)
        with closing(sqlite3.connect(file)) as written:
            found = written.execute("SELECT state, remote_id FROM journal_jobs").fetchall()
    assert found == [("waiting", "6870")]


def test_the_health_check_answers(demo: str) -> None:
    """A platform that asks whether the dashboard lives is told so, without a page being run."""
    with urlopen(f"{demo}/healthz") as answer:  # noqa: S310 - our own address
        assert json.load(answer) == {"status": "ok", "journal": "ok"}
