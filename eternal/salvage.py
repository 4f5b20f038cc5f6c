"""Recovers data from an answer that is cut off, too large, or surrounded by other text.

The answer may hold the id of something that was paid for. Each value keeps its place, so that no
other number is taken for the id; a value that may be cut off itself is dropped.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_HEAD: Final = 262_144
"""Bytes that are read: ids come at the beginning."""

_DEEPEST = 50
_PAGE = re.compile("<(?:!doctype|html|head|body|script)", re.IGNORECASE)
_START = re.compile(r'\{\s*"')
_PIECE = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?P<colon>\s*:)?|[{}\[\],:"]|[^\s{}\[\],:"]+', re.DOTALL
)
_Container = dict[str, Any] | list[Any]


def salvaged(body: bytes) -> dict[str, Any] | None:
    """The first object in a broken answer, as far as it came; None if there is none.

    Text before it is skipped, such as a warning of the server or the name of an event.
    """
    head = body[:LARGEST_HEAD]
    text = head.decode(json.detect_encoding(head), "replace")
    start = _START.search(text)
    if start is None or _PAGE.search(text, 0, start.start()):
        return None  # data in the script of an HTML page is no answer of the API
    return _built(text[start.start() :])


def bounded_int(digits: str) -> int | float:
    """Parse a whole number; infinite if it has more than twenty digits.

    Python refuses to parse or print thousands of digits; infinity is refused as an id or an age.
    """
    return int(digits) if len(digits) <= 20 else float("inf")


def _built(text: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    open_ones: list[_Container] = []
    key: str | None = None
    for piece, is_key in _tokens(text):
        if is_key:
            key = _value(piece)
        elif piece in "{[":
            inner: _Container = root if not open_ones else {} if piece == "{" else []
            if open_ones:
                _keep(open_ones[-1], key, inner)
            open_ones.append(inner)
            key = None
        elif piece in "}]":
            open_ones.pop()
        elif piece == ",":
            key = None
        else:
            _keep(open_ones[-1], key, _value(piece))
        if not 0 < len(open_ones) <= _DEEPEST:
            break
    return root


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """The complete tokens, and whether each is the name of a member."""
    for match in _PIECE.finditer(text):
        piece = match["text"] or match[0]
        is_bare = piece[0] not in '"{}[],:'
        if piece == '"' or (is_bare and match.end() == len(text)):
            return  # a text without an end, or a number that may go on
        if piece != ":":
            yield piece, match["colon"] is not None


def _keep(here: _Container, key: str | None, value: object) -> None:
    if isinstance(here, list):
        here.append(value)
    elif key is not None:
        here.setdefault(key, value)


def _value(piece: str) -> Any:
    try:
        return json.loads(piece, strict=False, parse_int=bounded_int)
    except ValueError:
        return None
