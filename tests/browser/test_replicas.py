"""Two dashboards behind the proxy of the example: one service, also while one of them stops."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Simulator, SimulatorServer
from tests.browser.apis import Held
from tests.browser.caddy import Caddy, find_caddy
from tests.browser.pace import FAST_APP
from tests.dashboard import Dashboard
from tests.journal.postgresql import running_cluster
from tests.missing import skip_or_fail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

STICKY = "eternal_replica"
WORDS = "A lighthouse keeper from Skagen who carves whales."


def replica_of(visitor: Visitor) -> str:
    """What the proxy has written into the cookie that keeps the visitor on one replica."""
    (found,) = [one for one in visitor.context.cookies() if one.get("name") == STICKY]
    return str(found.get("value"))


def test_a_replica_that_stops_finishes_what_it_sends(visit: NewVisitor, tmp_path: Path) -> None:
    """SIGTERM in the middle of a POST: its visitor goes on at the other one, and it is paid once.

    Before, the visit stays on one replica: pages, websocket, pictures.
    """
    program = find_caddy()
    if program is None:
        skip_or_fail("no proxy: caddy is not on the PATH")
    api = Held(simulator := Simulator(creation_seconds=(0.4, 0.8), record=True))
    with ExitStack() as stack:
        settings = {
            "ETERNALAI_BASE_URL": stack.enter_context(SimulatorServer(api)).base_url,
            "ETERNALAI_API_KEY": "a-key-of-the-deployment",
            "ETERNALAI_DATABASE": stack.enter_context(running_cluster()).new_database(),
        }
        logs = [tmp_path / "a", tmp_path / "b"]
        dashboards = [
            stack.enter_context(Dashboard(settings, script=FAST_APP, log=log)) for log in logs
        ]
        proxy = stack.enter_context(Caddy(program, [one.url for one in dashboards], tmp_path))
        visitor = visit(proxy.url).is_at_rest()
        first = replica_of(visitor)
        visitor.sees_pictures(3).menu("Create")
        visitor.page.reload()
        visitor.page.get_by_role("textbox", name="Describe").fill(WORDS)
        visitor.press("Create character").sees("Sending")
        visitor.waits_for(lambda: api.is_holding)
        assert replica_of(visitor) == first

        (stopping,) = [
            dashboard
            for dashboard, log in zip(dashboards, logs, strict=True)
            if "Sending creation" in log.read_text("utf-8")
        ]
        visitor.is_cut_off = True
        stopping.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            stopping.wait(2.0)
        visitor.waits_for(lambda: replica_of(visitor) != first)
        visitor.open("/create").sees(WORDS)
        assert replica_of(visitor) != first
        api.is_let_go = True
        stopping.wait(10.0)
        visitor.sees("Done. Here is your character.")
        visitor.leave()
    assert len([one for one in simulator.requests if one.method == "POST"]) == 1
