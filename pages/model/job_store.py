"""Where the records of jobs are kept: the contract of every such place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from eternal import EternalError
from pages.model.jobs import MOST_JOBS
from pages.model.search import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pages.model.jobs import Job, JobKind

SENDING_LEASE_SECONDS: Final = 5.0
"""How long a process that sends something counts as alive without saying so again."""
MOST_LISTED: Final = 2 * MOST_JOBS
"""How many records of an owner a page is given: the active ones first, then the newest."""


class StoreUnavailable(EternalError):
    """Records cannot be read or written just now."""

    advice = "Nothing was sent. Try again in a moment."


class StorePlace(StrEnum):
    """Where records are kept, and so for how long."""

    MEMORY = "memory"
    """Until the process ends."""
    FILE = "file"
    """On the disk of the server."""
    DATABASE = "database"
    """In a database of its own."""


class Standing(StrEnum):
    """How a job stands, as the History tells its owner."""

    ACTIVE = "active"
    READY = "ready"
    FAILED = "failed"
    UNCLEAR = "unclear"
    """It ended badly and may exist all the same."""


@dataclass(frozen=True, slots=True)
class JobQuery:
    """What is asked of an owner's records; they are answered newest first.

    Attributes:
        text: What is searched for: all of its words, in any order.
        kinds: The kinds wanted; none for all.
        standings: The standings wanted; none for all.
        offset: How many are left out at the beginning.
        limit: How many are answered at most.
    """

    text: str = ""
    kinds: frozenset[JobKind] = frozenset()
    standings: frozenset[Standing] = frozenset()
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class FoundJobs:
    """The answer to a query.

    Attributes:
        jobs: One page of what fits, newest first.
        total: How many fit.
    """

    jobs: Sequence[Job]
    total: int


class JobRecords(Protocol):
    """Records of jobs to list and to change. Every method may be called in any thread.

    What is given is seen from now: a record that is being sent by a process that does not live any
    more is given as ``lost``.
    """

    def add(self, job: Job) -> None:
        """Keep a new record; if it is being sent, this process says that it lives.

        Of all processes and threads that add the same request of an owner, one at a time is told
        that it is the first.

        Raises:
            AlreadyActive: It is being sent, and its owner has the same under way.
            StoreUnavailable: It was not written down.
        """

    def change(self, key: str, step: Callable[[Job], Job]) -> Job | None:
        """Take a step from the newest state of a record; None if it is not kept.

        Args:
            key: Whose record.
            step: A pure function: it may be called again where another change came between.
        """

    def get(self, key: str) -> Job | None:
        """The record of that key, or None."""

    def newest(self, key: str) -> Job | None:
        """The record of that key as it stands now, whoever has changed it, or None.

        Raises:
            StoreUnavailable: It cannot be read.
        """

    def list(self, owner: str, kinds: Collection[JobKind]) -> list[Job]:
        """The records of these kinds that belong to an owner, newest first.

        They are the active ones, and the newest of the others, together ``MOST_LISTED``.
        """

    def find(
        self, owner: str, kinds: Collection[JobKind], base_url: str, remote_id: str
    ) -> Job | None:
        """The newest record of an owner for that id at that source, or None."""

    def was_sent(self, base_url: str, remote_id: str) -> bool:
        """Whether an id is the answer to something that anybody has sent from here."""

    def lease(self, key: str, seconds: float) -> bool:
        """Take or renew the right to poll for a record; False while another process has it."""


class JobStore(JobRecords, Protocol):
    """One place where records are kept for longer than a visit."""

    @property
    def place(self) -> StorePlace:
        """Where the records are kept."""

    @property
    def problem(self) -> str:
        """Why records cannot be read or written just now, as sentences for people, or ""."""

    def search(self, owner: str, query: JobQuery) -> FoundJobs:
        """The records of an owner that fit a query.

        Raises:
            StoreUnavailable: They cannot be read.
        """

    def delete(self, owner: str, keys: Collection[str] | None = None) -> int:
        """Delete records of an owner that are not active, and return how many went.

        Args:
            owner: The owner.
            keys: Which of them; None for all.

        Raises:
            StoreUnavailable: Nothing was deleted.
        """

    def transfer(self, owner: str, to: str) -> int:
        """Give all records of an owner to another one, and return how many there were.

        What is active goes on: each record keeps its key.

        Raises:
            StoreUnavailable: Not all were given.
        """

    def renew(self) -> None:
        """Say that this process lives, for all that it is sending."""


def standing_of(job: Job) -> Standing:
    """How a job stands, as its owner is told."""
    if job.is_active:
        return Standing.ACTIVE
    if job.is_ready:
        return Standing.READY
    return Standing.UNCLEAR if job.is_open else Standing.FAILED


def search_text(job: Job) -> str:
    """What a search looks through: what was asked for, whom it concerns, and the id."""
    name = job.character.get("display_name", "") if job.character else ""
    if isinstance(job.request, dict):
        name = job.request.get("character", {}).get("display_name") or name
    return folded(" ".join([job.words, str(name), job.remote_id or ""]))
