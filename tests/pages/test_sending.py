"""What costs money on Create and Generate: sent once, kept when it fails, sent again by name."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from eternal import EternalClient, waiting
from eternal.simulator import EFFECTS, Fault
from pages.components.jobs.kept import live_jobs
from pages.components.jobs.page import MOVED_ON, JobPage
from pages.components.shell.form import Form
from pages.components.source import pools
from pages.model.jobs import CREATIONS, GENERATIONS, JobError, JobState
from tests.pages.labels import CREATE, DESCRIBE, HOUR, PROMPT
from tests.pages.visitors import owner_of

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

CHANGE = "on a balcony at sunset"
GENERATE = "Generate"
USE = {"create": "Use these words again", "generate": "Use these choices again"}
LOOK, SEND, ANYWAY = "Look again", "Send it again", "Send it again anyway"
LOOKED = "I have looked, and it is not there"
FAILS_LATER = {
    "create": Fault("create", fail_creation=True),
    "generate": Fault("generate", fail_creation=True),
}
PAGES = pytest.mark.parametrize("page", ["create", "generate"])


def filled(visit: OpenPage, page: str, **options: object) -> Visit:
    """A page with something in its form that can be sent."""
    if page == "create":
        return fill(visit(page, **options), page)  # type: ignore[arg-type]
    return fill(visit(page, character="6790", **options), page)  # type: ignore[arg-type]


def fill(opened: Visit, page: str) -> Visit:
    """The same words once more in the form."""
    if page == "create":
        return opened.type(DESCRIBE, PROMPT)
    return opened.choose("How", "Custom").type("Describe the change", CHANGE)


def pressed(opened: Visit, page: str) -> Visit:
    """The page after its button was pressed."""
    return opened.press(CREATE if page == "create" else GENERATE)


def box(opened: Visit, page: str) -> str:
    """What the page's box holds."""
    return str(opened.field(DESCRIBE if page == "create" else "Describe the change").value)


def refused(page: str, **options: object) -> Fault:
    """A service that refuses what this page sends."""
    return Fault(page, **options)  # type: ignore[arg-type]


def failed(visit: OpenPage, page: str, fault: Fault, **options: object) -> Visit:
    """The page after what was sent has failed."""
    opened = pressed(filled(visit, page, faults=[fault], **options), page)
    return opened.wait(lambda now: bool(now.app.error))


def states(opened: Visit) -> list[WidgetState]:
    """What a browser knows of the page's widgets by now."""
    tree = opened.app._tree.get_widget_states()
    return list(tree.widgets)


@pytest.mark.row("M18")
@PAGES
def test_the_box_is_emptied_when_it_is_sent(visit: OpenPage, page: str) -> None:
    """What was sent leaves the box, stays at hand, and a second press sends nothing."""
    opened = pressed(filled(visit, page, seconds=HOUR), page)
    assert box(opened, page) == ""
    pressed(opened, page)
    assert "already" in opened.words
    opened.wait(lambda now: bool(now.sent()))
    opened.press(USE[page])
    assert box(opened, page) == (PROMPT if page == "create" else CHANGE)
    assert len(opened.sent()) == 1


@pytest.mark.row("M18")
@PAGES
def test_pressed_again_after_the_end(visit: OpenPage, page: str) -> None:
    """After the end the button alone sends nothing: the words have to be put back by name."""
    opened = pressed(filled(visit, page), page).wait(lambda now: "Done" in now.words)
    pressed(opened, page)
    assert "is empty" in opened.words
    assert len(opened.sent()) == 1
    pressed(opened.press(USE[page]), page).wait(lambda now: len(now.sent()) == 2)
    first, second = opened.sent()
    assert first.body == second.body


