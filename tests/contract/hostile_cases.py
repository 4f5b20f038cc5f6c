"""What the hostile server does, row by row, and what has to come of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eternal import (
    ConnectionFailed,
    ContractError,
    EternalError,
    ServerError,
    StatusError,
    TimedOut,
    Unauthorized,
)
from tests.contract import hostile_server
from tests.contract.examples import answer_to
from tests.contract.hostile_server import chunk, head, sends, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.hostile_server import Line

KEY = 'sk-live/0123456789"abc'
MILLION = b" " * 1_000_000


@dataclass(frozen=True)
class Case:
    """A script, and the only errors that may come of it; with none, the right value has to."""

    name: str
    row: str
    script: Callable[[Line], None]
    errors: tuple[type[EternalError], ...] = field(default=())


def _says(*fields: str) -> bytes:
    return head("200 OK", *fields)


def _good_body(line: Line) -> bytes:
    return answer_to(line.request.path)


def _drips(before: bytes, piece: bytes) -> Callable[[Line], None]:
    def script(line: Line) -> None:
        line.send(before)
        line.drip(hostile_server.endless(piece))

    return script


def _silent(before: bytes) -> Callable[[Line], None]:
    def script(line: Line) -> None:
        line.send(before)
        line.stay_silent()

    return script


def _resets(before: bytes) -> Callable[[Line], None]:
    def script(line: Line) -> None:
        line.send(before)
        line.reset()

    return script


def _around(before: bytes, after: bytes = b"", *fields: str) -> Callable[[Line], None]:
    return lambda line: line.send(before, whole(_good_body(line), "200 OK", *fields), after)


def _encoded(encode: Callable[[bytes], bytes], *fields: str) -> Callable[[Line], None]:
    return lambda line: line.send(whole(encode(_good_body(line)), "200 OK", *fields))


def _plain_as(encoding: str) -> Callable[[Line], None]:
    return _around(b"", b"", f"Content-Encoding: {encoding}")


def _as_utf_16(body: bytes) -> bytes:
    return body.decode().encode("utf-16")


def _many_megabytes(*fields: str) -> Callable[[Line], None]:
    return sends(head("200 OK", *fields), *[MILLION] * 100)


def _chunked(line: Line) -> None:
    body = _good_body(line)
    line.send(_says("Transfer-Encoding: chunked"), chunk(body[:9]), chunk(body[9:]))
    line.send(b"0\r\n\r\n")


def _packed_by_bytes(line: Line) -> None:
    data = hostile_server.packed(_good_body(line))[:-8]  # the trailer is no part of the data
    line.send(head("200 OK", "Content-Encoding: gzip", "Transfer-Encoding: chunked"))
    line.send(*(chunk(data[index : index + 1]) for index in range(len(data))))
    line.send(b"0\r\n\r\n")


def _without_length(line: Line) -> None:
    line.send(b"HTTP/1.0 200 OK\r\n\r\n", _good_body(line))


def _echo(text: str) -> bytes:
    return ('{"error": {"message": %s}}' % text).encode()  # noqa: UP031


_ESCAPED_KEY = '"' + "".join(f"\\u{ord(char):04X}" for char in KEY) + '"'
_NAMED_GZIP = bytes([31, 139, 8, 8, 0, 0, 0, 0, 0, 3])  # the name of the file would follow
_BROKEN = (ConnectionFailed,)
_UNREADABLE = (ContractError,)
_LATE = (TimedOut,)

CASES = [
    # Time
    Case("slow headers", "any-slow", _drips(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"), _LATE),
    Case("dripping headers", "any-slow", _drips(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), _LATE),
    Case("dripping status line", "any-slow", _drips(b"HTTP/1.1 200 O", b"K"), _LATE),
    Case("dripping body", "any-slow", _drips(_says("Content-Length: 999"), b" "), _LATE),
    Case(
        "dripping chunks",
        "any-slow",
        _drips(_says("Transfer-Encoding: chunked"), chunk(b" ")),
        _LATE,
    ),
    Case(
        "dripping gzip that decodes to nothing yet",
        "any-slow",
        _drips(_says("Content-Encoding: gzip") + _NAMED_GZIP, b"n"),
        _LATE,
    ),
    Case("silence", "any-slow", _silent(b""), _LATE),
    Case(
        "silence after the headers", "any-slow", _silent(head("200 OK", "Content-Length: 9")), _LATE
    ),
    Case("interim answers without end", "any-slow", _drips(b"", head("102 Processing")), _LATE),
    # Broken connections
    Case("closed without an answer", "any-passing", sends(), _BROKEN),
    Case("reset", "any-passing", _resets(b""), _BROKEN),
    Case("reset in the headers", "any-passing", _resets(b"HTTP/1.1 200 OK\r\nX:"), _BROKEN),
    Case("truncated", "any-passing", sends(head("200 OK", "Content-Length: 99"), b"{"), _BROKEN),
    Case(
        "truncated in a chunk",
        "any-passing",
        sends(_says("Transfer-Encoding: chunked"), b'10\r\n{"result'),
        _BROKEN,
    ),
    Case(
        "truncated between chunks",
        "any-passing",
        sends(_says("Transfer-Encoding: chunked"), chunk(b"{}")),
        _BROKEN,
    ),
    Case(
        "a size of a chunk that is none",
        "any-passing",
        sends(_says("Transfer-Encoding: chunked"), b"big\r\n{}\r\n0\r\n\r\n"),
        _BROKEN,
    ),
    Case(
        "a negative size of a chunk",
        "any-passing",
        sends(_says("Transfer-Encoding: chunked"), b"-5\r\n{}\r\n0\r\n\r\n"),
        (ConnectionFailed, ContractError),
    ),
    Case("bad status line", "any-passing", sends(b"GARBAGE\r\n\r\n"), _BROKEN),
    Case("a status that is no number", "any-passing", sends(b"HTTP/1.1 ok OK\r\n\r\n"), _BROKEN),
    Case("200 headers", "any-huge", sends(head("200 OK", *["X-A: b"] * 200)), _BROKEN),
    Case("a header of 1 MB", "any-huge", sends(head("200 OK", f"X-A: {'b' * 1_000_000}")), _BROKEN),
    Case("headers that are none", "any-passing", _around(b"", b"", "no colon", ": x")),
    Case(
        "two lengths that differ",
        "any-passing",
        sends(head("200 OK", "Content-Length: 2, 3"), b"{}"),
        _BROKEN,
    ),
    Case(
        "a length of 5,000 digits",
        "any-passing",
        sends(head("200 OK", f"Content-Length: {'9' * 5000}"), b"{}"),
        (ConnectionFailed, ContractError),
    ),
    Case(
        "a negative length",
        "any-passing",
        sends(head("200 OK", "Content-Length: -9"), b"{}"),
        _UNREADABLE,
    ),
    # Size
    Case("100 MB", "any-huge", _many_megabytes("Content-Length: 100000000"), _UNREADABLE),
    Case("100 MB of unknown length", "any-huge", _many_megabytes(), _UNREADABLE),
    Case(
        "100 MB with an error",
        "any-huge",
        sends(head("500 Oops"), *[MILLION] * 100),
        _UNREADABLE,
    ),
    Case(
        "100 MB with a redirect",
        "any-redirect",
        sends(head("307 Away", "Location: http://localhost:1/"), *[MILLION] * 100),
        _UNREADABLE,
    ),
    Case(
        "a gzip bomb",
        "any-huge",
        lambda line: line.send(whole(hostile_server.bomb(), "200 OK", "Content-Encoding: gzip")),
        _UNREADABLE,
    ),
    Case(
        "a gzip bomb in a gzip bomb",
        "any-huge",
        lambda line: line.send(
            whole(hostile_server.bomb(2), "200 OK", "Content-Encoding: gzip, gzip")
        ),
        _UNREADABLE,
    ),
    # Encodings
    Case("says gzip and is not", "any-unreadable", _plain_as("gzip"), _UNREADABLE),
    Case("says deflate and is not", "any-unreadable", _plain_as("deflate"), _UNREADABLE),
    Case("says gzip 50 times", "any-unreadable", _plain_as("gzip, " * 49 + "gzip"), _UNREADABLE),
    Case(
        "gzip that ends too soon",
        "any-unreadable",
        _encoded(lambda body: hostile_server.packed(body)[:40], "Content-Encoding: gzip"),
        _UNREADABLE,
    ),
    Case("an unknown encoding", "any-unreadable", _plain_as("mystery")),
    Case("gzip", "any-unreadable", _encoded(hostile_server.packed, "Content-Encoding: gzip")),
    Case("gzip byte by byte", "any-unreadable", _packed_by_bytes),
    Case("chunks", "any-unreadable", _chunked),
    Case("a body until the end of the connection", "any-unreadable", _without_length),
    Case("UTF-16", "any-unreadable", _encoded(_as_utf_16), _UNREADABLE),
    # Statuses
    Case("204", "any-unreadable", sends(head("204 No Content")), _UNREADABLE),
    Case("an empty 200", "any-unreadable", sends(whole(b"")), _UNREADABLE),
    Case("HTML with 200", "any-unreadable", sends(whole(b"<html><p>Hello</html>")), _UNREADABLE),
    Case("100 Continue before the answer", "any-passing", _around(head("100 Continue"))),
    Case("103 before the answer", "any-passing", _around(head("103 Early Hints", "Link: </x>"))),
    Case("a whole second answer", "any-passing", _around(b"", whole(b'{"result": null}'))),
    Case("101", "any-passing", sends(head("101 Switching Protocols")), (StatusError,)),
    Case("status 999", "any-passing", sends(whole(b"", "999 What")), (ServerError,)),
    Case("a cookie", "any-cookie", _around(b"", b"", "Set-Cookie: a=b; Path=/", "Set-Cookie: ;;=")),
    # The key
    Case(
        "the key in an error text",
        "any-key",
        sends(whole(_echo(json.dumps(f"bad key {KEY}!")), "401 Who")),
        (Unauthorized,),
    ),
    Case(
        "the key in an error text, escaped",
        "any-key",
        sends(whole(_echo(_ESCAPED_KEY.replace('"', '"bad key ', 1)), "401 Who")),
        (Unauthorized,),
    ),
    Case(
        "the key where an error text is cut",
        "any-key",
        sends(whole(_echo(json.dumps("x" * 285 + KEY)), "401 Who")),
        (Unauthorized,),
    ),
    Case(
        "the key in a header and in the status line",
        "any-key",
        sends(whole(b"", f"401 {KEY}", f"X-Key: {KEY}", f"WWW-Authenticate: {KEY}")),
        (Unauthorized,),
    ),
    Case(
        "the key in what is too large",
        "any-key",
        sends(head(), *[KEY.encode() * 50_000] * 5),
        _UNREADABLE,
    ),
    Case(
        "the key in what is late",
        "any-key",
        _silent(_says("Content-Length: 999") + KEY.encode()),
        _LATE,
    ),
]
