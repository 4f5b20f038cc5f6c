"""A slow API, one that is down half of the time, and one that is down altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from eternal.simulator import Fault, Simulator
from tests.browser.apis import Crowd, DownAtTimes, crowd

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor, Serve
    from tests.browser.visitor import Visitor

TRACES = ("Traceback", "Error:", "Exception", "Ask Google", "Ask ChatGPT")


def has_no_trace(visitor: Visitor) -> Visitor:
    """Look for what only programmers should see."""
    words = visitor.page.locator("body").inner_text()
    assert not [one for one in TRACES if one in words]
    return visitor


def test_a_slow_api_remains_usable(visit: NewVisitor, serve: Serve) -> None:
    """At 2 s an answer shapes and words show first, the next page comes ahead, lookups arrive."""
    slow = [Fault("list", times=None, delay_seconds=2), Fault("poll", times=None, delay_seconds=2)]
    api = Simulator(faults=slow, record=True)
    visitor = visit(serve(api))
    visitor.sees("Loading the characters")
    expect(visitor.page.get_by_test_id("stSkeletonElement")).to_have_count(24)
    visitor.sees_name("Elara Voss").sees_pictures(12)
    visitor.waits_for(lambda: any("page=2" in one.query for one in api.requests))
    first = visitor.names
    visitor.press("Next page")
    visitor.waits_for(lambda: bool(set(visitor.names) - set(first)))
    assert len([one for one in api.requests if "page=2&" in f"{one.query}&"]) == 1
    visitor.menu("Look up")
    field = visitor.page.get_by_role("textbox", name="Character ID")
    field.fill("6604")
    field.press("Enter")
    has_no_trace(visitor.sees_name("Julia Nowak"))


def test_down_half_of_the_time_remains_usable(visit: NewVisitor, serve: Serve) -> None:
    """Where each second triple of requests fails, "Try again" always leads on."""
    turns = [True] * 3 + [False] * 3
    api = DownAtTimes(Simulator(), turns)
    visitor = visit(serve(api))
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    until_seen(has_no_trace(visitor), "Elara Voss", api)
    visitor.press("Next page").is_at_rest()
    for id, name in ((6604, "Julia Nowak"), (6593, "Flavie Koepp"), (6790, "Elara Voss")):
        visitor.open(f"/lookup?id={id}")
        has_no_trace(until_seen(visitor, name, api))


def until_seen(visitor: Visitor, name: str, api: DownAtTimes) -> Visitor:
    """Press "Try again" as often as a patient person would, until a character is there."""
    wanted = visitor.page.get_by_role("heading", name=name, exact=True)
    again = visitor.button("Try again")
    for _ in range(3):
        expect(wanted.or_(again).first).to_be_visible()
        if wanted.count():
            return visitor
        asked = api.asked
        again.click()
        visitor.waits_for(lambda asked=asked: api.asked > asked).is_at_rest()  # type: ignore[misc]
    expect(wanted).to_be_visible()
    return visitor


def test_down_shows_words_and_recovers(visit: NewVisitor, serve: Serve) -> None:
    """While the API is down each page says so in words, and "Try again" works once it is back."""
    api = DownAtTimes(Simulator())
    api.is_down = True
    url = serve(api, key="a-key")
    for path in ("/", "/lookup?id=6790", "/create"):
        visitor = visit(url, path)
        if path == "/create":
            visitor.page.get_by_role("textbox", name="Describe").fill("A nurse from Cork, 44.")
            visitor.press("Create character")
        expect(visitor.page.get_by_role("alert")).to_be_visible()
        if path == "/create":
            expect(visitor.page.get_by_role("checkbox", name="I have looked")).to_be_enabled()
        else:
            expect(visitor.button("Try again")).to_be_enabled()
        has_no_trace(visitor.is_at_rest())
        if path != "/create":
            api.is_down = False
            visitor.press("Try again").sees_name("Elara Voss")
            api.is_down = True


def test_nobody_there_is_said(visit: NewVisitor, serve: Serve) -> None:
    """An empty list is no error: the gallery says that there is nobody yet."""
    visitor = visit(serve(Crowd(crowd(0)))).sees("There are no characters here yet")
    expect(visitor.page.get_by_role("alert")).to_have_count(0)
    has_no_trace(visitor)
