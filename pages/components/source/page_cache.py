"""Single pages of the list, which all visitors share: fresh ones, and the last good ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import CharacterPage
from pages.components.source.api import public_client
from pages.components.source.limits import allowance_of_visitor
from pages.components.source.list_cache import list_cache
from pages.components.source.pools import MOST_PAGES, bound_of_visitor, loaders
from pages.model.last_good import Known, LastGood
from pages.model.rate_limit import TooManyCalls

if TYPE_CHECKING:
    from eternal import Character

FRESH_SECONDS: Final = 60.0
"""Seconds until a page is read anew, while the one of before is shown."""
OUTDATED_SECONDS: Final = 600.0
"""Seconds after which the one of before is shown only with its age."""
PAUSE_SECONDS: Final = 15.0
"""Seconds until a page that could not be read is asked for again, for all visitors together."""

_MOST_PAGES: Final = 200
_MOST_SIZE: Final = 50_000_000
_SIZE_OF_RECORD: Final = 1000

KnownPage = Known[CharacterPage]
_PageCache = LastGood[tuple[int, int], CharacterPage]


def look_at_page(base_url: str, page: int, limit: int) -> KnownPage:
    """What is known of a page of the list; reads it behind if that is due. Never sends a key.

    Nothing is under way, and nothing has failed, where this visitor's other pages take all places.

    Args:
        base_url: The source.
        page: From 1.
        limit: The page size.
    """
    cache, key, edition = _page_cache(base_url), (page, limit), list_cache(base_url).edition
    known, bound = cache.known(key), bound_of_visitor("pages", MOST_PAGES)
    if not _is_due(known, edition) or not bound.has_room():
        return known
    try:
        allowance_of_visitor().take_page()
    except TooManyCalls as error:
        return known if known.value is not None else Known(failure=error)
    client = public_client(base_url)

    def load() -> CharacterPage:
        return client.list_characters(page, limit)

    bound.note(cache.load(key, load, loaders(), edition=edition))
    return cache.known(key)


def is_outdated(base_url: str, known: KnownPage) -> bool:
    """Whether a page is from before the last refresh, or too old to be shown without its age."""
    return known.value is not None and (
        known.edition != list_cache(base_url).edition or known.age > OUTDATED_SECONDS
    )


def try_page_again(base_url: str, page: int, limit: int) -> None:
    """Have a page that could not be read be asked for again at once. For callbacks."""
    _page_cache(base_url).try_again((page, limit))


def find_on_pages(base_url: str, id: int) -> tuple[Character, float] | None:
    """The newest record of a character on the pages that are known, and its age in seconds."""
    found = [
        (known.age, one)
        for known in _page_cache(base_url).all()
        if known.value is not None
        for one in known.value.characters
        if one.id == id
    ]
    age, character = min(found, key=lambda pair: pair[0], default=(0.0, None))
    return None if character is None else (character, age)


def _is_due(known: KnownPage, edition: int) -> bool:
    if known.loading is not None:
        return False
    if known.failure is not None:
        return known.failed_for >= PAUSE_SECONDS
    return known.value is None or known.age >= FRESH_SECONDS or known.edition != edition


def _size_of(page: CharacterPage) -> int:
    return sum(
        _SIZE_OF_RECORD + len(one.avatar_url) + len(one.description) for one in page.characters
    )


@st.cache_resource(show_spinner=False)
def _page_cache(base_url: str) -> _PageCache:
    return LastGood(_MOST_PAGES, _MOST_SIZE, _size_of)
