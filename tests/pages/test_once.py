"""What costs money is done once, however many clicks ask for it at the same time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.runtime.scriptrunner import add_script_run_ctx

from pages.components.create.creations import CreationPage
from pages.model.job_store import MemoryJobStore
from pages.model.once import Once
from tests.pages.labels import CREATE, DESCRIBE, DONE

if TYPE_CHECKING:
    from pages.model.jobs import Job
    from tests.pages.conftest import OpenPage


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


@pytest.mark.row("M10")
def test_two_clicks_at_the_same_time(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click that comes while another one is written down waits for it, and sends nothing."""
    opened, add = visit("create").type(DESCRIBE, "A potter."), MemoryJobStore.add
    pages: list[CreationPage] = []
    others: list[threading.Thread] = []
    send = CreationPage.send

    def note(page: CreationPage, *args: Any) -> None:
        pages.append(page)
        send(page, *args)

    def meanwhile(store: MemoryJobStore, job: Job) -> None:
        monkeypatch.setattr(MemoryJobStore, "add", add)
        other = threading.Thread(target=pages[0].press, args=[lambda: "A potter."])
        add_script_run_ctx(other)
        other.start()
        others.append(other)
        time.sleep(0.1)
        add(store, job)

    monkeypatch.setattr(CreationPage, "send", note)
    monkeypatch.setattr(MemoryJobStore, "add", meanwhile)
    opened.press(CREATE)
    others[0].join(10)
    opened.wait(lambda now: DONE in now.words)
    assert len(opened.sent()) == len(pages) == 1
