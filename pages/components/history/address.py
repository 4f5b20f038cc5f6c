"""The choices of the History: read from the address, and written to it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages.components.shell import navigation
from pages.model.history_address import HistoryAddress


def current() -> HistoryAddress:
    """The choices of this run's address."""
    return HistoryAddress.read(navigation.address())


def change(**changed: Any) -> None:
    """Change the choices, and turn to the first page. For callbacks.

    Ignored after Back and Forward: then the browser only sends the old values of its controls.

    Args:
        changed: Fields of ``HistoryAddress``.
    """
    if not navigation.is_back_or_forward():
        navigation.update(replace(current(), **{"sheet": 1, **changed}).write())


def correct(sheet: int) -> None:
    """Write the page that is shown into the address."""
    navigation.update(replace(current(), sheet=sheet).write())
