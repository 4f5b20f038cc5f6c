"""Reading the whole list: its end is found, each page is read once, failures are counted."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eternal import Character, CharacterPage, ConnectionFailed
from eternal.catalogue import AT_ONCE, Catalogue, Snapshot

LIMIT = 5


def page_of(number: int, total: int, limit: int = LIMIT) -> CharacterPage:
    """A page of a list of so many characters, whose ids count from 1."""
    first = (number - 1) * limit
    characters = tuple(Character(id=id + 1) for id in range(total)[first : first + limit])
    return CharacterPage(characters, number, limit, len(characters))


def reading(total: int, most_pages: int = 40) -> tuple[Snapshot, list[int]]:
    """What reading such a list gives, and the pages that were asked for."""
    asked: list[int] = []

    def load(number: int) -> CharacterPage:
        asked.append(number)
        return page_of(number, total)

    return Catalogue(load, most_pages=most_pages).read(), asked


@given(st.integers(0, 190))
def test_every_character_is_read_once_and_in_order(total: int) -> None:
    """Whatever the length of the list, all of it is read, in its order, no page twice."""
    snapshot, asked = reading(total)
    assert [one.id for one in snapshot.characters] == list(range(1, total + 1))
    assert snapshot.pages == snapshot.pages_read == -(-total // LIMIT)
    assert len(asked) == len(set(asked))
    assert snapshot.is_complete
    assert not snapshot.is_bounded
    assert snapshot.progress == 1.0


def test_reading_stops_at_its_bound() -> None:
    """A list that goes on is read up to the bound, and the snapshot says so."""
    snapshot, asked = reading(total=10_000, most_pages=12)
    assert len(snapshot.characters) == 12 * LIMIT
    assert max(asked) == 12
    assert snapshot.is_bounded


def test_finding_the_end_costs_little() -> None:
    """The end of a list of 40 pages is found with a handful of pages that hold nothing."""
    _, asked = reading(total=100)
    assert len([number for number in asked if number > 100 // LIMIT]) <= 8


def test_a_page_that_repeats_ends_the_list() -> None:
    """A server that ignores the page is read once, not for ever."""
    snapshot = Catalogue(lambda _: page_of(1, LIMIT), most_pages=40).read()
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
