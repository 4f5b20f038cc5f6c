"""Where a list ends: one definition, for whoever reads it."""

from __future__ import annotations

import pytest

from eternal import Character, CharacterPage
from eternal.pagination import has_more

LIMIT = 50


def page(*ids: int, unreadable: int = 0) -> CharacterPage:
    """A page that holds these characters, and so many records that cannot be read."""
    characters = tuple(Character(id=id) for id in ids)
    return CharacterPage(characters, 2, LIMIT, len(ids) + unreadable, unreadable)


@pytest.mark.row("S6")
@pytest.mark.parametrize(
    ("asked", "goes_on"),
    [
        (page(), False),
        (page(1, 2), False),
        (page(3), True),
        (page(1, 3), True),
        (page(unreadable=1), True),
        (page(unreadable=LIMIT), True),
        (page(3, unreadable=4), True),
        (page(1, unreadable=4), True),
    ],
)
def test_the_end(asked: CharacterPage, goes_on: bool) -> None:  # noqa: FBT001
    """Nothing, or nothing new, is the end; a short page, or what cannot be read, is not."""
    assert has_more(asked, {1, 2}, page(1, 2)) is goes_on


@pytest.mark.row("S6")
def test_a_page_that_repeats_with_a_record_that_cannot_be_read() -> None:
    """The same page once more is the end, also where not all of it can be read."""
    last = page(1, 2, unreadable=1)
    assert not has_more(page(1, 2, unreadable=1), {1, 2}, last)
    assert has_more(page(1, 2, unreadable=2), {1, 2}, last)
    assert has_more(page(unreadable=1), {1, 2}, page(unreadable=1))
