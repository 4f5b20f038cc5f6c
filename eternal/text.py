"""Makes untrusted text from the server safe to show.

Lengths are counted in grapheme clusters, which people see as one character each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_CLUSTER: Final = 32
"""Code points of one cluster at most; the longest emoji and Tibetan stacks in use have a dozen."""

_ELLIPSIS = "…"
# A flag is two letters; \X alone counts them from the start of the flags for each.
_CLUSTER = regex.compile(r"\p{RI}{2}[\p{GCB=Extend}\p{GCB=SpacingMark}\u200d]*|\X", regex.VERSION1)
# Joiners, tags, and the signs of Mongolian, Arabic and hieroglyphs are format characters that
# emoji and scripts need. Unassigned code points are kept: the next Unicode may assign them.
_UNSEEN = regex.compile(
    r"""[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}[\p{Cn}&&\p{Default_Ignorable_Code_Point}]]
    --[\s\x1c-\x1f\u200c\u200d\u180e\U000e0020-\U000e007f\U00013430-\U0001345f
       \p{Prepended_Concatenation_Mark}]]""",
    regex.VERSION1 | regex.VERBOSE,
)
_INK = regex.compile(r"[^\s\p{Default_Ignorable_Code_Point}\u2800]", regex.VERSION1)
_MARK = regex.compile(r"[[\p{Mn}\p{Me}]--\p{Default_Ignorable_Code_Point}]", regex.VERSION1)
# Hebrew has up to five marks on a letter, Tibetan eight, other scripts two or three.
_STACKING = regex.compile(r"[\p{Hebrew}\p{Tibetan}]")
_MOST_MARKS = 4
_MOST_STACKED = 8


def plain_text(value: str, limit: int) -> str:
    """One line of visible text of at most ``limit`` grapheme clusters, or "" if none is visible.

    Control characters, direction overrides and lone surrogates are dropped, white space is
    collapsed, and the marks on one letter are limited. Markup stays: show the result as text.
    """
    head = value[: limit * LONGEST_CLUSTER]
    return _shortened(_line(_UNSEEN.sub("", head)), limit, was_cut=len(head) < len(value))


def plain_paragraphs(value: str, limit: int) -> str:
    """As ``plain_text``, but lines are kept, with at most one empty line between two."""
    head = value[: limit * LONGEST_CLUSTER]
    lines = [_line(line) for line in _UNSEEN.sub("", head).splitlines()]
    text = regex.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip())
    return _shortened(text, limit, was_cut=len(head) < len(value))


def first_characters(text: str, limit: int, size: Callable[[str], int] = lambda _: 1) -> str:
    """Cut a text to as many whole grapheme clusters as fit, each of a size (1 by default)."""
    kept, total = [], 0
    for cluster in _clusters(text):
        total += size(cluster)
        if total > limit:
            break
        kept.append(cluster)
    return "".join(kept)


def count_characters(text: str) -> int:
    """Count the grapheme clusters of a text."""
    return len(text) if text.isascii() else sum(1 for _ in _clusters(text))


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, limit: int, *, was_cut: bool) -> str:
    if not text.isascii():
        if not _INK.search(text):
            return _ELLIPSIS if was_cut else ""
        text = "".join(map(_held, _clusters(text)))
    head = first_characters(text, limit)
    if was_cut or len(head) < len(text):
        return first_characters(text, limit - 1).rstrip() + _ELLIPSIS
    return head


def _clusters(text: str) -> Iterator[str]:
    return (found[0] for found in _CLUSTER.finditer(text))


def _held(cluster: str) -> str:
    """Drop the marks of a grapheme cluster that would be drawn over its neighbours."""
    if len(cluster) <= _MOST_MARKS:
        return cluster
    most = _MOST_STACKED if _STACKING.match(cluster) else _MOST_MARKS
    kept, marks = [], 0
    for char in cluster[:LONGEST_CLUSTER]:
        marks += bool(_MARK.match(char))
        if marks <= most or not _MARK.match(char):
            kept.append(char)
    return "".join(kept)
