"""Grapheme clusters: what people see as one character each. Only texts beyond ASCII need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from eternal.text import LONGEST_CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def without_unseen(text: str) -> str:
    """Drop control characters, direction overrides and whatever else nobody sees."""
    return _UNSEEN.sub("", text)


def has_ink(text: str) -> bool:
    """Whether anything of a text can be seen."""
    return _INK.search(text) is not None


def clusters(text: str) -> Iterator[str]:
    """The grapheme clusters of a text."""
    return (found[0] for found in _CLUSTER.finditer(text))


def held(cluster: str) -> str:
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
