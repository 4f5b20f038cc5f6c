"""The scripts of the pages, as Streamlit's navigation, links and switches name them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_PAGES = Path(__file__).parents[2]

GALLERY: Final = str(_PAGES / "gallery.py")
CREATE: Final = str(_PAGES / "create.py")
LOOKUP: Final = str(_PAGES / "lookup.py")
GENERATE: Final = str(_PAGES / "generate.py")

CREATE_TITLE: Final = "Create"
LOOKUP_TITLE: Final = "Look up"
GENERATE_TITLE: Final = "Generate"


def go_to(page: str) -> None:
    """Turns to a page without anything in its address; stops the run.

    Without parameters of its own, ``st.switch_page`` raises where a widget is bound to one that
    the address holds.
    """
    st.switch_page(page, query_params={})
