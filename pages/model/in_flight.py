"""The paid requests of this process that are not answered yet."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pages.model.job_store import JobStore
    from pages.model.jobs import Accepted, JobError

RENEW_SECONDS: Final = 1.0
"""How often the stores are told that this process lives; see ``SENDING_LEASE_SECONDS``."""


class InFlight:
    """Knows what is being sent, so that a shutdown can wait, and says that this process lives."""

    def __init__(self) -> None:
        self._sending: dict[Future[Accepted | JobError], JobStore] = {}
        self._lock = threading.Lock()
        self._renewing: threading.Thread | None = None

    def add(self, sending: Future[Accepted | JobError], store: JobStore) -> None:
        """Note a request on its worker, and the store that its answer is written to."""
        with self._lock:
            self._sending[sending] = store
            if self._renewing is None:
                self._renewing = threading.Thread(target=self._renew, daemon=True)
                self._renewing.start()

    def unanswered(self) -> list[Future[Accepted | JobError]]:
        """The requests that are not answered yet."""
        with self._lock:
            return [one for one in self._sending if not one.done()]

    def _renew(self) -> None:
        while stores := self._stores():
            for store in stores:
                store.renew()
            time.sleep(RENEW_SECONDS)

    def _stores(self) -> list[JobStore]:
        """The stores of what is under way; without any this thread ends, and is forgotten."""
        with self._lock:
            self._sending = {one: store for one, store in self._sending.items() if not one.done()}
            if not self._sending:
                self._renewing = None
            return list({id(store): store for store in self._sending.values()}.values())
