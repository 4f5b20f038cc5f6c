"""Text of strangers becomes one line that can be shown."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from eternal.text import count_characters, first_characters, plain_paragraphs, plain_text

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
    "private and no characters are dropped": ("a\ue000b\U0010ffffc\ufdd0", "abc"),
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
    "joiners alone are nothing": ("\u200d\ufe0f \u3164", ""),
    "dropped characters do not count": ("x\u200b" * 50, "x" * 50),
}


@pytest.mark.bad_answer("any-text")
@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=CASES)
def test_plain_text(value: str, expected: str) -> None:
    """Controls go, white space is folded, what is visible stays, and it is cut with a mark."""
    assert plain_text(value, 50) == expected


@pytest.mark.row("S8")
@pytest.mark.parametrize("text", ["🩷🫨🪿", "\U00031350\U0002ebf0", "a\u0378"])
def test_new_signs(text: str) -> None:
    """What this Python's tables do not know yet is kept: the visitor's fonts may know it."""
    assert plain_text(text, 50) == text
    assert plain_paragraphs(text, 50) == text


ONES = {
    "flag": "🇳🇴",
    "flag of tags": SCOTLAND,
    "family": "👨🏽\u200d👩🏽\u200d👧🏽\u200d👦🏽",
    "skin tone": "👍🏾",
    "keycap": "1\ufe0f\u20e3",
    "decomposed accents": "e\u0323\u0302",
    "conjunct": "क्षि",
    "Hangul letters": "\u1112\u1161\u11ab",
    "Thai": "น้ำ",
}


@pytest.mark.row("S9")
@pytest.mark.parametrize("one", ONES.values(), ids=ONES)
def test_no_character_is_cut(one: str) -> None:
    """A cut falls between what people see as characters, and counts these."""
    assert count_characters(one * 7) == 7
    assert plain_text(one * 7, 7) == one * 7
    assert plain_text(one * 7, 4) == one * 3 + "…"
    assert first_characters(one * 7, 2) == one * 2
    assert first_characters(one * 7, len(one) * 2 + 1, len) == one * 2 if len(one) > 1 else True


@pytest.mark.row("S10")
@pytest.mark.parametrize("mark", ["\u0310", "\u0489", "\u0e47", "\u20dd", "\u0301\u200d"])
def test_marks_without_end(mark: str) -> None:
    """Of a pile of marks on a letter four are left, and each letter is still there."""
    shown = plain_text("".join(letter + mark * 30 for letter in "Zalgo"), 80)
    assert [letter for letter in shown if letter.isascii()] == list("Zalgo")
    assert max(map(len, regex.findall(r"[\p{Mn}\p{Me}]+", shown))) <= 4
    assert sum(letter == mark[0] for letter in shown) == 20


WORDS = {
    "Vietnamese": "Nguyê\u0303n Thi\u0323 Ho\u031b\u0300ng Ngo\u0323c Diê\u0323p",
    "Thai": "กำลังใจที่ยิ่งใหญ่ ผู้ใหญ่",
    "Hebrew": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
    "Hindi": "क्षत्रिय स्त्री ज़िन्दगी",
    "Arabic": "بِسْمِ ٱللَّٰهِ ٱلرَّحْمَٰنِ",
    "Tibetan": "ཧཀྵྨླྺྼྻྂ བསྒྲུབས",
    "Greek": "ᾧ ω\u0314\u0342\u0345",
    "Burmese": "မြန်မာဘာသာ ဂုဏ်ပြု",
}


@pytest.mark.row("S10")
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_real_writing_is_whole(words: str) -> None:
    """No mark of a real word is lost."""
    assert plain_text(words, 80) == words


@pytest.mark.row("S18")
def test_paragraphs() -> None:
    """Lines are kept, with an empty one between paragraphs; each is as clean as a single line."""
    text = "\n One  two\r\nthree\u202e \n\n \n\nfour\u2029five\x00\n"
    assert plain_paragraphs(text, 100) == "One two\nthree\n\nfour\nfive"
    assert plain_paragraphs(text, 10) == "One two\nt…"
    assert plain_paragraphs(" \n\u200d\n", 10) == ""


@pytest.mark.row("S9")
@pytest.mark.parametrize(
    "part", ["x", "👩\u200d", "a\u0301", "\u0301", "🇩🇪", "क्", "\u1100", "\u200b", "\n", "\u200d"]
)
def test_a_megabyte_is_quick(part: str) -> None:
    """However a megabyte is made, a card's line of it takes a moment, and it is bounded."""
    text, started_at = part * (1_000_000 // len(part)), time.process_time()
    shown = plain_text(text, 80)
    assert time.process_time() - started_at < 0.1
    assert len(shown) <= 80 * 32
    assert len(plain_paragraphs(text, 20_000)) <= 20_000 * 32
    assert time.process_time() - started_at < 1.0


@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf"])), st.integers(1, 60))
def test_any_text(value: str, limit: int) -> None:
    """Whatever comes, one line of at most so many characters goes, and it can be encoded."""
    shown = plain_text(value, limit)
    assert count_characters(shown) <= limit
    assert len(shown.splitlines()) <= 1
    assert shown == shown.strip()
    assert not regex.search(r"[\p{Cc}\p{Cs}\p{Co}\p{Bidi_Control}]", shown)
    shown.encode()
    assert plain_text(shown, limit) == shown
