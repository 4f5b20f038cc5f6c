"""The command line: ``python -m eternal simulate`` and ``python -m eternal check``."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from eternal.errors import ConfigurationError
from eternal.settings import API_KEY_NAME, BASE_URL_NAME, make_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

CANNOT_RUN = 2
"""The exit code for wrong arguments, and for a command that cannot be run."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Print one line, where argparse would print its usage, too."""
        self.exit(CANNOT_RUN, f"{self.prog}: {message} (see --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "simulate":
        return _simulate(chosen.port)
    return _check(
        chosen.base_url, create=chosen.create, generate=chosen.generate, as_data=chosen.json
    )


def _parser() -> _Parser:
    parser = _Parser(prog="python -m eternal", description="EternalAI's V2 character API at hand.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    simulate = commands.add_parser("simulate", help="serve the same API on this machine")
    simulate.add_argument("--port", type=_port, default=8787, help="1 to 65535 (default: 8787)")
    check = commands.add_parser(
        "check",
        help="check any server against the document",
        epilog="Exit code: 0 if it holds, 1 on drift, 2 if it could not be checked.",
    )
    check.add_argument("--base-url", help=f"the server (default: {BASE_URL_NAME}, or the live API)")
    check.add_argument(
        "--create",
        action="store_true",
        help=f"create a character, too: costs credits, with the key in {API_KEY_NAME}",
    )
    check.add_argument(
        "--generate",
        action="store_true",
        help="make an effect, a picture and a video of a listed adult character, too: likewise",
    )
    check.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _simulate(port: int) -> int:
    try:
        from eternal.simulator import Simulator, serve  # noqa: PLC0415 - an extra of the package
    except ModuleNotFoundError as error:
        return _complain(_missing("simulate", "simulator", error))
    address = f"http://127.0.0.1:{port}"
    print(f"Simulating the API on {address} until Ctrl+C. Try:", flush=True)
    print(f"  curl '{address}/v2/characters?page=1&limit=3'", flush=True)
    try:
        serve(Simulator(), port=port)
    except OSError as error:
        return _complain(f"cannot serve on port {port}: {error.strerror or error}")
    return 0


def _check(base_url: str | None, *, create: bool, generate: bool, as_data: bool) -> int:
    try:
        from eternal.contract import check  # noqa: PLC0415 - an extra of the package
        from eternal.contract.report import check_as_json, check_as_text  # noqa: PLC0415
    except ModuleNotFoundError as error:
        return _complain(_missing("check", "check", error))
    try:
        settings = make_settings(
            os.environ.get(API_KEY_NAME), base_url or os.environ.get(BASE_URL_NAME)
        )
    except ConfigurationError as error:
        return _complain(error.headline)
    if (create or generate) and settings.api_key is None:
        option = "--create" if create else "--generate"
        return _complain(f"{option} needs the key in the environment variable {API_KEY_NAME}")
    result = check(settings, create=create, generate=generate)
    print(check_as_json(result) if as_data else check_as_text(result))
    return result.exit_code


def _missing(command: str, extra: str, error: ModuleNotFoundError) -> str:
    return f"{command} needs {error.name}: pip install 'eternal-client[{extra}]'"


def _complain(sentence: str) -> int:
    print(f"python -m eternal: {sentence}", file=sys.stderr)
    return CANNOT_RUN


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("this is no port from 1 to 65535")


def run() -> NoReturn:
    """Run the command of the command line, and exit with its code."""
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
