"""Steps that could not be written yet, in their order."""

from __future__ import annotations

import logging
import threading
from functools import reduce
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.model.jobs import Job

    Step = Callable[[Job], Job]

REPLAY_SECONDS: Final = 1.0
"""How often it is looked whether what waits can be written."""
MOST_RECORDS: Final = 1000
MOST_STEPS: Final = 50
"""How many steps of one record are kept; the newest one takes the place of the last."""
_log = logging.getLogger("eternal.dashboard")


class DeferredSteps:
    """Keeps steps by the keys of their records; safe in any thread."""

    def __init__(self) -> None:
        self._steps: dict[str, list[Step]] = {}
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return key in self._steps

    def __bool__(self) -> bool:
        with self._lock:
            return bool(self._steps)

    def add(self, key: str, step: Step) -> None:
        """Keep one more step of a record."""
        with self._lock:
            if key not in self._steps and len(self._steps) >= MOST_RECORDS:
                _log.error("The history cannot be written, and too much waits for it already.")
                return
            steps = self._steps.setdefault(key, [])
            del steps[MOST_STEPS - 1 :]
            steps.append(step)

    def applied(self, job: Job) -> Job:
        """A record with the steps that it waits for."""
        with self._lock:
            steps = list(self._steps.get(job.key, ()))
        return _taken(steps, job)

    def all(self) -> list[tuple[str, int, Step]]:
        """Each record that waits: its key, how many steps, and all of them as one."""
        with self._lock:
            copies = [(key, list(steps)) for key, steps in self._steps.items()]
        return [(key, len(steps), _as_one(steps)) for key, steps in copies]

    def written(self, key: str, count: int) -> None:
        """Forget the first steps of a record: they are written."""
        with self._lock:
            left = self._steps.pop(key, [])[count:]
            if left:
                self._steps[key] = left


class Replayer:
    """Tries again to write what waits, on a thread that ends when nothing waits any more.

    Args:
        replay: Writes what waits, if that can be done.
        deferred: What waits.
    """

    def __init__(self, replay: Callable[[], None], deferred: DeferredSteps) -> None:
        self._replay, self._deferred = replay, deferred
        self._starting = threading.Lock()
        self._is_stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to try, unless that is done already."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until nothing waits any more, or until the seconds have passed."""
        with self._starting:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def stop(self) -> None:
        """Try no more."""
        self._is_stopped.set()

    def _run(self) -> None:
        while not self._is_stopped.wait(REPLAY_SECONDS):
            self._replay()
            with self._starting:
                if not self._deferred:
                    self._thread = None
                    return


def _as_one(steps: Sequence[Step]) -> Step:
    return lambda job: _taken(steps, job)


def _taken(steps: Sequence[Step], job: Job) -> Job:
    return reduce(lambda one, step: step(one), steps, job)
