"""The version, in one place."""

from typing import Final

__version__: Final = "0.1.0"

USER_AGENT: Final = f"eternal-dashboard/{__version__}"
"""The User-Agent header of every request."""