@pytest.mark.row("M18")
@PAGES
@pytest.mark.parametrize("state", ["under way", "failed at once"])
def test_a_click_on_the_page_as_it_was(visit: OpenPage, page: str, state: str) -> None:
    """A click made before the page was drawn anew brings back neither words nor order."""
    faults = [refused(page, drop=True)] if state == "failed at once" else []
    opened = filled(visit, page, seconds=HOUR, faults=faults).run()
    label = CREATE if page == "create" else GENERATE
    next(one for one in opened.app.button if one.label == label).click()
    clicked = states(opened)
    opened.run()
    if faults:
        opened.wait(lambda now: bool(now.app.error))
    opened.app._run(WidgetStates(widgets=clicked))
    assert not opened.app.exception
    assert box(opened.run(), page) == ""
    opened.wait(lambda now: bool(now.sent()))
    assert len(opened.sent()) == 1


@pytest.mark.row("M10")
@PAGES
@pytest.mark.parametrize("why", ["no key", "under way"])
def test_a_refused_retry_loses_nothing(visit: OpenPage, page: str, why: str) -> None:
    """A failure whose retry cannot be sent stays on the page, with its id and its words."""
    opened = failed(visit, page, FAILS_LATER[page], seconds=0.0)
    opened.press(LOOK).wait(lambda now: now.has_button(SEND))
    (id,) = opened.address("creation" if page == "create" else "request")
    if why == "no key":
        opened.type("Your own key", "two words").press(SEND)
        assert "needs a key" in opened.words
    else:
        opened.skip(0)
        pressed(fill(opened, page), page).press(SEND)
    assert id in opened.address("creation" if page == "create" else "request")
    assert id in opened.words
    assert len(opened.wait(lambda now: bool(now.sent())).sent()) <= 2


@pytest.mark.row("M10")
@PAGES
def test_what_was_put_aside_comes_back(visit: OpenPage, page: str) -> None:
    """A failure that was put aside is still named, and can be shown again."""
    opened = failed(visit, page, FAILS_LATER[page])
    opened.press("Put aside")
    assert not opened.app.error
    opened.press("Show again")
    assert opened.app.error


@pytest.mark.row("M1")
@PAGES
def test_what_has_an_id_is_looked_at_first(visit: OpenPage, page: str) -> None:
    """Something that failed with an id is looked at again, for free, before it can be paid for."""
    opened = failed(visit, page, FAILS_LATER[page])
    assert not opened.has_button(SEND)
    pressed(fill(opened, page), page)
    assert "before" in opened.words
    assert len(opened.sent()) == 1
    polled = len(opened.sent("GET"))
    opened.press(LOOK).wait(lambda now: now.has_button(SEND))
    assert len(opened.sent("GET")) > polled
    assert len(opened.sent()) == 1
    opened.press(SEND).wait(lambda now: "Done" in now.words)
    first, second = opened.sent()
    assert first.body == second.body


@pytest.mark.row("M15")
@PAGES
@pytest.mark.parametrize("options", [{"drop": True}, {"status": 500}])
def test_sent_again_anyway_is_a_step_of_its_own(
    visit: OpenPage, page: str, options: dict[str, object]
) -> None:
    """What may have arrived is looked for first; only then a button says that it sends again."""
    opened = failed(visit, page, refused(page, **options))
    assert "account" in opened.app.error[0].value
    for label in ("Try again", SEND, ANYWAY):
        assert not opened.has_button(label)
    pressed(fill(opened, page), page)
    assert "before" in opened.words
    assert box(opened, page)
    assert len(opened.sent()) == 1
    opened.choose(LOOKED, value=True).press(ANYWAY).wait(lambda now: "Done" in now.words)
    first, second = opened.sent()
    assert first.body == second.body
    assert not opened.app.error


@pytest.mark.row("M15")
@PAGES
@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 422, 429])
def test_each_refusal_keeps_the_words(visit: OpenPage, page: str, status: int) -> None:
    """After each refusal the words are at hand, the next step is named, and nothing is sent."""
    opened = failed(visit, page, refused(page, status=status, body=b'{"error": "no"}'))
    assert "The service says: no" in opened.words
    assert opened.has_button(SEND)
    opened.run().run()
    assert len(opened.sent()) == 1
    opened.press(USE[page])
    assert box(opened, page) == (PROMPT if page == "create" else CHANGE)
    assert len(opened.sent()) == 1


