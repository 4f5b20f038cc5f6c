"""One reading of the whole list for all visitors: when it begins, and what is kept meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from eternal import Character, CharacterPage, ConnectionFailed
from pages.components import reading
from pages.components.reading import KEPT_SECONDS, RETRY_SECONDS, Reading
from tests.pages.visiting import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage

BASE = "http://127.0.0.1:1"


class World:
    """A clock, a server and a worker that do what a test says.

    Attributes:
        now: Monotonic seconds.
        ids: What the list holds, on its one page.
        is_down: Whether the server fails.
        tasks: What was handed to the worker and not done yet.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self.ids = [1]
        self.is_down = False
        self.tasks: list[Callable[[], object]] = []

    def submit(self, task: Callable[[], object]) -> None:
        """Takes a task, as the worker does."""
        self.tasks.append(task)

    def work(self) -> None:
        """Does what was handed over."""
        while self.tasks:
            self.tasks.pop()()

    def list_characters(self, page: int, limit: int) -> CharacterPage:
        """Answers as the client does."""
        if self.is_down:
            raise ConnectionFailed("gone")
        found = tuple(Character(id=id) for id in self.ids) if page == 1 else ()
        return CharacterPage(found, page, limit, len(found))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in place of the real one."""
    made = World()
    monkeypatch.setattr(reading, "time", SimpleNamespace(monotonic=lambda: made.now))
    monkeypatch.setattr(reading, "workers", lambda: made)
    monkeypatch.setattr(reading, "public_client", lambda _: made)
    return made


def ids(shared: Reading) -> list[int]:
    """The ids that a visitor gets."""
    return [one.id for one in shared.snapshot().characters]


def read(world: World) -> Reading:
    """A reading that is complete."""
    shared = Reading(BASE)
    shared.snapshot()
    world.work()
    assert shared.snapshot().is_complete
    return shared


def test_asking_begins_one_reading(world: World) -> None:
    """The first question begins to read; more of them, also at once, begin nothing."""
    shared = Reading(BASE)
    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(lambda _: shared.snapshot(), range(40)))
    assert len(world.tasks) == 1


def test_looking_begins_nothing(world: World) -> None:
    """What has been read so far can be had without beginning to read."""
    shared = Reading(BASE)
    assert shared.so_far().characters == ()
    assert not world.tasks
    assert [one.id for one in read(world).so_far().characters] == [1]


def test_kept_ten_minutes(world: World) -> None:
    """For ten minutes nothing is read again; then it is, once."""
    shared = read(world)
    world.now += KEPT_SECONDS
    shared.snapshot()
    assert not world.tasks
    world.now += 0.1
    shared.snapshot()
    shared.snapshot()
    assert len(world.tasks) == 1


def test_refreshed_behind_a_complete_one(world: World) -> None:
    """While it is read anew the old list is shown, whole; then the new one."""
    shared = read(world)
    world.ids = [1, 2]
    world.now += KEPT_SECONDS + 1
    assert ids(shared) == [1]
    assert shared.snapshot().is_complete
    world.work()
    assert ids(shared) == [1, 2]


def test_failed_refresh_keeps_the_old_list(world: World) -> None:
    """Where the server is down after ten minutes the old list stays, without an error."""
    shared = read(world)
    world.is_down = True
    world.now += KEPT_SECONDS + 1
    shared.snapshot()
    world.work()
    assert shared.snapshot().error is None
    assert ids(shared) == [1]
    world.now += RETRY_SECONDS + 1
    world.is_down, world.ids = False, [3]
    shared.snapshot()
    world.work()
    assert ids(shared) == [3]


def test_failure_is_retried_after_fifteen_seconds(world: World) -> None:
    """A reading that failed altogether says so for fifteen seconds, and is then begun anew."""
    world.is_down = True
    shared = Reading(BASE)
    shared.snapshot()
    world.work()
    world.is_down = False
    world.now += RETRY_SECONDS
    assert isinstance(shared.snapshot().error, ConnectionFailed)
    assert not world.tasks
    world.now += 0.1
    assert shared.snapshot().error is None
    world.work()
    assert ids(shared) == [1]


def test_a_slow_reading_is_waited_for(world: World) -> None:
    """A reading that takes longer than ten minutes is not begun a second time."""
    shared = Reading(BASE)
    shared.snapshot()
    world.now += 2 * KEPT_SECONDS
    shared.snapshot()
    assert len(world.tasks) == 1


def test_forget(world: World) -> None:
    """Once forgotten the list is read anew when it is asked for; until then the old one stands."""
    shared = read(world)
    old = ids(shared)
    world.ids = [2]
    shared.forget()
    assert not world.tasks
    assert ids(shared) == old
    shared.forget()
    assert ids(shared) == old
    assert len(world.tasks) == 1
    world.work()
    assert ids(shared) == [2]


def test_one_index_a_list(world: World) -> None:
    """All visitors search with one index, made once for each list."""
    shared = read(world)
    first = shared.snapshot()
    assert shared.index(first) is shared.index(first)
    world.now += KEPT_SECONDS + 1
    shared.snapshot()
    world.work()
    second = shared.snapshot()
    assert shared.index(second) is not shared.index(first)


def test_shared_by_all_visitors(visit: OpenPage) -> None:
    """A second visitor's search costs the server nothing."""
    first = visit(q="Elara").read()
    asked = len(first.api.requests)
    second = visit(again=first, q="6790").read()
    assert second.names == first.names == ["Elara Voss"]
    assert len(first.api.requests) == asked


def test_each_page_is_asked_once(visit: OpenPage) -> None:
    """A reading asks for no page twice, and never sends the key."""
    opened = visit(q="Elara").read()
    asked = [one.query for one in opened.sent("GET")]
    assert len(asked) == len(set(asked))
    assert all("x-api-key" not in one.headers for one in opened.api.requests)


def test_refresh_reads_anew(visit: OpenPage) -> None:
    """The button Refresh has the list read once more."""
    opened = visit(q="Elara").read()
    asked = len(opened.api.requests)
    opened.press("Refresh").wait(lambda now: len(now.api.requests) == 2 * asked)
    assert opened.names == ["Elara Voss"]


def test_a_filter_outlives_a_reading(visit: OpenPage) -> None:
    """A filter stays chosen when the list is read anew, and its options come back."""
    record = {"id": 5, "display_name": "Ada", "gender": "female"}
    faults = [listing(record, {**record, "id": 6, "gender": "male"})]
    opened = visit(sort="By name", gender="female", faults=faults).read()
    opened.press("Refresh").read()
    assert opened.names == ["Ada"]
    assert opened.app.multiselect(key="gender").options == ["female", "male"]
