"""One reading of the whole list for all visitors: when it begins, and what is kept meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from eternal import Character, CharacterPage, ConnectionFailed
from eternal.pagination import LARGEST_PAGE
from pages.components.source.list_cache import crawlers
from pages.model import list_cache
from pages.model.last_good import CallCrashed
from pages.model.list_cache import (
    INCOMPLETE_SECONDS,
    KEPT_SECONDS,
    OLDEST_SECONDS,
    REFRESH_SECONDS,
    RETRY_SECONDS,
    ListCache,
)
from tests.pages.timers import timers_of
from tests.pages.visit import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage


class World(Executor):
    """A clock, a server and a worker that do what a test says.

    Attributes:
        now: Monotonic seconds.
        ids: What the list holds on its first page.
        more: What it holds on its second one.
        is_down: Whether the server fails.
        failing_page: The page that fails, if any.
        crash: A fault of this program while it reads.
        tasks: What was handed to the worker and not done yet.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self.ids = [1]
        self.more: list[int] = []
        self.is_down = False
        self.failing_page = 0
        self.crash: Exception | None = None
        self.tasks: list[Callable[[], object]] = []

    def submit(self, task: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """Take a task, as the worker does."""
        future: Future[Any] = Future()
        self.tasks.append(lambda: future.set_result(task(*args)))
        return future

    def work(self) -> None:
        """Do what was handed over."""
        while self.tasks:
            self.tasks.pop()()

    def load(self, page: int) -> CharacterPage:
        """Answer as the client does."""
        if self.crash is not None:
            raise self.crash
        if self.is_down or page == self.failing_page:
            raise ConnectionFailed("gone")
        listed = {1: self.ids, 2: self.more}.get(page, [])
        found = tuple(Character(id=id) for id in listed)
        return CharacterPage(found, page, LARGEST_PAGE, len(found))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in place of the real one."""
    made = World()
    monkeypatch.setattr(list_cache, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def ids(shared: ListCache) -> list[int]:
    """The ids that a visitor gets."""
    return [one.id for one in shared.snapshot().characters]


def read(world: World) -> ListCache:
    """A reading that is complete."""
    shared = ListCache(world.load, world, 1000)
    shared.snapshot()
    world.work()
    assert shared.snapshot().is_complete
    return shared


def test_asking_begins_one_reading(world: World) -> None:
    """The first question begins to read; more of them, also at once, begin nothing."""
    shared = ListCache(world.load, world, 1000)
    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(lambda _: shared.snapshot(), range(40)))
    assert len(world.tasks) == 1


def test_looking_begins_nothing(world: World) -> None:
    """What has been read so far can be had without beginning to read."""
    shared = ListCache(world.load, world, 1000)
    assert shared.peek().characters == ()
    assert not world.tasks
    assert [one.id for one in read(world).peek().characters] == [1]


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
    shared = ListCache(world.load, world, 1000)
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
    shared = ListCache(world.load, world, 1000)
    shared.snapshot()
    world.now += 2 * KEPT_SECONDS
    shared.snapshot()
    assert len(world.tasks) == 1


def test_refresh(world: World) -> None:
    """After a refresh the list is read anew when it is asked for; until then the old one stands."""
    shared = read(world)
    old = ids(shared)
    world.ids = [2]
    assert shared.refresh() is None
    assert not world.tasks
    assert not shared.is_refreshing
    assert ids(shared) == old
    assert shared.is_refreshing
    assert ids(shared) == old
    assert len(world.tasks) == 1
    world.work()
    assert not shared.is_refreshing
    assert ids(shared) == [2]


@pytest.mark.row("X3")
def test_refresh_reads_once_a_minute(world: World) -> None:
    """However many visitors refresh, the list is read anew once a minute, and they are told so."""
    shared = read(world)
    editions, asked = {shared.edition}, 0
    for _ in range(24):
        shared.refresh()
        editions.add(shared.edition)
        shared.snapshot()
        asked += len(world.tasks)
        world.work()
        world.now += 5.0
    assert asked == len(editions) - 1 == 2
    world.now += REFRESH_SECONDS
    assert shared.refresh() is None
    world.now += 20.0
    assert shared.refresh() == 20.0


@pytest.mark.row("X3")
def test_a_refresh_while_reading_is_not_lost(world: World) -> None:
    """A refresh during a reading begins the next one when that has ended, never a second beside."""
    shared = ListCache(world.load, world, 1000)
    shared.snapshot()
    shared.refresh()
    shared.snapshot()
    assert len(world.tasks) == 1
    world.work()
    shared.snapshot()
    assert len(world.tasks) == 1


def test_try_again_reads_only_what_failed(world: World) -> None:
    """Try again begins a failed reading at once; where none has failed it changes nothing."""
    shared = read(world)
    shared.retry()
    shared.snapshot()
    assert not world.tasks
    world.is_down = True
    failed = ListCache(world.load, world, 1000)
    failed.snapshot()
    world.work()
    assert failed.snapshot().error is not None
    failed.retry()
    assert failed.snapshot().error is None
    assert len(world.tasks) == 1


def test_try_again_has_a_pause(world: World) -> None:
    """However often visitors try again, a failed reading is begun once in five seconds."""
    world.is_down = True
    shared = ListCache(world.load, world, 1000)
    begun = 0
    for _ in range(11):
        shared.retry()
        shared.snapshot()
        begun += len(world.tasks)
        world.work()
        world.now += 1.0
    assert begun == 3


def test_the_age_of_the_list_that_is_shown(world: World) -> None:
    """A list is as old as its own reading, however often a newer one has failed."""
    shared = read(world)
    world.is_down = True
    world.now += KEPT_SECONDS + 1
    shared.snapshot()
    world.work()
    assert shared.age == KEPT_SECONDS + 1
    assert shared.refresh_failure is not None
    world.now += RETRY_SECONDS + 1
    world.is_down = False
    shared.snapshot()
    assert shared.refresh_failure is not None, "until the next reading has ended"
    world.work()
    assert shared.refresh_failure is None
    assert shared.age == 0.0


def test_holes_do_not_replace_a_whole_list(world: World) -> None:
    """A newer list with failed pages does not replace a whole one, until that is an hour old."""
    world.ids = list(range(1, LARGEST_PAGE + 1))
    world.more = [99]
    shared = read(world)
    assert len(ids(shared)) == LARGEST_PAGE + 1
    world.failing_page = 2
    world.now += KEPT_SECONDS + 1
    shared.snapshot()
    world.work()
    assert len(ids(shared)) == LARGEST_PAGE + 1
    assert "1 page of the newer list could not be read" in str(shared.refresh_failure)
    world.now += INCOMPLETE_SECONDS
    shared.snapshot()
    assert not world.tasks, "a reading of all pages has a longer pause than one that failed at once"
    world.now += OLDEST_SECONDS
    shared.snapshot()
    world.work()
    assert len(ids(shared)) == LARGEST_PAGE
    assert shared.refresh_failure is None


@pytest.mark.row("X10")
def test_one_list_is_read_at_a_time(visit: OpenPage) -> None:
    """Where a list is being read the list of another source waits for its end."""
    visit("lookup")
    may_end, begun = threading.Event(), threading.Event()

    def hold(_: int) -> CharacterPage:
        begun.set()
        assert may_end.wait(10)
        return CharacterPage((), 1, LARGEST_PAGE, 0)

    one, other = (ListCache(hold, crawlers(), 1000) for _ in range(2))
    one.snapshot()
    assert begun.wait(10)
    begun.clear()
    other.snapshot()
    assert not begun.wait(0.1)
    may_end.set()
    assert begun.wait(10)


@pytest.mark.row("X5")
def test_a_crash_is_logged_and_tried_again_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A crash of the reading is logged once with its traceback, is an error, and has a pause."""
    world.crash = ZeroDivisionError("a fault of ours")
    shared = ListCache(world.load, world, 1000)
    shared.snapshot()
    world.work()
    for _ in range(20):
        known = shared.snapshot()
        assert isinstance(known.error, CallCrashed)
        assert known.is_complete
        assert "a fault of ours" not in f"{known.error} {known.error.advice}"
        world.now += RETRY_SECONDS / 20
    assert not world.tasks
    logged = [one for one in caplog.records if one.name == "eternal.dashboard"]
    assert len(logged) == 1
    assert logged[0].exc_info is not None
    world.crash = None
    world.now += 0.1
    assert shared.snapshot().error is None
    world.work()
    assert ids(shared) == [1]


@pytest.mark.row("X5")
def test_a_crash_keeps_the_old_list(world: World) -> None:
    """A crash while the list is read anew leaves the old one, and says that it could not."""
    shared = read(world)
    world.crash = RuntimeError("half-way")
    shared.refresh()
    shared.snapshot()
    world.work()
    assert ids(shared) == [1]
    assert isinstance(shared.refresh_failure, CallCrashed)


def test_nobody_waits_for_an_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one visitor's index is made, all others get what is known at once."""
    shared, in_index, may_end = read(world), threading.Event(), threading.Event()

    def make_slowly(_: object) -> object:
        in_index.set()
        assert may_end.wait(10)
        return object()

    monkeypatch.setattr(list_cache, "Index", make_slowly)
    known = shared.snapshot()
    with ThreadPoolExecutor(2) as visitors:
        indexed = visitors.submit(shared.index, known)
        assert in_index.wait(10)
        assert visitors.submit(lambda: (shared.snapshot(), shared.peek())).result(10)
        may_end.set()
        indexed.result(10)


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
    first = visit(q="Elara Voss").read()
    asked = len(first.api.requests)
    second = visit(again=first, q="6790").read()
    assert second.names == first.names == ["Elara Voss"]
    assert len(first.api.requests) == asked


def test_a_reading_costs_few_calls(visit: OpenPage) -> None:
    """A reading asks for each page once, and for a few again to compare; it never sends the key."""
    opened = visit(q="Elara Voss").read()
    asked = [one.query for one in opened.sent("GET")]
    assert max(Counter(asked).values()) == 2
    assert len(asked) - len(set(asked)) <= 5
    assert all("x-api-key" not in one.headers for one in opened.api.requests)


@pytest.mark.row("S4")
@pytest.mark.parametrize("view", ["Cards", "Table", "Charts"])
def test_refresh_shows_the_new_list_by_itself(visit: OpenPage, view: str) -> None:
    """After Refresh the new list appears by itself in each view; the old one stays meanwhile."""
    ada, eve = ({"id": 5, "display_name": "Ada"}, {"id": 6, "display_name": "Eve"})
    opened = visit(sort="By name", view=view, faults=[listing(ada)]).read()
    assert "1 searched" in opened.words
    opened.now_listing(ada, eve).press("Refresh")
    assert "1 searched" in opened.words
    opened.wait(lambda now: "2 searched" in now.words)
    assert "anew" not in opened.words


@pytest.mark.row("X3")
def test_refresh_says_that_it_was_just_done(visit: OpenPage) -> None:
    """Refresh again within a minute costs the service nothing, for nobody, and says why."""
    opened = visit(q="Elara").read()
    opened.press("Refresh").wait(lambda now: "anew" not in now.words)
    asked = len(opened.api.requests)
    other = visit(again=opened, q="Elara").press("Refresh")
    assert "The list was refreshed" in other.words
    assert len(other.api.requests) == asked
    assert not timers_of(other.app)


@pytest.mark.row("X3")
def test_refresh_reloads_the_pages_once_a_minute(visit: OpenPage) -> None:
    """Refresh loads a page of the list anew, once a minute for all visitors."""
    opened = visit()
    opened.now_listing({"id": 5, "display_name": "Ada"})
    assert len(opened.run().names) == 24
    assert opened.press("Refresh").names == ["Ada"]
    opened.now_listing({"id": 6, "display_name": "Eve"})
    assert opened.press("Refresh").names == ["Ada"]
    assert "The list was refreshed" in opened.words


@pytest.mark.row("X10")
def test_many_visitors_share_one_reading(visit: OpenPage) -> None:
    """One link that makes a search, opened by ten visitors, reads the list once."""
    first = visit(q="x")
    others = [visit(again=first, q="x") for _ in range(9)]
    for one in [first, *others]:
        one.read()
    asked = Counter(one.query for one in first.sent("GET"))
    assert asked["page=1&limit=50"] == 2  # once to read it, once to compare


def test_a_filter_outlives_a_reading(visit: OpenPage) -> None:
    """A filter stays chosen when the list is read anew, and its options come back."""
    record = {"id": 5, "display_name": "Ada", "gender": "female"}
    faults = [listing(record, {**record, "id": 6, "gender": "male"})]
    opened = visit(sort="By name", gender="female", faults=faults).read()
    opened.press("Refresh").read()
    assert opened.names == ["Ada"]
    opened.open_filters()
    assert opened.app.multiselect(key="gallery.gender").options == ["female", "male"]