@pytest.mark.row("M15")
@PAGES
def test_what_may_exist_is_no_dead_end_once_dismissed(visit: OpenPage, page: str) -> None:
    """What may exist is sent anew from its own button, also after it was dismissed."""
    opened = failed(visit, page, refused(page, drop=True)).press("Put aside")
    pressed(fill(opened, page), page)
    assert "before" in opened.words
    assert len(opened.sent()) == 1
    opened.press("Show again").choose(LOOKED, value=True).press(ANYWAY)
    opened.wait(lambda now: "Done" in now.words)
    assert len(opened.sent()) == 2


@pytest.mark.row("M15")
def test_what_may_exist_is_known_after_a_reload(visit: OpenPage) -> None:
    """After a reload what may exist is still told, and is sent again after a tick only."""
    slow = refused("generate", drop=True, delay_seconds=0.3)
    opened = pressed(filled(visit, "generate", faults=[slow]), "generate")
    opened.wait(lambda now: bool(now.app.error))
    later = visit("generate", again=opened, character="6790")
    assert later.has_button(USE["generate"])
    pressed(fill(later, "generate"), "generate")
    assert "may exist" in later.words
    assert len(later.sent()) == 1
    later.choose(LOOKED, value=True).press(ANYWAY).wait(lambda now: "Done" in now.words)
    assert len(later.sent()) == 2


@pytest.mark.row("M15")
@PAGES
@pytest.mark.parametrize("since", ["accepted", "ready", "failed otherwise", "deleted"])
def test_a_page_that_is_behind_sends_nothing(visit: OpenPage, page: str, since: str) -> None:
    """What has changed since its button was drawn, in another window, is shown and not sent."""
    opened = failed(visit, page, refused(page, drop=True)).choose(LOOKED, value=True)
    store = live_jobs()
    (job,) = store.list(owner_of(), CREATIONS if page == "create" else GENERATIONS)
    steps = {
        "accepted": {"state": JobState.WAITING, "remote_id": "6871", "error": None},
        "ready": {"state": JobState.READY, "remote_id": "6871", "error": None},
        "failed otherwise": {"error": JobError("The service refused it.")},
    }
    if since == "deleted":
        store.delete(job.owner, [job.key])
    else:
        store.change(job.key, lambda kept: replace(kept, **steps[since]))  # type: ignore[arg-type]
    opened.press(ANYWAY)
    assert MOVED_ON in opened.words
    assert len(opened.sent()) == 1
    assert not opened.has_button(ANYWAY)
    assert (opened.address("creation" if page == "create" else "request") == ["6871"]) == (
        since in {"accepted", "ready"}
    )


