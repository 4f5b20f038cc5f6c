"""A server on a real socket that answers as badly as it is told to."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from tests.contract.examples import answer_to

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator


DRIP_SECONDS = 0.02
FOR_EVER_SECONDS = 5.0


@dataclass(frozen=True)
class Request:
    """A request as its bytes came."""

    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        """Such as GET."""
        return self.head.split(b" ", 1)[0].decode()

    @property
    def path(self) -> str:
        """The path with its query."""
        return self.head.split(b" ", 2)[1].decode()


class Line:
    """One connection, seen from the server."""

    def __init__(self, server: HostileServer, sock: socket.socket) -> None:
        self._server = server
        self._sock = sock
        self._file = sock.makefile("rb")
        self.request = Request(b" / ", b"")
        server.lines.append(self)

    def next_request(self) -> bool:
        """Read the next request; None if there is none."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._file.readline()
            if not line:
                return False
            head += line
        length = 0
        for line in head.splitlines():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self.request = Request(head, self._file.read(length))
        self._server.requests.append(self.request)
        return True

    def send(self, *pieces: bytes) -> None:
        """Send at once."""
        for piece in pieces:
            self._sock.sendall(piece)

    def drip(self, pieces: Iterable[bytes]) -> None:
        """Send piece by piece, with a pause before each that no read time-out minds."""
        end = time.monotonic() + FOR_EVER_SECONDS
        for piece in pieces:
            if self._server.stopping.wait(DRIP_SECONDS) or time.monotonic() > end:
                return
            self._sock.sendall(piece)

    def stay_silent(self) -> None:
        """Say nothing for much longer than any deadline here."""
        self._server.stopping.wait(FOR_EVER_SECONDS)

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def shut_down(self) -> None:
        """End the connection under those who read from it."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the connection."""
        self._file.close()
        self._sock.close()


class HostileServer:
    """Plays one script a connection, in order; the last one again for all that come later."""

    def __init__(self, *scripts: Callable[[Line], None], tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.lines: list[Line] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._scripts = scripts
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]
        self.address = f"{'https' if tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()  # wakes the listener
        self._threads[0].join(FOR_EVER_SECONDS)
        for line in self.lines:
            line.shut_down()
        for thread in self._threads:
            thread.join(FOR_EVER_SECONDS)
        self._listener.close()

    @property
    def posts(self) -> int:
        """How many POSTs have come."""
        return sum(request.method == "POST" for request in self.requests)

    def _accept(self) -> None:
        while True:
            sock, _ = self._listener.accept()
            if self.stopping.is_set():
                sock.close()
                return
            script = self._scripts[min(self.connections, len(self._scripts) - 1)]
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock, script), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, script: Callable[[Line], None]) -> None:
        sock.settimeout(FOR_EVER_SECONDS)
        with sock, contextlib.suppress(OSError, ValueError):
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
            line = Line(self, sock)
            with contextlib.closing(line):
                if line.next_request():
                    script(line)


def head(status: str = "200 OK", *fields: str) -> bytes:
    """A status line and header fields."""
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]).encode()


def whole(body: bytes, status: str = "200 OK", *fields: str) -> bytes:
    """A complete answer that says how long it is."""
    return head(status, *fields, f"Content-Length: {len(body)}") + body


def chunk(data: bytes) -> bytes:
    """A piece of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def answers(body: bytes, status: str = "200 OK", *fields: str) -> Callable[[Line], None]:
    """A script that gives this answer to each request of a connection."""

    def script(line: Line) -> None:
        line.send(whole(body, status, *fields))
        while line.next_request():
            line.send(whole(body, status, *fields))

    return script


def sends(*pieces: bytes) -> Callable[[Line], None]:
    """A script that sends these bytes and closes."""
    return lambda line: line.send(*pieces)


def good(line: Line) -> None:
    """The documented answer to each call, kept alive."""
    line.send(whole(answer_to(line.request.path)))
    while line.next_request():
        line.send(whole(answer_to(line.request.path)))


def endless(piece: bytes) -> Iterator[bytes]:
    """The same piece for as long as somebody listens."""
    while True:
        yield piece


@cache
def bomb(layers: int = 1, megabytes: int = 100) -> bytes:
    """Gzip that is small on the wire and huge when decoded."""
    packer = zlib.compressobj(wbits=31)
    million = b" " * 1_000_000
    data = b"".join(packer.compress(million) for _ in range(megabytes)) + packer.flush()
    for _ in range(layers - 1):
        packer = zlib.compressobj(wbits=31)
        data = packer.compress(data) + packer.flush()
    return data


def packed(data: bytes) -> bytes:
    """The data as gzip."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()
