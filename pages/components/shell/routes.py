"""The scripts of the pages, as Streamlit's navigation, links and switches name them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PAGES = Path(__file__).parents[2]

GALLERY: Final = str(_PAGES / "gallery.py")
CREATE: Final = str(_PAGES / "create.py")
LOOKUP: Final = str(_PAGES / "lookup.py")
GENERATE: Final = str(_PAGES / "generate.py")
