"""The dashboard is killed and started anew: the same browser finds all, another one nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eternal.simulator import Simulator, SimulatorServer
from tests.browser.pace import FAST_APP
from tests.dashboard import Dashboard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import NewVisitor

WORDS = "A lighthouse keeper from Skagen who carves whales."


def test_a_kill_forgets_nothing(visit: NewVisitor, tmp_path: Path) -> None:
    """After a SIGKILL a creation goes on at the plain address, for its browser only, paid once."""
    api = Simulator(creation_seconds=(6.0, 6.0), record=True)
    with SimulatorServer(api) as server:
        settings = {
            "ETERNALAI_BASE_URL": server.base_url,
            "ETERNALAI_API_KEY": "a-key-of-the-deployment",
            "ETERNALAI_DATABASE": f"sqlite:///{tmp_path / 'history.sqlite3'}",
        }
        with Dashboard(settings, script=FAST_APP) as killed:
            visitor = visit(killed.url, "/create")
            visitor.page.get_by_role("textbox", name="Describe").fill(WORDS)
            visitor.press("Create character")
            visitor.waits_for(lambda: "creation=" in visitor.page.url)
            visitor.is_cut_off = True
            killed.kill()
        with Dashboard(settings, script=FAST_APP) as dashboard:
            again = visit(dashboard.url, "/create")
            again.sees("Done. Here is your character.")
            again.menu("History").sees("Today").sees(WORDS)
            stranger = visit(dashboard.url, "/history", is_friend=True)
            stranger.is_at_rest()
            assert WORDS not in stranger.page.inner_text("body")
            again.leave()
            stranger.leave()
    assert len([one for one in api.requests if one.method == "POST"]) == 1
