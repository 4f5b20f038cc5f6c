"""What costs money is done once, however many threads ask for it; tests/browser has the clicks."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.model.once import Once


def test_what_is_done_is_not_to_do() -> None:
    """What was finished is not tried again; another thing is."""
    once = Once()
    with once.attempt("a") as is_to_do:
        assert is_to_do
        once.finish("a")
    with once.attempt("a") as is_to_do:
        assert not is_to_do
    with once.attempt("b") as is_to_do:
        assert is_to_do


def test_an_attempt_that_fails_leaves_the_way_free() -> None:
    """What was not finished can be tried again, also after an error."""
    once = Once()
    with pytest.raises(KeyError), once.attempt("a"):
        raise KeyError
    with once.attempt("a") as is_to_do:
        assert is_to_do


def test_many_threads() -> None:
    """Of many threads that try at once, one does it, though it takes a while."""
    once, ready = Once(), threading.Barrier(8)

    def attempt(_: int) -> bool:
        ready.wait(10)
        with once.attempt("a") as is_to_do:
            if is_to_do:
                time.sleep(0.01)
                once.finish("a")
            return is_to_do

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1
