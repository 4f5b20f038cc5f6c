"""What is under way: whose it is, how much there may be, and that it stands in nobody's way."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from eternal import waiting
from eternal.simulator import Fault, Simulator, SimulatorServer
from pages.components.jobs.kept import in_flight
from pages.components.source import demo as demo_source
from pages.components.source import pools
from pages.model import advance as moving
from pages.model.jobs import MOST_JOBS
from pages.model.settings import Source
from tests.pages.labels import CREATE, DESCRIBE, DONE, HOUR, PROMPT
from tests.pages.visit import KEY
from tests.pages.visitors import visit_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

LIMITED = Fault("poll", times=None, status=429, headers={"Retry-After": "60"})
SLOWLY_SENT = Fault("create", times=None, delay_seconds=0.3)


def create(visit: OpenPage, prompt: str = PROMPT, **options: Any) -> Visit:
    """The create page on which this was just sent."""
    return visit("create", **options).type(DESCRIBE, prompt).press(CREATE)


@pytest.mark.row("M1")
@pytest.mark.row("M3")
def test_one_creation_through_all_that_is_tolerated(visit: OpenPage) -> None:
    """A creation survives each answer that means not yet, in one watch and with one POST."""
    answers = [
        (404, b""),
        (503, b"<html>"),
        (200, b""),
        (202, b""),
        (200, b"{}"),
        (200, b"nonsense"),
        (200, b'{"error": "still processing"}'),
        (200, b'{"detail": "not found"}'),
        (200, b'{"status": "pending", "error": "processing"}'),
        (200, b'{"status": "IN_QUEUE"}'),
        (200, b'{"status": "success", "result": null}'),
        (403, b"<html>firewall"),
    ]
    faults = [Fault("poll", status=status, body=body) for status, body in answers]
    opened = create(visit, faults=faults).wait(lambda now: DONE in now.words)
    assert len(opened.polls) > len(answers)
    assert len(opened.sent()) == 1


@pytest.mark.row("M9")
def test_all_ids_of_an_address_are_taken_up(visit: OpenPage) -> None:
    """As many ids as a page itself writes are watched again after a reload, in their order."""
    ids = [str(9000 + number) for number in range(MOST_JOBS)]
    opened = visit("create", id=ids)
    assert len(opened.progress) == MOST_JOBS
    assert opened.address("creation") == ids
    assert not opened.app.warning


@pytest.mark.row("M9")
def test_more_ids_than_can_be_watched(visit: OpenPage) -> None:
    """Of an address with hundreds of ids fifty are watched, and a sentence counts the others."""
    opened = visit("create", id=[str(number) for number in range(9000, 9300)])
    assert len(opened.progress) == MOST_JOBS
    assert "Left out: 250." in opened.app.warning[0].value


@pytest.mark.row("M17")
def test_no_more_than_fifty_are_sent(visit: OpenPage) -> None:
    """Where fifty are under way one more is refused in words, and the description stays."""
    opened = visit("create", id=[str(number) for number in range(9000, 9000 + MOST_JOBS)])
    opened.type(DESCRIBE, PROMPT).press(CREATE)
    assert "You have 50 under way" in opened.words
    assert opened.app.text_area[0].value == PROMPT
    assert not opened.sent()


@pytest.mark.row("M17")
def test_few_wait_for_their_answer(visit: OpenPage) -> None:
    """One visitor has eight unanswered paid requests at most; the ninth is refused in words."""
    opened = visit("create", faults=[Fault("create", times=None, delay_seconds=1.0)])
    for number in range(pools.MOST_SENDING + 1):
        opened.type(DESCRIBE, f"Number {number}").press(CREATE)
    assert "8 of your requests wait for an answer" in opened.words
    assert opened.app.text_area[0].value == "Number 8"
    opened.wait(lambda now: len(now.address("creation")) == pools.MOST_SENDING)
    assert len(opened.sent()) == pools.MOST_SENDING


@pytest.mark.row("M13")
@pytest.mark.row("M17")
def test_polls_that_are_limited_stand_in_nobodys_way(visit: OpenPage) -> None:
    """While all polls of two links are told to wait a minute, others read and create at once."""
    ids = [str(number) for number in range(9000, 9050)]
    began = time.monotonic()
    watching = visit("create", id=ids, faults=[LIMITED])
    shortlist = visit(again=watching, view="Shortlist", shortlist=".".join(ids))
    assert "could not be looked up just now" in shortlist.words
    watching.run().run()
    assert pools.loaders()._work_queue.qsize() == 0
    other = visit(again=watching)
    assert other.names
    create(visit, again=watching).wait(lambda now: bool(now.sent()))
    assert time.monotonic() - began < 20


@pytest.mark.row("M17")
def test_look_ups_that_hang_stand_in_nobodys_way(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look-ups that hang are few, are bounded together, and delay no paid request and no page."""
    monkeypatch.setattr("pages.components.lookup.bulk.LONGEST_SECONDS", 0.5)
    hanging = Fault("poll", times=None, delay_seconds=2.0)
    ids = ".".join(str(number) for number in range(9000, 9050))
    began = time.monotonic()
    opened = visit(view="Shortlist", shortlist=ids, faults=[hanging])
    assert "50 could not be looked up just now" in opened.words
    assert len(opened.polls) <= pools.MOST_LOOK_UPS
    assert visit(again=opened).names
    create(visit, again=opened).wait(lambda now: bool(now.sent()))
    assert time.monotonic() - began < 10


