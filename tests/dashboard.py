"""The dashboard as a process, for the browser tests and the benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from urllib.error import URLError
from urllib.request import urlopen

from tests.limits import NO_LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

ROOT: Final = Path(__file__).parents[1]
LOOPBACK: Final = "127.0.0.1"
APP: Final = "app.py"

_SECONDS_TO_START = 60.0
_SECONDS_TO_STOP = 5.0


class Dashboard:
    """The dashboard, or another Streamlit script, as a process of its own.

    ``with Dashboard({"ETERNALAI_BASE_URL": ...}) as dashboard: browse(dashboard.url)``

    Args:
        settings: Additions to its environment, which holds no other ETERNALAI settings but that
            no limit of the key is reached.
        script: The script, from the root of the project.
        log: The file that takes its log; None drops it.
        secrets: The file of its secrets; None for those of the project, which has none.
    """

    def __init__(
        self,
        settings: Mapping[str, str] | None = None,
        *,
        script: str = APP,
        log: Path | None = None,
        secrets: Path | None = None,
    ) -> None:
        self._settings = NO_LIMITS | dict(settings or {})
        self._script = script
        self._log = log or Path(os.devnull)
        self._options = ["--secrets.files", str(secrets)] if secrets else []
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("ETERNALAI_")
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", self._script),
                    *("--server.headless", "true", "--server.address", LOOPBACK),
                    *("--server.port", str(port), "--server.fileWatcherType", "none"),
                    *self._options,
                ],
                cwd=ROOT,
                env=environment | self._settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            wait_until_it_serves(self._process, f"{self.url}/_stcore/health")
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
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_SECONDS_TO_STOP)

    @property
    def process_id(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    def terminate(self) -> None:
        """Ask the process to end, as a platform does before it starts the next version."""
        assert self._process is not None
        self._process.terminate()

    def kill(self) -> None:
        """End the process at once, as a machine that fails does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_SECONDS_TO_STOP)

    def wait(self, seconds: float) -> None:
        """Wait for the end of the process.

        Raises:
            subprocess.TimeoutExpired: It has not ended by then.
        """
        assert self._process is not None
        self._process.wait(seconds)


def wait_until_it_serves(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a process answers at an address.

    Raises:
        RuntimeError: It has ended, or does not answer in a minute.
    """
    give_up_at = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < give_up_at:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing serves at {url}; the exit code is {process.returncode}.")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
