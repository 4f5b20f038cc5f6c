"""The caches of the whole list, one for each source; all visitors share them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal.pagination import LARGEST_PAGE
from pages.components.source.active import list_limit
from pages.components.source.api import public_client
from pages.model.list_cache import ListCache

if TYPE_CHECKING:
    from eternal import CharacterPage

_CRAWLERS: Final = 1
"""One list is read at a time, whatever its source: each reading makes several calls at once."""


@st.cache_resource(show_spinner=False)
def list_cache(base_url: str) -> ListCache:
    """The cache of a source's list."""
    return ListCache(lambda number: load(base_url, number), crawlers(), list_limit())


@st.cache_resource(show_spinner=False)
def crawlers() -> ThreadPoolExecutor:
    """The threads of crawls, apart from those of other requests."""
    return ThreadPoolExecutor(_CRAWLERS, thread_name_prefix="crawl")


def load(base_url: str, number: int) -> CharacterPage:
    """Load one page of a crawl, as large as the API allows. Never sends a key."""
    return public_client(base_url).list_characters(number, LARGEST_PAGE)
