"""Characters to take away: as CSV for a spreadsheet, as JSON for a program. Draws nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from eternal.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eternal import Character

COLUMNS = (
    "id",
    "display_name",
    "username",
    "age",
    "gender",
    "category",
    "status",
    "description",
    "avatar_url",
)

_BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000


def as_csv(characters: Iterable[Character]) -> bytes:
    """A table that spreadsheets open as it is: UTF-8 with its mark, and no text runs as a formula.

    An embedded picture is left out: it is no address, and longer than a cell.
    """
    table = io.StringIO(newline="")
    table.write(_BYTE_ORDER_MARK)
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for character in characters:
        writer.writerow([_cell(name, getattr(character, name)) for name in COLUMNS])
    return table.getvalue().encode()


def as_json(characters: Iterable[Character]) -> bytes:
    """The same as a JSON list, each field as the API gave it."""
    records: list[dict[str, Any]] = [
        {name: getattr(character, name) for name in COLUMNS} for character in characters
    ]
    return json.dumps(records, indent=2, ensure_ascii=False).encode()


def _cell(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name == "avatar_url" and value.startswith("data:"):
        return ""
    text = plain_text(value, _LONGEST_CELL)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
