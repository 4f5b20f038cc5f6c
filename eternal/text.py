"""Makes untrusted text from the server safe to show.

Lengths are counted in grapheme clusters, which people see as one character each. Those of ASCII
are its characters, so that texts in it, and ``import eternal``, do without the module for others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_CLUSTER: Final = 32
"""Code points of one cluster at most; the longest emoji and Tibetan stacks in use have a dozen."""
_ELLIPSIS = "…"
_UNSEEN_ASCII: Final = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F])
"""Control characters that are no white space."""
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def plain_text(value: str, limit: int) -> str:
    """One line of visible text of at most ``limit`` grapheme clusters, or "" if none is visible.

    Control characters, direction overrides and lone surrogates are dropped, white space is
    collapsed, and the marks on one letter are limited. Markup stays: show the result as text.
    """
    head = value[: limit * LONGEST_CLUSTER]
    return _shortened(_line(_visible(head)), limit, was_cut=len(head) < len(value))


def plain_paragraphs(value: str, limit: int) -> str:
    """As ``plain_text``, but lines are kept, with at most one empty line between two."""
    head = value[: limit * LONGEST_CLUSTER]
    lines = [_line(line) for line in _visible(head).splitlines()]
    text = _EMPTY_LINES.sub("\n\n", "\n".join(lines).strip())
    return _shortened(text, limit, was_cut=len(head) < len(value))


def first_characters(text: str, limit: int, size: Callable[[str], int] | None = None) -> str:
    """Cut a text to as many whole grapheme clusters as fit, each of a size (1 by default)."""
    if size is None and text.isascii():
        return text[: max(0, limit)]
    kept, total = [], 0
    for cluster in _clusters(text):
        total += size(cluster) if size else 1
        if total > limit:
            break
        kept.append(cluster)
    return "".join(kept)


def count_characters(text: str) -> int:
    """Count the grapheme clusters of a text."""
    return len(text) if text.isascii() else sum(1 for _ in _clusters(text))


def _visible(text: str) -> str:
    if text.isascii():
        return text.translate(_UNSEEN_ASCII)
    from eternal.graphemes import without_unseen  # noqa: PLC0415 - beyond ASCII only

    return without_unseen(text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, limit: int, *, was_cut: bool) -> str:
    if not text.isascii():
        from eternal.graphemes import has_ink, held  # noqa: PLC0415 - beyond ASCII only

        if not has_ink(text):
            return _ELLIPSIS if was_cut else ""
        text = "".join(map(held, _clusters(text)))
    head = first_characters(text, limit)
    if was_cut or len(head) < len(text):
        return first_characters(text, limit - 1).rstrip() + _ELLIPSIS
    return head


def _clusters(text: str) -> Iterable[str]:
    from eternal.graphemes import clusters  # noqa: PLC0415 - beyond ASCII only

    return clusters(text)
