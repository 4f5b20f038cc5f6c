"""A parameter of an address, and the common kinds of parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Address = Mapping[str, Sequence[str]]
"""The query string: all values of each parameter."""

_T = TypeVar("_T")
_Named = TypeVar("_Named", bound=StrEnum)


@dataclass(frozen=True)
class Parameter(Generic[_T]):
    """A parameter of an address. An invalid value is no error: it means the default.

    Attributes:
        name: Its name in the address.
        parse: Parses its values.
        format: Formats a value; an empty list for the default.
    """

    name: str
    parse: Callable[[Sequence[str]], _T]
    format: Callable[[_T], Sequence[str]]

    def read(self, address: Address) -> _T:
        """Read the value from an address."""
        return self.parse(address.get(self.name, ()))

    def write(self, value: _T) -> dict[str, list[str]]:
        """Write a value as a part of an address; its list is empty for the default."""
        return {self.name: [text for text in self.format(value) if text]}


def last_of(texts: Sequence[str]) -> str:
    """The last value, or ""."""
    return texts[-1] if texts else ""


def text_parameter(name: str, longest: int | None = None) -> Parameter[str]:
    """A text, cut to a length."""
    return Parameter(name, lambda texts: last_of(texts)[:longest], lambda text: [text])


def texts_parameter(name: str) -> Parameter[tuple[str, ...]]:
    """Several texts."""
    return Parameter(name, tuple, list)


def named_parameter(name: str, kind: type[_Named], usual: _Named) -> Parameter[_Named]:
    """A value of an enumeration."""

    def parse(texts: Sequence[str]) -> _Named:
        return kind(last_of(texts)) if last_of(texts) in list(kind) else usual

    return Parameter(name, parse, lambda value: [value.value] if value is not usual else [])


def number_parameter(name: str, usual: int, largest: int) -> Parameter[int | None]:
    """A number from 1; None for an invalid one."""

    def parse(texts: Sequence[str]) -> int | None:
        text = last_of(texts)
        return read_number(text, largest, smallest=1) if text else usual

    return Parameter(name, parse, lambda value: [str(value)] if value not in {usual, None} else [])


def read_number(text: str, largest: int, *, smallest: int) -> int | None:
    """Parse a whole number; None if it is none, or out of bounds."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
        return None
    return int(text) if smallest <= int(text) <= largest else None
