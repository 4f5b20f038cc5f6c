"""The command line: ``python -m eternal simulate``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

from eternal.simulator import Simulator, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

CANNOT_RUN = 2
"""The exit code for wrong arguments and for what cannot be done."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Says what is wrong in one line, instead of argparse's usage and a line."""
        self.exit(CANNOT_RUN, f"{self.prog}: {message} (see --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit code."""
    parser = _Parser(prog="python -m eternal", description="EternalAI's V2 character API at hand.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    simulate = commands.add_parser("simulate", help="serve the same API on this machine")
    simulate.add_argument("--port", type=_port, default=8787, help="1 to 65535 (default: 8787)")
    chosen = parser.parse_args(arguments)
    return _simulate(chosen.port)


def _simulate(port: int) -> int:
    address = f"http://127.0.0.1:{port}"
    print(f"Simulating the API on {address} until Ctrl+C. Try:", flush=True)  # noqa: T201
    print(f"  curl '{address}/v2/characters?page=1&limit=3'", flush=True)  # noqa: T201
    try:
        serve(Simulator(), port=port)
    except OSError as error:
        reason = error.strerror or error
        print(f"python -m eternal: cannot serve on port {port}: {reason}", file=sys.stderr)  # noqa: T201
        return CANNOT_RUN
    return 0


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is no port from 1 to 65535")


if __name__ == "__main__":
    sys.exit(main())
