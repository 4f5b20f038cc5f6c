"""One call for all who ask, and the last good answer while calls fail."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from eternal import ConnectionFailed
from pages.model.last_good import CallCrashed, LastGood

if TYPE_CHECKING:
    from tests.clock import Clock


def kept(clock: Clock, most: int = 10, most_size: int = 100) -> LastGood[str, str]:
    """A cache of texts that are sized by their length; empty ones are not kept."""
    return LastGood(most, most_size, size_of=len, keeps=bool, clock=clock)


def fails() -> str:
    """A call that fails."""
    raise ConnectionFailed("The service could not be reached.")


def test_nothing_is_known_at_first(clock: Clock) -> None:
    """Before a call there is no value, no failure and nothing under way."""
    known = kept(clock).known("a")
    assert (known.value, known.failure, known.loading) == (None, None, None)


def test_the_last_good_answer_stays_while_calls_fail(clock: Clock) -> None:
    """After a failure the answer of before is known with its age, beside the failure."""
    cache = kept(clock)
    cache.load("a", lambda: "good")
    clock.pass_by(240.0)
    future = cache.load("a", fails)
    assert isinstance(future.exception(), ConnectionFailed)
    clock.pass_by(5.0)
    known = cache.known("a")
    assert (known.value, known.age, known.failed_for) == ("good", 245.0, 5.0)
    assert isinstance(known.failure, ConnectionFailed)
    cache.load("a", lambda: "new")
    assert (cache.known("a").value, cache.known("a").failure) == ("new", None)


def test_try_again_forgets_a_failure_only(clock: Clock) -> None:
    """A visitor who tries again does not lose the answer of before."""
    cache = kept(clock)
    cache.load("a", lambda: "good")
    cache.load("a", fails)
    cache.try_again("a", "unknown")
    assert (cache.known("a").value, cache.known("a").failure) == ("good", None)


def test_all_who_ask_at_once_share_one_call(clock: Clock) -> None:
    """However many ask while a call is under way, one is made and all get its answer."""
    cache, may_end, calls = kept(clock), threading.Event(), []

    def call() -> str:
        calls.append(1)
        assert may_end.wait(10)
        return "good"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(lambda: cache.load("a", call).result(10)) for _ in range(8)]
        first = cache.load("a", call, pool)
        may_end.set()
        assert first.result(10) == "good"
        assert {one.result(10) for one in asked} == {"good"}
    assert len(calls) == 1
    assert cache.known("a").loading is None


def test_bounded_in_number_and_in_size(clock: Clock) -> None:
    """The answers that were asked for last are kept, as far as they fit."""
    cache = kept(clock, most=3)
    for key in "abcd":
        cache.load(key, lambda: "x" * 10)
    assert cache.known("a").value is None
    assert cache.known("b").value is not None
    cache.load("e", lambda: "x" * 85)
    assert [key for key in "bcde" if cache.known(key).value] == ["b", "e"]
    cache.load("e", lambda: "x" * 90)
    assert [key for key in "bcde" if cache.known(key).value] == ["b", "e"]
    cache.load("f", lambda: "x" * 1000)
    assert [key for key in "bcdef" if cache.known(key).value] == ["f"]


def test_what_is_not_to_be_kept(clock: Clock) -> None:
    """An answer that is not to be kept reaches who waits, and leaves what is known."""
    cache = kept(clock)
    cache.load("a", lambda: "good")
    assert cache.load("a", str).result() == ""
    assert cache.known("a").value == "good"


def test_a_crash_is_a_plain_failure(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """A bug in a call is logged, and is a sentence for who waits."""
    cache = kept(clock)
    error = cache.load("a", lambda: "x" * (1 // 0)).exception()
    assert isinstance(error, CallCrashed)
    assert "division" not in f"{error} {error.advice}"
    assert [one.exc_info is not None for one in caplog.records] == [True]


def test_a_run_that_is_stopped_holds_nobody_up(clock: Clock) -> None:
    """Where the thread that calls is stopped, the next who asks calls anew."""
    cache = kept(clock)

    def stopped() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.load("a", stopped)
    assert cache.load("a", lambda: "good").result() == "good"


def test_a_failure_keeps_no_frames(clock: Clock) -> None:
    """A failure that is kept does not keep what was read when it came."""
    cache = kept(clock)
    cache.load("a", fails)
    for _ in range(2):
        failure = cache.known("a").failure
        assert failure is not None
        assert failure.__traceback__ is None