@pytest.mark.row("X10")
def test_few_polls_at_once(visit: OpenPage) -> None:
    """However many ids a link names, one visitor has four polls under way at most."""
    ids = [str(number) for number in range(9000, 9050)]
    opened = visit("create", id=ids, faults=[Fault("poll", times=None, delay_seconds=0.5)])
    opened.run().run()
    assert len(opened.polls) <= pools.MOST_POLLS


@pytest.mark.row("X10")
def test_all_of_many_are_asked_in_turn(visit: OpenPage) -> None:
    """Each of many ids has its turn, though few are asked at once."""
    ids = [str(number) for number in range(9000, 9030)]
    opened = visit("create", id=ids)
    opened.wait(lambda now: set(now.polls) == set(ids))


@pytest.mark.row("X10")
def test_unknown_ids_are_given_up(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that nobody knows is given up in words, and looked at again when asked to."""
    monkeypatch.setattr(moving, "UNKNOWN_SECONDS", 0.05)
    opened = visit("create", id="9000").wait(lambda now: now.has_button("Look again"))
    assert "found nothing" in opened.app.error[0].proto.title
    asked = len(opened.run().polls)
    opened.press("Look again").wait(lambda now: len(now.polls) > asked)


@pytest.mark.row("X10")
def test_what_was_created_here_is_not_given_up(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that was created here is waited for through 404s, also after a reload."""
    monkeypatch.setattr(moving, "UNKNOWN_SECONDS", 0.0)
    unknown = Fault("poll", times=None, status=404)
    opened = create(visit, faults=[unknown]).wait(lambda now: bool(now.address("creation")))
    later = visit("create", again=opened, id="6870")
    later.wait(lambda now: len(now.polls) > 3)
    assert later.progress
    assert not later.app.error


@pytest.mark.row("S24")
@pytest.mark.parametrize("page", ["create", "generate"])
@pytest.mark.parametrize("name", ["sending", "sending-creation", "sending-request"])
def test_a_token_of_an_old_link(visit: OpenPage, page: str, name: str) -> None:
    """What an old link says of something that was being sent says nothing any more, to nobody."""
    query: dict[str, Any] = {name: "x"}
    opened = visit(page, **query)
    assert not opened.app.warning
    assert not opened.address(name)
    assert not opened.sent("GET")


@pytest.mark.row("S24")
@pytest.mark.parametrize("page", ["create", "generate"])
def test_a_request_and_an_id_of_the_wrong_kind(visit: OpenPage, page: str) -> None:
    """What is no id of this page's kind is refused in words, and never asked for."""
    opened = visit(page, id="d633991f-6b68", request="a b")
    assert "an ID that cannot exist" in opened.app.warning[0].value
    assert not opened.sent("GET")


@pytest.mark.row("X7")
def test_a_link_says_nothing_of_what_is_being_sent(visit: OpenPage) -> None:
    """While a description is being sent the address, which is the link, does not say so."""
    opened = create(visit, faults=[SLOWLY_SENT])
    assert opened.progress
    assert not opened.address("creation")


@pytest.mark.row("X7")
def test_the_same_browser_goes_on_at_the_plain_address(visit: OpenPage) -> None:
    """What is being sent in one window is watched in another one, with its words, to its end."""
    opened = create(visit, faults=[SLOWLY_SENT])
    other = visit("create", again=opened)
    assert PROMPT in other.html
    other.wait(lambda now: DONE in now.words)
    assert DONE in opened.run().words
    assert len(opened.sent()) == 1


@pytest.mark.row("X7")
@pytest.mark.parametrize("name", ["another browser", ""])
def test_another_browser_sees_nothing(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """In another browser nothing is seen of what is being sent, now or after the end."""
    opened = create(visit, faults=[SLOWLY_SENT])
    opened.wait(lambda now: bool(now.address("creation")))
    (id,) = opened.address("creation")
    visit_from(monkeypatch, name)
    for stranger in (visit("create", again=opened), visit("create", again=opened, creation=id)):
        assert PROMPT not in stranger.words + stranger.html
        stranger.wait(lambda now: bool(now.names) or not now.progress)
        assert PROMPT not in stranger.words + stranger.html


def test_one_poller_for_all_windows(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many windows watch a creation, it is polled as often as for one."""
    monkeypatch.setattr(waiting, "FIRST_INTERVAL_SECONDS", 1.0)
    opened = create(visit, seconds=HOUR).wait(lambda now: bool(now.address("creation")))
    windows = [opened, *(visit("create", again=opened) for _ in range(4))]
    opened.wait(lambda now: bool(now.polls))
    polls, until = len(opened.polls), time.monotonic() + 1.5
    while time.monotonic() < until:
        for window in windows:
            window.run()
    assert 1 <= len(opened.polls) - polls <= 2


def test_a_late_click_brings_nothing_back(visit: OpenPage) -> None:
    """A click with the address of a moment ago leaves aside what was just put aside."""
    opened = create(visit).wait(lambda now: DONE in now.words)
    old = opened.address("creation")
    opened.press("Create another")
    assert DONE not in opened.words
    opened.app.query_params["creation"] = old
    assert DONE not in opened.run().words
    assert not opened.address("creation")


def test_an_address_is_restored_at_each_arrival(visit: OpenPage) -> None:
    """Whoever leaves, and comes back by a link, finds what it names, though it was put aside."""
    opened = create(visit).wait(lambda now: DONE in now.words)
    old = opened.address("creation")
    opened.press("Create another").go("gallery").go("create", creation=old)
    assert DONE in opened.words


@pytest.mark.row("X4")
def test_nothing_waits_for_what_has_ended(visit: OpenPage) -> None:
    """After the answer a shutdown has nothing to wait for."""
    create(visit).wait(lambda now: DONE in now.words)
    assert not in_flight().unanswered()
    assert not in_flight()._stores()


@pytest.mark.row("X4")
def test_about_says_what_is_kept(visit: OpenPage) -> None:
    """About says what is kept and where, how to delete it, and that there is a cookie."""
    text = "\n".join(one.value for one in visit("create").app.sidebar.markdown)
    assert "in the memory of this dashboard" in text
    assert "on the page History, where you can delete it" in text
    assert "A cookie with a random name" in text


@pytest.mark.row("B18")
def test_one_measurement_is_no_rule(visit: OpenPage) -> None:
    """What usually takes how long is a guess until three were watched from click to end."""
    opened = visit("create")
    for number in range(3):
        opened.type(DESCRIBE, f"Number {number}").press(CREATE)
        assert any("usually about 50 s" in one.value for one in opened.app.caption)
        opened.wait(lambda now, number=number: now.words.count(DONE) == number + 1)  # type: ignore[misc]
    opened.type(DESCRIBE, "The fourth").press(CREATE)
    assert not any("usually about 50 s" in one.value for one in opened.app.caption)


@pytest.mark.parametrize("progress", [100, 250, 99.9])
@pytest.mark.row("S17")
def test_a_bar_is_never_full_before_the_end(visit: OpenPage, progress: float) -> None:
    """A picture that is said to be made all but its end is almost done: the bar is not full."""
    body = json.dumps({"status": "pending", "progress": progress, "result_url": ""}).encode()
    opened = visit(
        "generate", request="r-1", faults=[Fault("result", times=None, status=200, body=body)]
    )
    opened.wait(lambda now: len(now.sent("GET")) > 2)
    assert opened.progress[0] < 100
    assert "100 %" not in opened.words


def test_a_bar_is_not_full_after_three_times_the_usual_time(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A character that takes three times as long as usual, or ten, is not said to be done."""
    opened = create(visit, seconds=HOUR)
    for times in (3, 10):
        monkeypatch.setattr("pages.components.jobs.durations.LIVE_USUAL_SECONDS", 0.001 / times)
        assert opened.run().progress[0] < 100


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """The simulator behind the demo, with a memory for what it was asked."""
    simulator = Simulator(record=True, creation_seconds=(0.0, 0.0))
    server = SimulatorServer(simulator).start()
    monkeypatch.setattr(demo_source, "address", lambda: server.base_url)
    yield simulator
    server.stop()


def switch(opened: Visit, to: Source) -> Visit:
    """The same page on the other source."""
    opened.app.button_group(key="source.switch").set_value(to)
    return opened.run()


def test_polls_belong_to_their_source(visit: OpenPage, demo: Simulator) -> None:
    """A creation is polled where it was sent, and told of, while the other source is shown."""
    opened = create(visit, seconds=HOUR).wait(lambda now: bool(now.address("creation")))
    switch(opened, Source.DEMO)
    assert not opened.progress
    assert not opened.address("creation")
    opened.skip(HOUR)
    opened.wait(lambda now: bool(now.app.toast))
    assert not [one for one in demo.requests if "6870" in one.path]
    assert DONE not in opened.words
    assert DONE in switch(opened, Source.LIVE).words
    assert opened.address("creation") == ["6870"]


def test_a_visitors_own_key_never_reaches_the_demo(visit: OpenPage, demo: Simulator) -> None:
    """With a key of their own in the sidebar a visitor creates in the demo without it."""
    own = "my-own-key-0123456789"
    opened = visit("create").type("Your own key", own).run()
    switch(opened, Source.DEMO)
    opened.type(DESCRIBE, PROMPT).press(CREATE)
    opened.wait(lambda now: DONE in now.words)
    (post,) = [one for one in demo.requests if one.method == "POST"]
    assert post.headers["x-api-key"] not in {own, KEY}
    assert own not in repr(demo.requests)
    assert not opened.sent()


def test_credits_belong_to_their_source(visit: OpenPage, demo: Simulator) -> None:
    """What is left of the credits at one source is not shown at the other."""
    opened = visit("generate", character="6790")
    opened.choose("How", "Custom").type("Describe the change", "on a balcony").press("Generate")
    opened.wait(lambda now: "Credits left" in now.words)
    assert "Credits left" not in switch(opened, Source.DEMO).words
    assert not [one for one in demo.requests if one.method == "POST"]
