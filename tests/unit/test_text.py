"""Text of strangers becomes one line that can be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal.text import plain_text

ASTRONAUT = "👩\u200d🚀"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

CASES = {
    "plain": ("Elara Voss", "Elara Voss"),
    "empty": ("", ""),
    "blank": (" \t\r\n\u2028\u00a0", ""),
    "white space is folded": ("  a \n\t b\u2029c ", "a b c"),
    "controls are dropped": ("a\x00b\x1b[31mc\x7f\x9f", "ab[31mc"),
    "overrides are dropped": ("\u202eabc\u202c\u2066d\u2069\u200f", "abcd"),
    "lone surrogates are dropped": ("a\ud800b\udfff", "ab"),
    "private and unassigned are dropped": ("a\ue000b\U0010ffffc\u0378", "abc"),
    "soft hyphens and marks of order are dropped": ("a\u00adb\ufeffc\u200bd", "abcd"),
    "joiners stay": (ASTRONAUT, ASTRONAUT),
    "non-joiners stay": ("می\u200cخواهم", "می\u200cخواهم"),
    "flags stay": (f"🇳🇴{SCOTLAND}", f"🇳🇴{SCOTLAND}"),
    "variation selectors and accents stay": ("❤\ufe0f é", "❤\ufe0f é"),
    "markup is text": ("<b>*x*</b> :material/x:", "<b>*x*</b> :material/x:"),
    "exactly as long as may be": ("x" * 50, "x" * 50),
    "one too long": ("x" * 51, "x" * 49 + "…"),
    "no space before the cut": ("x" * 48 + " yyy", "x" * 48 + "…"),
    "1 MB": ("x" * 1_000_000, "x" * 49 + "…"),
    "1 MB of nothing": ("\u200b" * 1_000_000, "…"),
    "dropped characters do not count": ("x\u200b" * 50, "x" * 50),
}


@pytest.mark.bad_answer("any-text")
@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=CASES)
def test_plain_text(value: str, expected: str) -> None:
    """Controls go, white space is folded, what is visible stays, and it is cut with a mark."""
    assert plain_text(value, 50) == expected


@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf"])), st.integers(1, 60))
def test_any_text(value: str, limit: int) -> None:
    """Whatever comes, one line of at most so many characters goes, and it can be encoded."""
    shown = plain_text(value, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1
    assert shown == shown.strip()
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Co"}
    shown.encode()
    assert plain_text(shown, limit) == shown
