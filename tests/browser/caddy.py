"""The proxy of the example of a deployment, with its configuration as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from tests.dashboard import LOOPBACK, ROOT, free_port, wait_until_it_serves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

CADDYFILE = ROOT / "deploy" / "Caddyfile"


def find_caddy() -> str | None:
    """The program, or None if it is not installed."""
    return shutil.which("caddy")


class Caddy:
    """Runs the proxy before some dashboards.

    Args:
        program: The program.
        dashboards: Where these run.
        folder: Where it may write.
    """

    def __init__(self, program: str, dashboards: Sequence[str], folder: Path) -> None:
        self._program = program
        self._dashboards = [urlsplit(one).netloc for one in dashboards]
        self._folder = folder
        self.url = f"http://{LOOPBACK}:{free_port()}"

    def __enter__(self) -> Self:
        settings = {
            "SITE": self.url,
            "DASHBOARDS": " ".join(self._dashboards),
            "CADDY_ADMIN": f"{LOOPBACK}:{free_port()}",
            "HOME": str(self._folder),
            "XDG_DATA_HOME": str(self._folder),
            "XDG_CONFIG_HOME": str(self._folder),
        }
        self._process = subprocess.Popen(
            [self._program, "run", "--config", CADDYFILE, "--adapter", "caddyfile"],
            cwd=self._folder,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_it_serves(self._process, f"{self.url}/healthz")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
