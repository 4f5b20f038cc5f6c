"""Reading the whole list: its end is found, nobody is lost in it, failures are counted."""

from __future__ import annotations

import math
import random
import threading
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eternal import Character, CharacterPage, ConnectionFailed
from eternal import catalogue as module
from eternal.catalogue import AT_ONCE, Catalogue, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LIMIT = 5


def page_of(number: int, total: int, limit: int = LIMIT) -> CharacterPage:
    """A page of a list of so many characters, whose ids count from 1."""
    first = (number - 1) * limit
    characters = tuple(Character(id=id + 1) for id in range(total)[first : first + limit])
    return CharacterPage(characters, number, limit, len(characters))


def reading(total: int, limit: int = 40 * LIMIT) -> tuple[Snapshot, list[int]]:
    """What reading such a list gives, and the pages that were asked for."""
    asked: list[int] = []

    def load(number: int) -> CharacterPage:
        asked.append(number)
        return page_of(number, total)

    return Catalogue(load, limit=limit).read(), asked


@given(st.integers(0, 190))
def test_every_character_is_read_once_and_in_order(total: int) -> None:
    """Whatever its length, a list is read whole, in its order, with a few calls more than pages."""
    snapshot, asked = reading(total)
    assert [one.id for one in snapshot.characters] == list(range(1, total + 1))
    assert snapshot.pages == snapshot.pages_read == -(-total // LIMIT)
    twice = len(asked) - len(set(asked))
    assert twice <= 2 + 3 * math.log2(1 + total / LIMIT)
    assert snapshot.is_whole
    assert not snapshot.is_bounded
    assert snapshot.progress == 1.0


def test_reading_stops_at_its_bound() -> None:
    """A list that goes on is read up to the bound, and the snapshot says so."""
    snapshot, asked = reading(total=10_000, limit=12 * LIMIT)
    assert len(snapshot.characters) == 12 * LIMIT
    assert max(asked) == 12
    assert snapshot.is_bounded


def test_finding_the_end_costs_little() -> None:
    """The end of a list of 40 pages is found with a handful of pages that hold nothing."""
    _, asked = reading(total=100)
    assert len([number for number in asked if number > 100 // LIMIT]) <= 8


def test_a_page_that_repeats_ends_the_list() -> None:
    """A server that ignores the page is read once, not for ever."""
    snapshot = Catalogue(lambda _: page_of(1, LIMIT), limit=40 * LIMIT).read()
    assert len(snapshot.characters) == LIMIT
    assert snapshot.pages == 1


def test_a_failed_page_is_counted_and_the_others_are_there() -> None:
    """One page that cannot be had leaves a gap, which is told."""

    def load(number: int) -> CharacterPage:
        if number == 3:
            raise ConnectionFailed("gone")
        return page_of(number, 30)

    snapshot = Catalogue(load).read()
    assert [one.id for one in snapshot.characters] == [*range(1, 11), *range(16, 31)]
    assert snapshot.failed_pages == 1
    assert snapshot.error is None


@pytest.mark.row("S5")
@pytest.mark.parametrize("whole", [2, 3, 9, 40])
def test_a_service_that_fails_from_a_page_on_is_left_in_peace(whole: int) -> None:
    """What can be had is there, and not each page up to the bound is asked for in vain."""
    asked: list[int] = []

    def load(number: int) -> CharacterPage:
        asked.append(number)
        if number > whole:
            raise ConnectionFailed("gone")
        return page_of(number, 10_000)

    snapshot = Catalogue(load, limit=200 * LIMIT).read()
    assert [one.id for one in snapshot.characters] == list(range(1, whole * LIMIT + 1))
    assert len([number for number in asked if number > whole]) < 50
    assert snapshot.is_complete
    assert snapshot.failed_pages
    assert not snapshot.is_bounded


def test_nothing_is_read_without_a_first_page() -> None:
    """If not even the first page can be had, reading ends with its error."""
    error = ConnectionFailed("gone")

    def load(_: int) -> CharacterPage:
        raise error

    snapshot = Catalogue(load).read()
    assert snapshot.error is error
    assert snapshot.is_complete
    assert snapshot.characters == ()


def test_records_that_cannot_be_read_are_counted() -> None:
    """The unreadable records of all pages are added up, and a page full of them is no end."""

    def load(number: int) -> CharacterPage:
        if number == 2:
            return CharacterPage((), number, LIMIT, received=LIMIT, unreadable=LIMIT)
        return page_of(number, 15)

    snapshot = Catalogue(load).read()
    assert snapshot.unreadable == LIMIT
    assert len(snapshot.characters) == 10


def test_few_pages_are_asked_for_at_once() -> None:
    """However long the list, only so many pages are under way at the same time."""
    under_way, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(AT_ONCE)

    def load(number: int) -> CharacterPage:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        if number in {2, 4, 8, 16}:
            together.wait(timeout=5)
        with lock:
            under_way -= 1
        return page_of(number, 200)

    Catalogue(load).read()
    assert most == AT_ONCE


@pytest.mark.parametrize("total", [0, 7, 60])
def test_progress_only_grows(total: int) -> None:
    """What is told while reading never goes back, and is never full before the end."""
    seen: list[Snapshot] = []

    def load(number: int) -> CharacterPage:
        seen.append(catalogue.snapshot)
        return page_of(number, total)

    catalogue = Catalogue(load, at_once=1)
    catalogue.read()
    counts = [len(snapshot.characters) for snapshot in seen]
    assert counts == sorted(counts)
    assert not any(snapshot.is_complete for snapshot in seen)


class ShiftingList:
    """A list, the newest first, that changes while it is read.

    Args:
        total: How many it holds at first; the newest has the highest id.
        script: What happens after so many answers: "new" puts one in front, "last" one at the end,
            a number removes who stands there, and "gone" removes the newest.
    """

    def __init__(self, total: int, script: dict[int, list[str | int]]) -> None:
        self.ids = list(range(total, 0, -1))
        self.always = set(self.ids)
        self.answers = 0
        self._script = script
        self._next = total + 1

    def load(self, number: int) -> CharacterPage:
        """Answer for a page, then change."""
        shown = self.ids[(number - 1) * LIMIT : number * LIMIT]
        self.answers += 1
        for change in self._script.get(self.answers, []):
            self._change(change)
        return CharacterPage(tuple(Character(id=id) for id in shown), number, LIMIT, len(shown))

    def _change(self, change: str | int) -> None:
        if change in {"new", "last"}:
            self.ids.insert(0 if change == "new" else len(self.ids), self._next)
            self._next += 1
        elif self.ids:
            self.always.discard(
                self.ids.pop(0 if change == "gone" else int(change) % len(self.ids))
            )


class Disorder:
    """A pool that does what it is given in an order of its own."""

    seed = 0

    def __init__(self, *_: object, **__: object) -> None:
        self._random = random.Random(self.seed)  # noqa: S311

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, do: Callable[[int], None], numbers: Iterable[int]) -> Iterator[None]:
        """Do everything, in any order."""
        waiting = list(numbers)
        self._random.shuffle(waiting)
        return map(do, waiting)


CHANGES = st.lists(st.sampled_from(["new", "last", "gone"]) | st.integers(0, 99), max_size=3)


@pytest.mark.row("S5")
@given(
    total=st.integers(0, 100),
    script=st.dictionaries(st.integers(1, 60), CHANGES, max_size=6),
    seed=st.integers(0, 2**16),
)
@example(total=91, script={19: [80]}, seed=0)  # the end moves forward while pages are read
def test_nobody_is_lost_in_a_shifting_list(
    total: int, script: dict[int, list[str | int]], seed: int
) -> None:
    """Whoever comes and goes while pages arrive in any order: who stays is in, or it says so."""
    shifting = ShiftingList(total, script)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ThreadPoolExecutor", Disorder)
        patch.setattr(Disorder, "seed", seed)
        snapshot = Catalogue(shifting.load).read()
    missing = shifting.always - {one.id for one in snapshot.characters}
    assert snapshot.is_complete
    assert not missing or snapshot.is_changing


@pytest.mark.row("S5")
@pytest.mark.parametrize("after", [1, 3, 6, 10, 15, 19, 23])
def test_one_created_while_a_thousand_are_read(after: int) -> None:
    """Of 1,000, the newest first, all are found when one is created while they are read."""
    shifting = ShiftingList(1000, {after: ["new"]})
    snapshot = Catalogue(shifting.load).read()
    assert shifting.always <= {one.id for one in snapshot.characters}
    assert snapshot.is_whole


@pytest.mark.row("S5")
def test_a_list_that_never_stands_still() -> None:
    """Where one is created after each answer, reading ends all the same, and says so."""
    shifting = ShiftingList(60, {answer: ["new"] for answer in range(1, 500)})
    snapshot = Catalogue(shifting.load).read()
    assert snapshot.is_complete
    assert snapshot.is_changing
    assert shifting.answers < 100


@pytest.mark.row("S5")
def test_a_check_that_fails_is_told() -> None:
    """Where the list cannot be read again to compare, it is not called whole."""
    asked: set[int] = set()

    def load(number: int) -> CharacterPage:
        if number in asked:
            raise ConnectionFailed("gone")
        asked.add(number)
        return page_of(number, 30)

    snapshot = Catalogue(load).read()
    assert len(snapshot.characters) == 30
    assert snapshot.failed_pages == 0
    assert snapshot.is_changing


def test_a_list_with_doubles_stands_still() -> None:
    """A list that names somebody twice at all times is no list that changes."""

    def load(number: int) -> CharacterPage:
        page = page_of(number, 40)
        doubled = (Character(id=1), *page.characters[1:])
        return CharacterPage(doubled if page.received else (), number, LIMIT, page.received)

    assert not Catalogue(load).read().is_changing


@pytest.mark.row("S6")
@pytest.mark.parametrize("pages", [1, 3, 5, 9])
@pytest.mark.parametrize("is_readable", [True, False])
def test_a_last_page_that_repeats(pages: int, is_readable: bool) -> None:  # noqa: FBT001
    """A list whose last page is the answer to all numbers after it is read once, and counted so."""

    def load(number: int) -> CharacterPage:
        page = page_of(min(number, pages), pages * LIMIT)
        if is_readable or number < pages:
            return page
        return CharacterPage(page.characters[1:], number, LIMIT, LIMIT, unreadable=1)

    snapshot = Catalogue(load).read()
    assert snapshot.pages == snapshot.pages_read == pages
    assert snapshot.unreadable == (0 if is_readable else 1)
    assert len(snapshot.characters) == pages * LIMIT - snapshot.unreadable
    assert not snapshot.is_changing


@pytest.mark.row("S7")
def test_a_clamped_limit_changes_no_bound() -> None:
    """A server that hands out fewer at a time than asked for is read up to as many characters."""
    snapshot = Catalogue(lambda number: page_of(number, 10_000, 20), limit=1000).read()
    assert len(snapshot.characters) == 1000
    assert snapshot.pages == 50
    assert snapshot.is_bounded


@pytest.mark.row("S6")
def test_pages_that_cannot_be_read_are_bounded() -> None:
    """Where no record can be read at all, reading ends at its bound, and says so."""
    snapshot = Catalogue(
        lambda number: CharacterPage((), number, LIMIT, LIMIT, unreadable=LIMIT), limit=100
    ).read()
    assert (snapshot.unreadable, snapshot.is_bounded) == (100, True)
