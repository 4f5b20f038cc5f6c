"""A visitor, as the records know one: by a hash of who has signed in, or of the browser's token."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final, Self

_TOKEN_BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_PREFIX: Final = "eternal visitor "
_PERSON_PREFIX: Final = "eternal person "


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visitor.

    Attributes:
        owner: A SHA-256 in hex: what records belong to.
        lasts: Whether this visitor will be known again; if not, it ends with the visit.
    """

    owner: str
    lasts: bool

    @classmethod
    def of(cls, token: str, *, lasts: bool = True) -> Self:
        """The visitor whose token this is."""
        return cls(sha256(f"{_PREFIX}{token}".encode()).hexdigest(), lasts)

    @classmethod
    def of_person(cls, issuer: str, subject: str) -> Self:
        """The visitor who has signed in there as this subject, in whatever browser."""
        named = f"{_PERSON_PREFIX}{json.dumps([issuer, subject])}"
        return cls(sha256(named.encode()).hexdigest(), lasts=True)


def new_token() -> str:
    """A random token of 32 bytes, as URL-safe text."""
    return token_urlsafe(_TOKEN_BYTES)


def is_token(value: object) -> bool:
    """Whether a value has the form of a token."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None
