"""Many ids looked up at once: who was found, who was not, and who is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal.simulator import Fault

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

ALL = "Look up all"
FIELD = "Character IDs"


def looked_up(visit: OpenPage, text: str, *faults: Fault) -> Visit:
    """The page after these were looked up."""
    return visit("lookup", how="Many", faults=faults).type(FIELD, text).press(ALL)


def test_nothing_typed(visit: OpenPage) -> None:
    """Before anything is typed nothing is asked and nothing is said to be missing."""
    opened = visit("lookup", how="Many").press(ALL)
    assert not opened.polls
    assert "found" not in opened.words
    assert "up to 50" in opened.words


def test_found(visit: OpenPage) -> None:
    """Those who exist are shown as cards in the order of their ids, each asked for once."""
    opened = looked_up(visit, "6784\n6790,6784")
    assert "**2** found · **0** not found" in opened.words
    assert [one.alt for one in opened.pictures][1] == "Elara Voss"
    assert sorted(opened.polls) == ["6784", "6790"]
    assert not opened.app.warning


def test_told_apart(visit: OpenPage) -> None:
    """Found, not found, unsure and nonsense are told apart, each in words of its own."""
    opened = looked_up(visit, "6790", Fault("poll", status=400))
    assert "**0** found · **0** not found" in opened.words
    assert [one.value for one in opened.app.error] == [
        "1 could not be looked up just now. Press “Look up all” again."
    ]
    opened.type(FIELD, "6790 5 **x** 4").press(ALL)
    assert "**1** found · **2** not found" in opened.words
    assert opened.names == ["Elara Voss"]
    assert opened.app.code[0].value == "5, 4"
    assert "**x**" in [one.value for one in opened.app.text]
    assert not opened.app.error


def test_unsure_is_not_missing(visit: OpenPage) -> None:
    """Where the service fails nobody is said to be missing, and those who answered are shown."""
    opened = looked_up(visit, "6790 6784 6604", Fault("poll", status=400, times=2))
    assert "**1** found · **0** not found" in opened.words
    assert "2 could not be looked up" in opened.words
    opened.press(ALL)
    assert "**3** found" in opened.words
    assert "could not be looked up" not in opened.words


def test_fifty(visit: OpenPage) -> None:
    """Fifty are looked up at once, and the bar is gone then."""
    opened = looked_up(visit, " ".join(map(str, range(6741, 6791))))
    assert len(opened.polls) == 50
    assert "Elara Voss" in opened.names
    assert not opened.progress


def test_too_many(visit: OpenPage) -> None:
    """Fifty-one are refused in words, and none of them is asked for."""
    opened = looked_up(visit, " ".join(map(str, range(1, 52))))
    assert "There are 51 IDs; at most 50" in opened.words
    assert not opened.polls


def test_nonsense_only(visit: OpenPage) -> None:
    """Nonsense alone is named as text, and nothing is asked."""
    opened = looked_up(visit, "[x](http://y) :material/home: <b>")
    assert opened.app.text[0].value == "[x](http://y), :material/home:, <b>"
    assert not opened.polls


def test_nonsense_is_short(visit: OpenPage) -> None:
    """However much nonsense is pasted, little of it is shown."""
    assert len(looked_up(visit, "x" * 10**6).app.text[0].value) <= 200


def test_asked_once(visit: OpenPage) -> None:
    """What was found stays on the page without being asked for again, and after a turn away."""
    opened = looked_up(visit, "6790").run()
    opened.act("marked", 6790)
    assert sorted(opened.polls) == ["6790"]
    opened.go("gallery").go("lookup", how="Many")
    assert opened.names == ["Elara Voss"]
    assert sorted(opened.polls) == ["6790"]


@pytest.mark.parametrize("how", ["One", "Nonsense"])
def test_one_is_the_default(visit: OpenPage, how: str) -> None:
    """Any other way than Many asks for one id."""
    opened = visit("lookup", how=how)
    assert "Character ID" in [one.label for one in opened.app.text_input]
    assert FIELD not in [one.label for one in opened.app.text_area]


def test_no_key(visit: OpenPage) -> None:
    """Looking up many never sends the key."""
    opened = looked_up(visit, "6790 5")
    assert all("x-api-key" not in one.headers for one in opened.api.requests)
