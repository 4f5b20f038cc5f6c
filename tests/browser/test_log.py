"""What the process writes to its log, as a container collects it: one line an event."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from eternal.simulator import Fault, Simulator, SimulatorServer
from tests.browser.pace import FAST_APP
from tests.dashboard import Dashboard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import NewVisitor

KEY = "a-key-that-is-in-no-log"
WORDS = "A beekeeper who writes letters to the sea."
SEARCH = "somebody-i-look-for"
FORGED = "2026-11-25T00:00:00.000Z INFO eternal.dashboard: forged"
LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARNING|ERROR|CRITICAL) [\w.]+: \S.*"
)
QUIET = {"STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true"}


def create(visit: NewVisitor, url: str, sees: str) -> None:
    """Search, then create somebody, and wait for what comes of it."""
    visitor = visit(url, f"/?q={SEARCH}").is_at_rest()
    visitor.menu("Create").page.get_by_role("textbox", name="Describe").fill(WORDS)
    visitor.press("Create character").sees(sees)
    visitor.leave()


def test_each_event_is_one_line(visit: NewVisitor, tmp_path: Path) -> None:
    """Start, paid requests, refused ones, outages and the stop: no words, key, token or owner.

    The service answers with a text that would be a line of its own.
    """
    refusal = json.dumps({"error": {"message": f"no\n{FORGED}\r\n{FORGED}"}}).encode()
    api = Simulator(creation_seconds=(0.2, 0.2), faults=[Fault("create", status=402, body=refusal)])
    log = tmp_path / "log"
    no_folder = tmp_path / "no-folder"
    no_folder.write_text("in the way of the folder of the history")
    with SimulatorServer(api) as server:
        settings = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": KEY, **QUIET}
        with Dashboard(settings, script=FAST_APP, log=log) as dashboard:
            create(visit, dashboard.url, "402")
            create(visit, dashboard.url, "Done. Here is your character.")
            dashboard.terminate()
            dashboard.wait(10)
        settings["ETERNALAI_DATABASE"] = f"sqlite:///{no_folder}/history.sqlite3"
        with Dashboard(settings, script=FAST_APP, log=log) as dashboard:
            create(visit, dashboard.url, "The file of the history cannot be opened")
            dashboard.terminate()
            dashboard.wait(10)
    text = log.read_text("utf-8")
    lines = text.splitlines()
    assert [one for one in lines if not LINE.fullmatch(one)] == []
    assert [one for one in lines if FORGED in one] == []
    said = [one.partition(": ")[2] for one in lines]
    for words in (
        *("Eternal dashboard", "Source: live", "History: kept in a file", "Sending creation"),
        *(
            "Failed creation",
            "Accepted creation",
            "The database fails to open",
            "Not sent creation",
        ),
        *("Stopping", "Stopped"),
    ):
        assert any(one.startswith(words) for one in said), words
    for hidden in (KEY, WORDS, "beekeeper", SEARCH, server.base_url, "127.0.0.1", str(tmp_path)):
        assert hidden not in text
    assert not re.search(r"[0-9a-f]{33}", text)


def test_json_lines(tmp_path: Path) -> None:
    """With the format ``json`` each line is an object; a wrong level is told."""
    log = tmp_path / "log"
    settings = {"ETERNALAI_LOG_FORMAT": "json", "ETERNALAI_LOG_LEVEL": "loud", **QUIET}
    with Dashboard(settings, script=FAST_APP, log=log) as dashboard:
        dashboard.terminate()
        dashboard.wait(10)
    found = [json.loads(one) for one in log.read_text("utf-8").splitlines()]
    assert "Stopped." in [one["message"] for one in found]
    assert any(one["message"].startswith("ETERNALAI_LOG_LEVEL must be one of") for one in found)


def test_the_level_is_a_setting(tmp_path: Path) -> None:
    """With the level ``warning`` a start and a stop in peace say nothing."""
    log = tmp_path / "log"
    with Dashboard({"ETERNALAI_LOG_LEVEL": "warning", **QUIET}, log=log) as dashboard:
        dashboard.terminate()
        dashboard.wait(10)
    assert log.read_text("utf-8") == ""
