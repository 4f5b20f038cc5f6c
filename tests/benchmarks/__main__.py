"""``python -m tests.benchmarks``: measures, prints a table, writes JSON, and judges the ratios."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from tests.benchmarks.alone import Alone
from tests.benchmarks.crowd import measure_crowd
from tests.benchmarks.report import as_table, judged, ratios
from tests.benchmarks.servers import CONTESTANTS, Server, World
from tests.browser.chromium import find_browser

CROWDS: Final = (10, 50, 200)
LATENCIES: Final = (0.0, 0.3, 1.0)
TRIES: Final = 3
CROWD_LATENCY: Final = 0.3


def measure(*, crowds: tuple[int, ...], latencies: tuple[float, ...], tries: int) -> dict[str, Any]:
    """Measure all contestants, side by side: each thing for one after the other."""
    found: dict[str, Any] = {"alone": {}, "crowds": {}, "app_only": {}}
    executable = find_browser()
    with World() as world, sync_playwright() as playwright:
        for latency in latencies if executable else ():
            for contestant in CONTESTANTS:
                world.api.seconds = latency
                with Server(contestant, world.settings) as server:
                    alone = Alone(playwright, executable or "", server)
                    timings = alone.visits(tries)
                    if contestant.name == "app" and latency == latencies[0]:
                        found["app_only"]["search keystroke"] = asdict(alone.keystroke(tries))
                        found["app_only"]["tick of a creation"] = alone.ticks(20)
                    alone.close()
                place = found["alone"].setdefault(f"{latency:g}", {})
                place[contestant.name] = {name: asdict(one) for name, one in timings.items()}
        world.api.seconds = CROWD_LATENCY
        for count in crowds:
            for contestant in CONTESTANTS:
                with Server(contestant, world.settings) as server:
                    result = measure_crowd(server, world.api, count)
                found["crowds"].setdefault(str(count), {})[contestant.name] = asdict(result)
    found["ratios"] = ratios(found)
    return found


def main() -> int:
    """Run the command; the exit code is 1 where a ratio got worse than the file that is kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one latency, 10 and 50 visitors")
    parser.add_argument("--json", type=Path, help="where to write what was measured")
    parser.add_argument("--against", type=Path, help="an earlier such file, to compare ratios with")
    chosen = parser.parse_args()
    found = measure(
        crowds=CROWDS[:2] if chosen.quick else CROWDS,
        latencies=LATENCIES[1:2] if chosen.quick else LATENCIES,
        tries=TRIES,
    )
    print(as_table(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    complaints = []
    if chosen.against:
        complaints = judged(found, json.loads(chosen.against.read_text("utf-8")))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
