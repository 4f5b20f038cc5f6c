"""The table of what was measured, its ratios, and what got worse."""

from __future__ import annotations

from typing import Any, Final

NOISE: Final = 0.25
"""How much worse a ratio may be than the one it is compared with: two runs differ by as much."""


def ratios(found: dict[str, Any]) -> dict[str, float]:
    """What the app takes, in floors, by the name of what was measured."""
    made: dict[str, float] = {}
    for latency, by_name in found["alone"].items():
        for thing, app in by_name["app"].items():
            floor = by_name["floor"].get(thing)
            if floor:
                made[f"{thing} at {latency} s"] = app["seconds"] / floor["seconds"]
    for count, by_name in found["crowds"].items():
        app, floor = by_name["app"], by_name["floor"]
        for field in ("answer_seconds", "processor_ms"):
            made[f"{field} of {count} visitors"] = app[field] / max(floor[field], 1e-9)
    return made


def judged(found: dict[str, Any], kept: dict[str, Any]) -> list[str]:
    """What got worse beyond the noise, in sentences: ratios, and the floor itself."""
    complaints = [
        f"{name}: {now:.2f} floors, it was {before:.2f}"
        for name, now in found["ratios"].items()
        if (before := kept["ratios"].get(name)) and now > before * (1 + NOISE)
    ]
    for count, by_name in found["crowds"].items():
        now = by_name["floor"]["processor_ms"]
        before = kept["crowds"].get(count, {}).get("floor", {}).get("processor_ms")
        if before and now > before * (1 + 2 * NOISE):
            complaints.append(
                f"The floor itself takes {now:.0f} ms a run with {count} visitors, it took"
                f" {before:.0f}: the machine is busy or slower, so nothing can be compared."
            )
    return complaints


def as_table(found: dict[str, Any]) -> str:
    """What was measured, as Markdown."""
    lines = [
        "| one visitor, seconds | app | plain page | floor | app in floors |",
        "|---|---|---|---|---|",
    ]
    for latency, by_name in found["alone"].items():
        for thing in by_name["app"]:
            cells = [
                _seconds(by_name.get(name, {}).get(thing)) for name in ("app", "plain", "floor")
            ]
            ratio = found["ratios"].get(f"{thing} at {latency} s")
            row = [f"{thing}, API at {latency} s", *cells, "" if ratio is None else f"{ratio:.2f}"]
            lines.append(_row(row))
    lines += ["", "| crowd | app | plain page | floor | app in floors |", "|---|---|---|---|---|"]
    fields = {
        "answer_seconds": ("a flip, median s", "{:.2f}"),
        "slowest_seconds": ("a flip, slowest s", "{:.2f}"),
        "processor_ms": ("processor time a run, ms", "{:.0f}"),
        "messages": ("messages a run", "{:.0f}"),
        "kilobytes": ("KB a run", "{:.0f}"),
        "megabytes": ("memory, MB", "{:.0f}"),
        "upstream_calls": ("calls upstream", "{:.0f}"),
        "errors": ("errors", "{:.0f}"),
    }
    for count, by_name in found["crowds"].items():
        for field, (words, form) in fields.items():
            cells = [form.format(by_name[name][field]) for name in ("app", "plain", "floor")]
            ratio = found["ratios"].get(f"{field} of {count} visitors")
            row = [f"{count} visitors: {words}", *cells, "" if ratio is None else f"{ratio:.2f}"]
            lines.append(_row(row))
    lines.append("")
    for name, values in found["app_only"].items():
        said = ", ".join(f"{field} {value:.3g}" for field, value in values.items())
        lines.append(f"{name}: {said}")
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _seconds(timing: dict[str, Any] | None) -> str:
    return "" if timing is None else f"{timing['seconds']:.2f} ± {timing['spread']:.2f}"
