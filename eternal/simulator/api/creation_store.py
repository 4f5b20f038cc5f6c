"""Stores characters made from prompts: pending, later finished; the newest are kept."""

from __future__ import annotations

import random
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal.simulator.people.invent import invent
from eternal.simulator.people.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_FIRST_CREATED_ID: Final = 6870
_MOST_CREATIONS: Final = 500


@dataclass(frozen=True, slots=True)
class StoredCreation:
    """A creation, and when it is finished."""

    character: Person
    ready_at: float
    fails: bool


class CreationStore:
    """A bounded store of creations, by id."""

    def __init__(
        self,
        *,
        seconds: tuple[float, float],
        seed: int,
        clock: Callable[[], float],
        taken_usernames: Iterable[str],
    ) -> None:
        self._seconds = seconds
        self._seed = seed
        self._clock = clock
        self._taken = set(taken_usernames)
        self._dice = random.Random(seed)  # noqa: S311 - waiting times, not secrets
        self._next_id = _FIRST_CREATED_ID
        self._creations: OrderedDict[int, StoredCreation] = OrderedDict()

    def start(self, prompt: str, *, fails: bool = False) -> Person:
        """Begin a creation.

        Args:
            prompt: The description of a person.
            fails: Whether it ends without a character.

        Returns:
            The character as it will be when finished.
        """
        profile = invent(prompt, self._seed)
        character = Person(
            id=self._next_id,
            username=self._free_username(profile.username),
            display_name=profile.name,
            description=profile.bio,
            age=profile.age,
            gender=profile.gender,
            portrait_name=profile.portrait_name,
            category="internal",
        )
        ready_at = self._clock() + self._dice.uniform(*self._seconds)
        self._creations[character.id] = StoredCreation(character, ready_at, fails)
        self._taken.add(character.username)
        self._next_id += 1
        if len(self._creations) > _MOST_CREATIONS:
            _, oldest = self._creations.popitem(last=False)
            self._taken.discard(oldest.character.username)
        return character

    def find(self, character_id: int) -> StoredCreation | None:
        """Look up a creation; None if it is unknown or forgotten."""
        return self._creations.get(character_id)

    def is_pending(self, creation: StoredCreation) -> bool:
        """Whether a creation is still pending."""
        return self._clock() < creation.ready_at

    def _free_username(self, wanted: str) -> str:
        username, number = wanted, 1
        while username in self._taken:
            number += 1
            username = f"{wanted}_{number}"
        return username
