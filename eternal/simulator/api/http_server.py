"""Serves the simulator over HTTP, in a thread or in the foreground."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, Final, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from eternal.simulator.api.faults import HANG_UP

if TYPE_CHECKING:
    import asyncio
    from types import TracebackType

    from starlette.types import ASGIApp, Receive, Scope, Send


_LOOPBACK: Final = "127.0.0.1"
_SECONDS_TO_START: Final = 10.0
_SECONDS_TO_STOP: Final = 5.0


class SimulatorServer:
    """An ASGI application on loopback, in a daemon thread.

    ``with SimulatorServer(app) as server: requests.get(server.base_url + ...)``
    """

    base_url: str
    """The address of the server, once started."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self._app = app
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Start; return when the server answers.

        Raises:
            OSError: The port is in use.
            RuntimeError: The server did not start.
        """
        if self._server is not None:
            return self
        listener = socket.create_server((_LOOPBACK, self._port))
        self.base_url = f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
        server = _Server(self._app)
        thread = threading.Thread(
            target=server.run, args=([listener],), name="simulator", daemon=True
        )
        thread.start()
        if not server.answering.wait(_SECONDS_TO_START):
            server.should_exit = True
            raise RuntimeError("The simulator did not start.")
        self._server, self._thread = server, thread
        return self

    def stop(self) -> None:
        """Close every connection and end the thread; do nothing if it is not running."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(_SECONDS_TO_STOP)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def serve(app: ASGIApp, host: str = _LOOPBACK, port: int = 8787) -> None:
    """Serve in the foreground, until interrupted.

    Args:
        app: The application to serve.
        host: The address to listen on.
        port: The port to listen on.

    Raises:
        OSError: The port is in use, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.create_server((host, port), family=family) as listener,
        contextlib.suppress(KeyboardInterrupt),
    ):
        _Server(app).run([listener])


class _Server(uvicorn.Server):
    """Uvicorn without logs, with a signal when it has started, and a stop without delay."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Protocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
            )
        )
        self.answering = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in self.server_state.connections:
            connection.transport.close()
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """HTTP protocol whose connection the application can close, for faults that hang up."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # Asyncio does this only for sockets made with the protocol's number; without it, each
        # answer waits some 40 ms for an acknowledgement.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app: Any = self.app

        async def with_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[HANG_UP] = transport.close
            await app(scope, receive, send)

        self.app = with_hang_up
