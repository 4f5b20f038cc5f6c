"""Whether this visitor may create and generate: asked by the pages, and again before each POST."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from pages.components.sign_in.person import current_person, sign_in
from pages.components.source.active import read_secrets
from pages.model.permission import NotAllowed, refusal
from pages.model.settings import read_deployment

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.permission import Refusal
    from pages.model.sign_in import SignIn


def refusal_at(source: ActiveSource) -> Refusal | None:
    """Why this visitor may not create at a source, or None; the demo is for everybody."""
    return None if source.is_demo else _refusal(sign_in())


def check_permission(source: ActiveSource) -> None:
    """Check once more, by the settings as they are now, that this visitor may create at a source.

    Raises:
        NotAllowed: Nothing may be sent.
        ConfigurationError: Who may is not known: a setting has a value that cannot be used.
    """
    if source.is_demo:
        return
    reason = _refusal(read_deployment(read_secrets(), os.environ).sign_in)
    if reason is not None:
        raise NotAllowed(str(reason))


def _refusal(rules: SignIn | None) -> Refusal | None:
    return refusal(current_person(rules) if rules else None, rules, time.time())
