"""Exports: CSV for spreadsheets, JSON for programs; the columns of characters."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import regex

from eternal.text import first_characters, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV that spreadsheets open directly: UTF-8 with a byte order mark, each text quoted.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row, made by ``cell``.
    """
    table = io.StringIO(newline="")
    table.write(_BYTE_ORDER_MARK)
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(headings)
    writer.writerows(rows)
    return table.getvalue().encode()


def cell(value: object) -> object:
    """Make a value a cell: a number, or one line of text without formulas."""
    if value is None:
        return ""
    return without_formulas(_line(value)) if isinstance(value, str) else value


def as_csv(characters: Iterable[Character]) -> bytes:
    """CSV of characters. Embedded pictures are left out: they are longer than a cell."""
    rows = ([_cell(name, getattr(one, name)) for name in COLUMNS] for one in characters)
    return csv_table(COLUMNS, rows)


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
    if name != "avatar_url" or not isinstance(value, str):
        return cell(value)
    if value.startswith("data:"):
        return ""
    text = _line(value)
    is_address = text.startswith(("https://", "http://"))
    return address_without_formulas(text) if is_address else without_formulas(text)


def _line(text: str) -> str:
    return first_characters(plain_text(text, _MOST_UNITS), _MOST_UNITS, _units)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
