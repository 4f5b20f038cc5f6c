"""The look up page: a character by its id, refused in words where there is none."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import pytest

from eternal import waiting
from eternal.simulator import Fault
from tests.pages.labels import CREATE, DESCRIBE, ELARA
from tests.pages.visit import polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

NOT_FOUND = Fault("poll", status=404, body=b'{"error": "no"}', times=None)


def looked_up(visit: OpenPage, text: str, **options: object) -> Visit:
    """The page after somebody typed this and pressed the button."""
    opened = visit("lookup", **options)  # type: ignore[arg-type]
    return opened.type("Character ID", text).press("Look up")


def test_known(visit: OpenPage) -> None:
    """A known id shows the whole character, with its id to copy and in the address."""
    opened = looked_up(visit, ELARA)
    for part in ("Elara Voss", "@elara_voss", "former bartender", "25", "female", "default"):
        assert part in opened.html
    assert opened.app.code[0].value == ELARA
    assert opened.address("id") == [ELARA]
    assert opened.pictures[0].alt == "Elara Voss"


def test_address(visit: OpenPage) -> None:
    """An address with an id opens it, and fills the field."""
    opened = visit("lookup", id=ELARA)
    assert "Elara Voss" in opened.html
    assert opened.app.text_input(key="lookup.text").value == ELARA


@pytest.mark.parametrize("text", ["#6790", " 6790 ", "0006790"])
def test_forgiving(visit: OpenPage, text: str) -> None:
    """A number sign, spaces and zeros in front do not matter."""
    assert "Elara Voss" in looked_up(visit, text).html


@pytest.mark.parametrize("text", ["abc", "0", "-5", "1" * 25, "1.5", "٣", "²", "6790; drop", "1e3"])
def test_nonsense(visit: OpenPage, text: str) -> None:
    """What cannot be an id is refused in words before anything is sent."""
    opened = looked_up(visit, text)
    assert len(opened.app.warning) == 1
    assert not opened.polls
    assert not opened.address("id")


def test_nonsense_address(visit: OpenPage) -> None:
    """An address with a nonsense id is refused in words, too."""
    opened = visit("lookup", id="<b>x</b>")
    assert "An ID is a whole number" in opened.words
    assert not opened.polls


def test_unknown(visit: OpenPage) -> None:
    """An unknown id is said to be none, in the page's own words, and can be tried again."""
    opened = looked_up(visit, "5")
    assert "No character with this ID" in opened.words
    once = len(opened.polls)
    assert len(opened.press("Try again").polls) == once + 1


def test_asked_once(visit: OpenPage) -> None:
    """An answer stays on the page without being asked for again."""
    opened = looked_up(visit, ELARA).run().run()
    assert opened.polls == [ELARA]


def test_listed_only(visit: OpenPage) -> None:
    """An id that cannot be polled is found in the list."""
    opened = looked_up(visit, ELARA, faults=[NOT_FOUND])
    assert "Elara Voss" in opened.html
    assert not opened.app.warning


def test_failure(visit: OpenPage) -> None:
    """A failure is an alert, and trying again helps once the service does."""
    fault = Fault("poll", status=400, body=b'{"error": "[x](http://y)"}')
    opened = looked_up(visit, ELARA, faults=[fault])
    assert opened.app.text[0].value == "The service says: [x](http://y)"
    assert "Elara Voss" in opened.press("Try again").html


def test_pending(visit: OpenPage) -> None:
    """A character under way says so, and appears once it is there."""
    opened = visit("create", seconds=3600)
    opened.type(DESCRIBE, "A potter.").press(CREATE).wait(lambda now: bool(now.address("creation")))
    later = visit("lookup", again=opened, id="6870")
    assert "still being created" in later.words
    later.skip(3600)
    later.wait(lambda now: "still being created" not in now.words)
    assert later.app.code[0].value == "6870"


def test_pending_too_long(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the wait has ended without a character, Try again goes on waiting."""
    short = functools.partial(waiting.begin, timeout=0.05)
    monkeypatch.setattr(waiting, "begin", short)
    opened = visit("create", seconds=3600)
    opened.type(DESCRIBE, "A potter.").press(CREATE).wait(lambda now: bool(now.address("creation")))
    later = visit("lookup", again=opened, id="6870").wait(lambda now: bool(now.app.error))
    assert "was not ready after" in later.app.error[0].proto.title
    later.skip(3600)
    later.press("Try again").wait(lambda now: bool(now.app.code))
    assert later.app.code[0].value == "6870"


def test_data(visit: OpenPage) -> None:
    """The answer is shown as data, long texts cut, and can be downloaded whole."""
    opened = looked_up(visit, ELARA)
    data = json.loads(opened.app.code[-1].value)
    assert data["result"]["username"] == "elara_voss"
    assert "characters)" in data["result"]["avatar_url"]
    assert opened.app.get("download_button")


def test_hostile(visit: OpenPage) -> None:
    """A character full of markup and of a megabyte is shown as short plain text."""
    opened = looked_up(
        visit,
        "7",
        faults=[
            polling(
                {
                    "id": 7,
                    "display_name": "<script>alert(1)</script>**b**",
                    "description": ":red[x] " * 130_000,
                    "category": "<img src=x>",
                    "avatar_url": "/etc/passwd",
                }
            )
        ],
    )
    assert "<script>alert" not in opened.html
    assert "<img" not in opened.html
    assert ":red" not in opened.words
    assert len(opened.html) < 40_000  # the style, and a bio of up to 20,000 characters
    assert len(opened.app.code[-1].value) < 25_000


def test_coming_back(visit: OpenPage) -> None:
    """Whoever comes back finds the character looked up before."""
    opened = looked_up(visit, ELARA).go("gallery").go("lookup")
    assert "@elara_voss" in opened.html
    assert opened.address("id") == [ELARA]


def test_no_key(visit: OpenPage) -> None:
    """Looking up never sends the key."""
    opened = looked_up(visit, ELARA)
    assert all("x-api-key" not in one.headers for one in opened.api.requests)
