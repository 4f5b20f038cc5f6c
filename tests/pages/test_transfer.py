"""The browser's own History, offered once to who has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st

from pages.components.jobs.kept import demo_jobs, live_jobs
from pages.components.sign_in.transfer import LEAVE, LEFT_COOKIE, TAKE
from pages.model.job_store import JobQuery, StoreUnavailable
from pages.model.memory_job_store import MemoryJobStore
from pages.model.visitor import Visitor
from tests.pages.labels import CREATE, DESCRIBE, HOUR, PROMPT
from tests.pages.past_jobs import creation, keep
from tests.pages.signed_in import ANNA_OWNER, ISSUER, NOBODY, anna, as_user, with_cookies
from tests.pages.visitors import owner_of, visit_from

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

OFFER = "from before you signed in"
OTTO_OWNER = Visitor.of_person(ISSUER, "otto-2").owner


def total(owner: str) -> int:
    """How many live records an owner has."""
    return live_jobs().search(owner, JobQuery()).total


def titles(opened: Visit) -> int:
    """How many entries the History shows."""
    return opened.html.count('class="character entry"')


def test_yes_moves_all(visit: OpenPage) -> None:
    """Whoever says yes has all of the browser's entries, live and of the demo, then and later."""
    keep(creation(), creation("A diver."))
    demo_jobs().add(creation())
    opened = as_user(visit("history"), anna())
    assert f"3 entries {OFFER}" in opened.words
    assert titles(opened) == 0
    opened.press(TAKE)
    assert titles(opened) == 2
    assert OFFER not in opened.words
    assert (total(owner_of()), total(ANNA_OWNER)) == (0, 2)
    assert demo_jobs().search(ANNA_OWNER, JobQuery()).total == 1
    again = as_user(visit("history", again=opened), NOBODY)
    assert titles(again) == 0


def test_it_is_seen_in_every_browser(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person has is there in another browser, too; another person there sees nothing."""
    keep(creation(owner=ANNA_OWNER))
    visit_from(monkeypatch, "another browser")
    opened = as_user(visit("history"), anna())
    assert titles(opened) == 1
    assert OFFER not in opened.words
    assert titles(as_user(visit("history"), anna(sub="otto-2"))) == 0
    assert titles(as_user(visit("history"), anna(iss="https://other.example"))) == 0


def test_no_is_remembered(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says no is not asked again: not in this visit, and not in the next of the browser."""
    keep(creation())
    opened = as_user(visit("history"), anna()).press(LEAVE)
    assert OFFER not in opened.words
    assert total(owner_of()) == 1
    opened.run()
    (script,) = [one.proto.body for one in opened.app.get("html") if LEFT_COOKIE in one.proto.body]
    value = script.partition(f"{LEFT_COOKIE}=")[2].partition(";")[0]
    with_cookies(monkeypatch, **{LEFT_COOKIE: value})
    assert OFFER not in as_user(visit("history", again=opened), anna()).words
    otto = as_user(visit("history", again=opened), anna(sub="otto-2"))
    assert OFFER in otto.words
    otto.press(LEAVE).run()
    assert any(f"{LEFT_COOKIE}={value}.{OTTO_OWNER[:16]};" in html for html in [otto.html])


@pytest.mark.parametrize("value", ["", "x", "a" * 15, f"{'a' * 16}.", "<script>", "A" * 16])
def test_a_made_up_answer(visit: OpenPage, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A cookie that is not ours says nothing, and is not written again."""
    keep(creation())
    with_cookies(monkeypatch, **{LEFT_COOKIE: value})
    opened = as_user(visit("history"), anna())
    assert OFFER in opened.words
    opened.press(LEAVE).run()
    assert f"{LEFT_COOKIE}={ANNA_OWNER[:16]};" in opened.html


def test_nothing_to_offer(visit: OpenPage) -> None:
    """A browser without entries offers nothing, and nobody who has not signed in is asked."""
    assert OFFER not in as_user(visit("create"), anna()).words
    keep(creation())
    assert OFFER not in as_user(visit("create"), NOBODY).words


def test_it_is_offered_on_every_page(visit: OpenPage) -> None:
    """The question stands on the page that one comes back to, and on the next."""
    keep(creation())
    opened = as_user(visit("create"), anna())
    assert f"1 entry {OFFER}" in opened.words
    assert OFFER in opened.go("gallery").words


def test_what_is_under_way_goes_on(visit: OpenPage) -> None:
    """A creation that is not finished is the person's then, and is watched to its end."""
    opened = visit("create", seconds=HOUR).type(DESCRIBE, PROMPT).press(CREATE)
    opened.wait(lambda now: bool(now.polls))
    signed_in = as_user(visit("create", again=opened), anna()).press(TAKE)
    signed_in.skip(HOUR)
    signed_in.wait(lambda now: "Done. Here is your character." in now.words)
    assert len(opened.sent()) == 1
    assert total(ANNA_OWNER) == 1


def test_a_store_that_fails(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be moved stays, with a sentence, and can be moved later."""
    keep(creation())
    opened = as_user(visit("history"), anna())

    def fail(_: MemoryJobStore, __: str, ___: str) -> int:
        raise StoreUnavailable("The history is busy just now.")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryJobStore, "transfer", fail)
        opened.press(TAKE)
    assert "The history is busy just now." in opened.words
    assert "Not all were moved." in opened.words
    opened.press(TAKE)
    assert total(ANNA_OWNER) == 1
    assert "Not all were moved." not in opened.words


def test_a_stale_page_moves_nothing(visit: OpenPage) -> None:
    """A question that was asked before the person signed out is not answered any more."""
    keep(creation())
    opened = as_user(visit("history"), anna())
    opened.app.user = dict(NOBODY)
    opened.press(TAKE)
    assert total(owner_of()) == 1


def test_a_browser_without_cookies_offers_nothing(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that keeps no token has no History of its own to offer."""
    monkeypatch.setattr(type(st.context), "cookies", {})
    assert OFFER not in as_user(visit("history"), anna()).words
