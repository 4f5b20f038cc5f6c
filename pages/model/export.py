"""Exports characters: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import regex

from eternal.text import first_characters, plain_text

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
# The separator depends on the spreadsheet's country: after any of them a formula may start.
_FORMULA = regex.compile(
    r"""((?:^|[;,|\t\r\n])[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800"“”„«»]*)"""
    r"([=+\-@＝＋－＠﹦﹢﹣﹫−⁺⁻⁼₊₋₌﬩])"
)
_MOST_UNITS: Final = 32_000
"""UTF-16 units in a cell; Excel's limit is a little higher."""


def as_csv(characters: Iterable[Character]) -> bytes:
    """CSV that spreadsheets open directly: UTF-8 with a byte order mark, without formulas.

    Embedded pictures are left out: they are longer than a cell.
    """
    table = io.StringIO(newline="")
    table.write(_BYTE_ORDER_MARK)
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for character in characters:
        writer.writerow([_cell(name, getattr(character, name)) for name in COLUMNS])
    return table.getvalue().encode()


def as_json(characters: Iterable[Character]) -> bytes:
    """JSON list of characters, with each field as the API sent it."""
    records: list[dict[str, Any]] = [
        {name: getattr(character, name) for name in COLUMNS} for character in characters
    ]
    return json.dumps(records, indent=2, ensure_ascii=False).encode()


def without_formulas(text: str) -> str:
    """Put an apostrophe before each character that may start a formula in a spreadsheet."""
    return _FORMULA.sub(r"\1'\2", text)


def address_without_formulas(address: str) -> str:
    """Percent-encode the characters that may start a formula; the address stays the same."""
    return _FORMULA.sub(lambda found: found[1] + _percent_encoded(found[2]), address)


def _percent_encoded(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def _cell(name: str, value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    if name == "avatar_url" and value.startswith("data:"):
        return ""
    text = first_characters(plain_text(value, _MOST_UNITS), _MOST_UNITS, _units)
    is_address = name == "avatar_url" and text.startswith(("https://", "http://"))
    return address_without_formulas(text) if is_address else without_formulas(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
