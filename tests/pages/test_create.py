"""The create page: one POST a click, a bar that watches, and what can be done when it fails."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest

from eternal import waiting
from eternal.simulator import Fault
from tests.pages.labels import CREATE, DESCRIBE, DONE, HOUR, PROMPT
from tests.pages.visit import KEY

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit


def described(visit: OpenPage, prompt: str = PROMPT, **options: object) -> Visit:
    """The create page with a description in its box."""
    opened = visit("create", **options)  # type: ignore[arg-type]
    return opened.type(DESCRIBE, prompt)


def test_creates(visit: OpenPage) -> None:
    """A description is sent once, exactly, with the key; the character is shown with its id."""
    opened = described(visit).press(CREATE).wait(lambda now: DONE in now.words)
    (sent,) = opened.sent()
    assert json.loads(sent.body) == {"prompt": PROMPT}
    assert sent.path == "/v2/character/create"
    assert sent.headers["x-api-key"] == KEY
    assert opened.app.code[-1].value == "6870"
    assert opened.address("creation") == ["6870"]
    assert set(opened.polls) == {"6870"}


def test_stops_polling(visit: OpenPage) -> None:
    """Nothing is asked any more once the character is there."""
    opened = described(visit).press(CREATE).wait(lambda now: DONE in now.words)
    asked = len(opened.polls)
    opened.run().run()
    assert len(opened.polls) == asked


def test_key_stays_out(visit: OpenPage) -> None:
    """The key goes into POSTs and nowhere else: no GET, no page, no address."""
    opened = described(visit).press(CREATE).wait(lambda now: DONE in now.words)
    assert all("x-api-key" not in one.headers for one in opened.sent("GET"))
    assert KEY not in opened.words + opened.html + str(opened.app.query_params)


def test_pressed_again(visit: OpenPage) -> None:
    """A description under way is not sent again, however often the button is pressed."""
    opened = described(visit, seconds=HOUR).press(CREATE)
    assert "being created already" in opened.press(CREATE).press(CREATE).words
    opened.wait(lambda now: bool(now.polls))
    assert "being created already" in opened.press(CREATE).words
    assert len(opened.sent()) == 1


def test_two_at_once(visit: OpenPage) -> None:
    """Another description is another creation, and both are watched and in the address."""
    opened = described(visit, seconds=HOUR).press(CREATE)
    opened.type(DESCRIBE, "A second one.").press(CREATE).wait(
        lambda now: len(now.address("creation")) == 2
    )
    assert len(opened.progress) == 2
    opened.wait(lambda now: set(now.polls) == {"6870", "6871"})


def test_bar_is_honest(visit: OpenPage) -> None:
    """While the character is not there the bar is not full; then it is."""
    opened = described(visit, seconds=0.1).press(CREATE)
    assert opened.progress[0] < 96
    opened.wait(lambda now: DONE in now.words)
    assert opened.progress == [100]


@pytest.mark.parametrize("prompt", ["", "  \n "])
def test_blank(visit: OpenPage, prompt: str) -> None:
    """A blank description is refused in words, and nothing is sent."""
    opened = described(visit, prompt).press(CREATE)
    assert "The description is empty." in opened.words
    assert not opened.sent()


def test_characters_left(visit: OpenPage) -> None:
    """The page counts what is left of 2,000 characters."""
    assert "1,900 characters left" in described(visit, "x" * 100).run().words


def test_example(visit: OpenPage) -> None:
    """An example fills the box, and is sent only by the button."""
    opened = visit("create").press("Desert astronomer")
    assert "Atacama" in str(opened.app.text_area[0].value)
    assert not opened.sent()


def test_reload_while_waiting(visit: OpenPage) -> None:
    """Another visit with the same address goes on watching, and sends nothing."""
    opened = described(visit, seconds=0.1).press(CREATE)
    opened.wait(lambda now: bool(now.address("creation")))
    later = visit("create", again=opened, id="6870")
    later.wait(lambda now: DONE in now.words)
    assert len(opened.sent()) == 1


def test_reload_while_sending(visit: OpenPage) -> None:
    """A visit that begins while the description is being sent takes it up, without sending it."""
    opened = described(visit, faults=[Fault("create", delay_seconds=0.2)]).press(CREATE)
    later = visit("create", again=opened)
    later.wait(lambda now: DONE in now.words)
    assert len(opened.sent()) == 1


def test_leave_and_return(visit: OpenPage) -> None:
    """Whoever leaves while it is being sent finds it watched on return, id in the address."""
    opened = described(visit, faults=[Fault("create", delay_seconds=0.1)]).press(CREATE)
    opened.go("lookup").go("create").wait(lambda now: DONE in now.words)
    assert opened.address("creation") == ["6870"]
    assert len(opened.sent()) == 1


def test_refused(visit: OpenPage) -> None:
    """A refusal says what happened and keeps the words at hand; one press sends them again."""
    fault = Fault("create", status=402, body=b'{"error": "**no credits**"}')
    opened = described(visit, faults=[fault]).press(CREATE).wait(lambda now: bool(now.app.error))
    assert "not enough credits" in opened.app.error[0].proto.title
    assert "The service says: **no credits**" in opened.words
    assert "may have been created" not in opened.words
    assert PROMPT in opened.words
    opened.press("Send it again").wait(lambda now: DONE in now.words)
    assert [json.loads(one.body)["prompt"] for one in opened.sent()] == [PROMPT, PROMPT]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("create", drop=True),
        Fault("create", status=500),
        Fault("create", status=200, body=b"<html>"),
    ],
)
def test_may_have_arrived(visit: OpenPage, fault: Fault) -> None:
    """Where the request may have arrived, the page says so, and does not send it again."""
    opened = described(visit, faults=[fault]).press(CREATE).wait(lambda now: bool(now.app.error))
    assert "may have been created" in opened.app.error[0].value
    opened.run()
    assert len(opened.sent()) == 1


def test_generation_failed(visit: OpenPage) -> None:
    """A creation that the server gives up is told with its id."""
    faults = [Fault("create", fail_creation=True)]
    opened = described(visit, faults=faults).press(CREATE).wait(lambda now: bool(now.app.error))
    assert opened.app.error[0].proto.title == "The service could not make this character."
    assert "6870" in opened.app.error[0].value
    assert PROMPT in opened.words


def test_changed_and_tried_again(visit: OpenPage) -> None:
    """The words of a failure go back into the box, and are sent as they are changed there."""
    faults = [Fault("create", fail_creation=True)]
    opened = described(visit, faults=faults).press(CREATE).wait(lambda now: bool(now.app.error))
    opened.press("Use these words again")
    assert opened.app.text_area[0].value == PROMPT
    opened.type(DESCRIBE, "A calmer potter.").press(CREATE).wait(lambda now: DONE in now.words)
    assert json.loads(opened.sent()[-1].body) == {"prompt": "A calmer potter."}
    assert "The service could not make" in opened.words


def test_hiccup_while_waiting(visit: OpenPage) -> None:
    """A poll that fails does not end the watch."""
    faults = [Fault("poll", status=200, body=b"nonsense", times=2)]
    opened = described(visit, faults=faults).press(CREATE).wait(lambda now: DONE in now.words)
    assert len(opened.polls) == 3


def test_deadline(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the deadline polling stops in words, and goes on when asked to."""
    short = functools.partial(waiting.begin, timeout=0.05)
    monkeypatch.setattr(waiting, "begin", short)
    opened = described(visit, seconds=HOUR).press(CREATE)
    opened.wait(lambda now: "was not ready after" in now.words)
    asked = len(opened.polls)
    assert len(opened.run().polls) == asked
    opened.skip(HOUR)
    opened.press("Keep waiting").wait(lambda now: DONE in now.words)
    assert len(opened.sent()) == 1


