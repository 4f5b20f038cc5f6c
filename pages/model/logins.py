"""The sign-ins of this process: which of them have ended, though pages of theirs are still open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_LOGINS: Final = 10_000

_PREFIX: Final = "eternal login "


class Logins:
    """Knows sign-ins by a hash of their cookies; safe in any thread.

    The browser drops the cookie when somebody signs out. A page that is open already has read it,
    and would not notice. Past ``MOST_LOGINS`` those are forgotten that were used longest ago.
    """

    def __init__(self) -> None:
        self._has_ended: OrderedDict[str, bool] = OrderedDict()
        self._lock = threading.Lock()

    def is_current(self, login: str) -> bool:
        """Whether a sign-in that a page uses has not ended."""
        with self._lock:
            has_ended = self._has_ended.setdefault(login, False)
            self._has_ended.move_to_end(login)
            if len(self._has_ended) > MOST_LOGINS:
                self._has_ended.popitem(last=False)
            return not has_ended

    def end(self, login: str) -> None:
        """End a sign-in. One that no page has used is left out: nobody can fill this memory."""
        with self._lock:
            if login in self._has_ended:
                self._has_ended[login] = True


def login_of(cookies: Mapping[str, str], name: str) -> str:
    """The hash of a sign-in's cookie, which may stand in several parts; "" without one.

    Args:
        cookies: Those of the browser.
        name: The cookie; its parts have a number behind it.
    """
    parts = [(one, cookies[one]) for one in sorted(cookies) if _is_part(one, name)]
    return sha256(f"{_PREFIX}{parts}".encode()).hexdigest() if parts else ""


def _is_part(cookie: str, name: str) -> bool:
    number = cookie.removeprefix(f"{name}_")
    return cookie == name or (number != cookie and number.isdigit())
