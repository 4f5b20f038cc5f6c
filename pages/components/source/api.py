"""The clients of a source: a shared one without a key, and one that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from eternal import EternalClient

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource


@st.cache_resource(show_spinner=False)
def public_client(base_url: str) -> EternalClient:
    """A client without a key, shared by all visitors."""
    return EternalClient(None, base_url)


def paying_client(source: ActiveSource) -> EternalClient:
    """A client with the key, for one paid request."""
    key = source.settings.api_key
    return EternalClient(
        key.get_secret_value() if key else None,
        source.base_url,
        post_timeout=source.settings.post_timeout,
    )