def test_create_another(visit: OpenPage) -> None:
    """Create another puts the finished one in a row below, before an empty box."""
    opened = described(visit).press(CREATE).wait(lambda now: DONE in now.words)
    opened.press("Create another")
    assert opened.app.text_area[0].value == ""
    assert "Created before" in opened.words
    assert not opened.address("creation")


def test_without_key(visit: OpenPage) -> None:
    """Without a key the button is off, and the page says how to get and add one."""
    opened = visit("create", key="")
    assert not opened.has_button(CREATE)
    assert "Creating needs a key" in opened.words


def test_own_key(visit: OpenPage) -> None:
    """A key typed into the sidebar pays, not the one of the dashboard."""
    opened = described(visit)
    opened.type("Your own key", "my-own-key-123").press(CREATE).wait(lambda now: bool(now.sent()))
    assert opened.sent()[0].headers["x-api-key"] == "my-own-key-123"


def test_unusable_own_key(visit: OpenPage) -> None:
    """A typed key that cannot be one is refused, and never replaced by the dashboard's."""
    opened = described(visit)
    opened.type("Your own key", "two words").run()
    assert "No key looks like this" in opened.words
    assert not opened.has_button(CREATE)


@pytest.mark.parametrize("id", ["abc", "0", "-3", "9" * 25, "²", "1.5"])
def test_nonsense_id(visit: OpenPage, id: str) -> None:
    """An id in the address that cannot exist is told in words, and nothing is asked."""
    opened = visit("create", id=id)
    assert "an ID that cannot exist" in opened.words
    assert not opened.polls


@pytest.mark.row("S13")
@pytest.mark.parametrize("name", ["id", "sending"])
def test_an_empty_parameter_is_no_id(visit: OpenPage, name: str) -> None:
    """A parameter without a value is no complaint."""
    query: dict[str, Any] = {name: ""}
    assert not visit("create", **query).app.warning
