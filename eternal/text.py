"""Text from the server, made safe to show: it is written by strangers."""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINERS = "\u200c\u200d"
_EMOJI_TAGS = range(0xE0020, 0xE0080)
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain_text(value: str, limit: int) -> str:
    """One line of visible text of at most ``limit`` characters.

    Control characters, direction overrides and lone surrogates are dropped, white space is folded;
    joiners stay, as emoji are built with them. Markup is not touched: show the result as text.
    """
    head = value[: limit * 4]
    folded = "".join(
        " " if char.isspace() else char for char in head if char.isspace() or _is_visible(char)
    )
    line = " ".join(folded.split())
    was_cut = len(line) > limit or len(value) > len(head)
    return line[: limit - 1].rstrip() + "…" if was_cut else line


def _is_visible(char: str) -> bool:
    if char in _ZERO_WIDTH_JOINERS or ord(char) in _EMOJI_TAGS:
        return True
    return unicodedata.category(char) not in _DROPPED_CATEGORIES
