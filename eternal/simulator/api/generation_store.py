"""Stores generations and the credits of each key; the newest are kept."""

from __future__ import annotations

import random
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal.simulator.people.person import Person


FIRST_CREDITS: Final = 630.0
MOST_ACCOUNTS: Final = 500
MOST_GENERATIONS: Final = 500


@dataclass(frozen=True, slots=True)
class GenerationTask:
    """A picture or a video to make."""

    character: Person
    prompt: str
    """The prompt, or the name of an effect."""
    is_video: bool
    quality: str = "low"
    fails: bool = False


@dataclass(frozen=True, slots=True)
class StoredGeneration:
    """An task under way, and when it is done."""

    request_id: str
    task: GenerationTask
    started_at: float
    ready_at: float


class GenerationStore:
    """A bounded store of generations, by the id of their request."""

    def __init__(
        self, *, seconds: tuple[float, float], seed: int, clock: Callable[[], float]
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._dice = random.Random(seed)  # noqa: S311 - ids of a toy and waiting times, not secrets
        self._generations: OrderedDict[str, StoredGeneration] = OrderedDict()

    def start(self, task: GenerationTask) -> StoredGeneration:
        """Begin a generation."""
        now = self._clock()
        request_id = str(uuid.UUID(int=self._dice.getrandbits(128), version=4))
        generation = StoredGeneration(
            request_id, task, now, now + self._dice.uniform(*self._seconds)
        )
        self._generations[request_id] = generation
        if len(self._generations) > MOST_GENERATIONS:
            self._generations.popitem(last=False)
        return generation

    def find(self, request_id: str) -> StoredGeneration | None:
        """Look up a generation; None if it is unknown or forgotten."""
        return self._generations.get(request_id)

    def progress(self, generation: StoredGeneration) -> int:
        """The progress in percent; 100 only when the generation is finished."""
        now = self._clock()
        if now >= generation.ready_at:
            return 100
        done = (now - generation.started_at) / (generation.ready_at - generation.started_at)
        return min(int(100 * done), 99)


class Accounts:
    """The credits of each key; the accounts used last are kept."""

    def __init__(self, credits_: float) -> None:
        self._credits = credits_
        self._left: OrderedDict[bytes, float] = OrderedDict()

    def charge(self, key: str, cost: float) -> float | None:
        """Take credits from an account.

        Returns:
            The credits left, or None if there are too few; then none are taken.
        """
        account = sha256(key.encode("utf-8", "replace")).digest()
        left = round(self._left.get(account, self._credits) - cost, 2)
        if left < 0:
            return None
        self._left[account] = left
        self._left.move_to_end(account)
        if len(self._left) > MOST_ACCOUNTS:
            self._left.popitem(last=False)
        return left