@pytest.mark.row("M10")
@PAGES
def test_two_windows_that_press_at_once(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """A press in a window that does not know of the other one's yet sends nothing, and says so."""
    first = filled(visit, page, seconds=HOUR).run()
    chosen = {"character": "6790"} if page == "generate" else {}
    other = fill(visit(page, again=first, **chosen), page).run()  # type: ignore[arg-type]
    pressed(first, page)
    monkeypatch.setattr(JobPage, "_duplicate", lambda *_, **__: "")
    pressed(other, page)
    assert "already: see below" in other.words
    assert box(other, page) == ""
    first.wait(lambda now: bool(now.sent()))
    assert len(first.sent()) == 1


@PAGES
def test_a_wait_that_ends_twice_is_no_dead_end(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Past the deadline waiting goes on for free; past the second one it can be sent again."""
    monkeypatch.setattr(waiting, "begin", functools.partial(waiting.begin, timeout=0.0))
    monkeypatch.setattr(waiting, "resumed", functools.partial(waiting.resumed, timeout=0.0))
    pending = Fault(
        "poll" if page == "create" else "result",
        status=200,
        body=b'{"status": "pending"}',
        times=None,
    )
    opened = pressed(filled(visit, page, faults=[pending]), page)
    opened.wait(lambda now: now.has_button("Keep waiting"))
    assert not opened.has_button(SEND)
    opened.press("Keep waiting").wait(lambda now: now.has_button(SEND))
    assert len(opened.sent()) == 1


@pytest.mark.row("M15")
@PAGES
def test_a_worker_that_crashes_is_a_sentence(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Even a crash while sending is told, and leaves open whether the request arrived."""

    def crash(*_: object) -> None:
        raise ZeroDivisionError

    opened = filled(visit, page)
    monkeypatch.setattr(EternalClient, "create_character", crash)
    monkeypatch.setattr(EternalClient, "generate", crash)
    pressed(opened, page).wait(lambda now: bool(now.app.error))
    assert "unexpected" in opened.app.error[0].proto.title
    assert "account" in opened.app.error[0].value
    assert not opened.has_button(SEND)


@pytest.mark.row("M15")
@PAGES
def test_the_worker_writes_the_id_down(visit: OpenPage, page: str) -> None:
    """Once a request is answered its record has the id, though no page has run since the press."""
    pressed(filled(visit, page), page)
    pools.senders().shutdown()
    kinds = CREATIONS if page == "create" else GENERATIONS
    (job,) = live_jobs().list(owner_of(), kinds)
    assert job.remote_id is not None


@pytest.mark.row("M10")
@PAGES
def test_a_press_that_is_interrupted_is_no_second_one(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """A click that comes before the form is emptied sends nothing, though all has ended by then."""
    opened, empty = filled(visit, page), Form._write

    def interrupted(form: Form, values: dict[str, object]) -> None:
        monkeypatch.setattr(Form, "_write", empty)
        raise RerunException(RerunData(query_string="character=6790"))

    monkeypatch.setattr(Form, "_write", interrupted)
    pressed(opened, page).wait(lambda now: "Done" in now.words)
    pressed(opened, page)
    assert len(opened.sent()) == 1
    assert pressed(fill(opened, page), page).wait(lambda now: len(now.sent()) == 2)


@PAGES
def test_words_that_are_refused_stay(visit: OpenPage, page: str) -> None:
    """What is refused before it is sent stays in the box, with the reason beside it."""
    opened = filled(visit, page)
    opened.type("Your own key", "two words")
    pressed(opened, page)
    assert "needs a key" in opened.words
    assert box(opened, page)
    assert not opened.sent()


def test_a_complaint_goes_with_its_choice(visit: OpenPage) -> None:
    """A message belongs to the choice that it is about: with another choice it is gone."""
    opened = visit("generate", character="6790").press(GENERATE)
    assert "Choose an effect first." in opened.words
    opened.choose("How", "Custom")
    assert "Choose an effect first." not in opened.words
    opened.press(GENERATE)
    assert "The description is empty" in opened.words
    opened.type("Describe the change", CHANGE).run()
    assert "The description is empty" not in opened.words


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.name)
def test_use_again_brings_back_all_choices(visit: OpenPage, effect: object) -> None:
    """The choices of an order come back whole, also after the form was changed."""
    opened = visit("generate", character="6790")
    opened.type("Effect ID", effect.id).run()  # type: ignore[attr-defined]
    opened.choose("This effect makes a", "video").choose("Seconds", 2)
    opened.choose("With sound", value=False).press(GENERATE)
    opened.wait(lambda now: bool(now.sent()) and now.has_button(USE["generate"]))
    opened.choose("How", "Custom").press(USE["generate"])
    assert opened.field("How").value == "Visual effect"
    assert opened.field("Effect ID").value == effect.id  # type: ignore[attr-defined]
    assert opened.field("Seconds").value == 2
    assert opened.field("With sound").value is False
    assert len(opened.sent()) == 1
    assert json.loads(opened.sent()[0].body)["duration"] == 2
