"""What tests do where a program that they drive is not installed."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_or_fail(reason: str) -> NoReturn:
    """Skip what needs the program; in CI that is an error."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
