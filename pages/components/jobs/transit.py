"""What was sent a moment ago, by a token: a reload forgets the visit, the address has the token.

What is kept of it: all while the request is under way, without the description and the portrait
once it is answered, and nothing after its end or once its id is in the address.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from eternal import Creation, EternalError, Generation

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pages.model.jobs import Job

    AnyJob = Job[Any, Any]

SENDING: Final = "sending"
"""The parameter of a token in the address. It is for the browser that sent, and in no link."""
BROWSER_COOKIE: Final = "eternal_browser"
"""The cookie that tells one browser from another. It is random and says nothing else."""
_MOST_KEPT = 500
_MOST_CREATED = 2000


@dataclass
class Transit:
    """What was sent from this process; shared by all visitors, so changed under its lock."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sent: OrderedDict[str, tuple[str, AnyJob]] = field(default_factory=OrderedDict)
    _created: OrderedDict[tuple[str, object], None] = field(default_factory=OrderedDict)

    def remember(self, job: AnyJob, browser: str) -> None:
        """Keeps what was just sent, for the browser that sent it."""
        with self._lock:
            self._sent[job.key] = (browser, job)
            while len(self._sent) > _MOST_KEPT:
                self._sent.popitem(last=False)
        if job.sending is not None:
            key, base_url = job.key, job.base_url  # what is called back keeps no description
            job.sending.add_done_callback(lambda sending: self._strip(key, base_url, sending))

    def find(self, key: str, browser: str) -> AnyJob | None:
        """What was sent under a token, for the browser that sent it.

        Where browsers cannot be told apart (no cookie) only the state is given: no description,
        no portrait, no credits.
        """
        with self._lock:
            sender, job = self._sent.get(key, ("", None))
        if job is None or sender != browser:
            return None
        return job if browser else replace(job, prompt="", character=None, is_private=True)

    def drop(self, key: str) -> None:
        """Forgets what is over, or has an id that the address holds."""
        with self._lock:
            self._sent.pop(key, None)

    def was_created_here(self, base_url: str, id: object) -> bool:
        """Whether an id is the answer to something that was sent from here."""
        with self._lock:
            return (base_url, id) in self._created

    def unanswered(self) -> list[Future[Any]]:
        """The paid requests that were sent and are not answered yet."""
        with self._lock:
            sent = [job.sending for _, job in self._sent.values()]
        return [one for one in sent if one is not None and not one.done()]

    def _strip(self, key: str, base_url: str, sending: Future[Any]) -> None:
        error = sending.exception()
        answer = None if error else sending.result()
        if isinstance(error, EternalError):
            _forget_frames(error)
        with self._lock:
            if key in self._sent:
                browser, job = self._sent[key]
                self._sent[key] = (browser, replace(job, prompt="", character=None))
            if isinstance(answer, Creation | Generation):
                id = answer.id if isinstance(answer, Creation) else answer.request_id
                self._created[base_url, id] = None
                while len(self._created) > _MOST_CREATED:
                    self._created.popitem(last=False)


def _forget_frames(error: BaseException | None) -> None:
    """Takes the traceback of an expected error away: its frames hold what was sent, and the key."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


@st.cache_resource(show_spinner=False)
def in_transit() -> Transit:
    """What was sent from this process and is not over."""
    return Transit()


def this_browser() -> str:
    """What tells the browser of this visit from others, or "" if it keeps no cookies."""
    return st.context.cookies.get(BROWSER_COOKIE, "")
