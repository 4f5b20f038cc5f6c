"""The forms of Create and Generate: all of a form is kept, and no button writes too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.components.shell.form import BRING_BACK
from pages.model.settings import Source
from tests.pages.labels import CREATE, DESCRIBE, ELARA
from tests.pages.visit import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

PICTURE, VIDEO = "picture", "video"
CHOICES: dict[str, dict[str, object]] = {
    "a custom video": {
        "How": "Custom",
        "Describe the change": "on a balcony",
        "Make a": VIDEO,
        "Seconds": 2,
        "With sound": False,
    },
    "a custom picture": {
        "How": "Custom",
        "Describe the change": "at sea",
        "Make a": PICTURE,
        "Quality": "High",
    },
    "a video effect": {
        "How": "Visual effect",
        "Effect ID": "57421d3726265d3257260c",
        "This effect makes a": VIDEO,
        "Seconds": 3,
        "With sound": False,
    },
    "a picture effect": {
        "How": "Visual effect",
        "Effect ID": "0123456789abcdef012345",
        "This effect makes a": PICTURE,
    },
}


def chosen(opened: Visit, choices: dict[str, object]) -> Visit:
    """The page after these were chosen, one after the other."""
    for label, value in choices.items():
        opened.choose(label, value)
    return opened


def holds(opened: Visit, choices: dict[str, object]) -> None:
    """Each control still has what was chosen."""
    assert {label: opened.field(label).value for label in choices} == choices


def leave(opened: Visit) -> Visit:
    """To the gallery and back, by the menu: the address is gone in between."""
    return opened.go("gallery").go("generate", character=ELARA)


def switch_source(opened: Visit) -> Visit:
    """To the demo and back, by the switch."""
    opened.app.button_group(key="source.switch").set_value(Source.DEMO)
    opened.run()
    opened.app.button_group(key="source.switch").set_value(Source.LIVE)
    return opened.run()


def away_in_the_demo(opened: Visit) -> Visit:
    """To the demo, there to another page and back, and to the live source again."""
    opened.app.button_group(key="source.switch").set_value(Source.DEMO)
    leave(opened.run()).app.button_group(key="source.switch").set_value(Source.LIVE)
    return opened.run()


@pytest.mark.row("M11")
@pytest.mark.parametrize("name", list(CHOICES))
@pytest.mark.parametrize("way", [leave, switch_source, away_in_the_demo])
def test_all_of_a_form_is_kept(visit: OpenPage, name: str, way: Callable[[Visit], Visit]) -> None:
    """Whoever leaves Generate, or turns to the other source, finds each choice as it was."""
    opened = chosen(visit("generate", character=ELARA), CHOICES[name])
    holds(way(opened), CHOICES[name])


@pytest.mark.row("M11")
def test_each_way_keeps_its_own_choices(visit: OpenPage) -> None:
    """What is hidden by another choice is there again when that choice is taken back."""
    opened = visit("generate", character=ELARA)
    for choices in (CHOICES["a custom picture"], CHOICES["a picture effect"]):
        chosen(opened, choices)
    holds(opened, CHOICES["a picture effect"])
    custom = {**CHOICES["a custom picture"]}
    opened.choose("How", "Custom")
    holds(opened, custom)


@pytest.mark.row("M11")
def test_a_description_is_kept(visit: OpenPage) -> None:
    """What is typed on Create is there after a look at another page and the other source."""
    opened = visit("create").type(DESCRIBE, "A potter.").run()
    opened.app.button_group(key="source.switch").set_value(Source.DEMO)
    opened.run().go("lookup").go("create")
    assert opened.field(DESCRIBE).value == "A potter."


def test_the_way_of_an_address(visit: OpenPage) -> None:
    """An address that names the way of Generate opens it; nonsense opens the usual one."""
    assert visit("generate", character=ELARA, way="Custom").field("Describe the change")
    for nonsense in ("", "Nope"):
        assert visit("generate", character=ELARA, way=nonsense).field("Effect ID")


def done(visit: OpenPage) -> Visit:
    """The create page with a finished character on it."""
    opened = visit("create").type(DESCRIBE, "A potter.").press(CREATE)
    return opened.wait(lambda now: "Done." in now.words)


@pytest.mark.row("S1")
def test_more_like_this_on_create(visit: OpenPage) -> None:
    """On the page with the box itself the box is filled, and nothing is sent."""
    opened = done(visit).press("More like this")
    assert opened.app.title[0].value == "Create"
    assert len(str(opened.field(DESCRIBE).value)) > len("A potter.")
    assert len(opened.sent()) == 1


@pytest.mark.row("S1")
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("gallery", {}),
        ("gallery", {"q": "Elara", "view": "Table"}),
        ("create", {}),
        ("lookup", {"how": "Many"}),
        ("generate", {"character": "6784", "way": "Custom"}),
    ],
)
def test_more_like_this_in_a_dialog(visit: OpenPage, page: str, query: dict[str, str]) -> None:
    """In the dialog of a character, over any page and view, the box of Create is filled."""
    opened = visit(page, details=ELARA, **query)  # type: ignore[arg-type]
    opened.press("More like this")
    assert opened.app.title[0].value == "Create"
    assert "former bartender" in str(opened.field(DESCRIBE).value)


@pytest.mark.row("S1")
def test_what_was_typed_can_be_brought_back(visit: OpenPage) -> None:
    """A button that fills the box keeps what was typed there, one press away."""
    opened = visit("create").type(DESCRIBE, "Half a sent").press("Desert astronomer")
    assert "Atacama" in str(opened.field(DESCRIBE).value)
    opened.press(BRING_BACK)
    assert opened.field(DESCRIBE).value == "Half a sent"
    opened.press(BRING_BACK)
    assert "Atacama" in str(opened.field(DESCRIBE).value)


def states_of(visit: OpenPage) -> dict[str, Callable[[], Visit]]:
    """Pages in the states in which they have most buttons."""
    failing = listing({"id": "no"}, times=None)
    return {
        "gallery": visit,
        "filtered": lambda: visit(q="Elara").read(),
        "nobody": lambda: visit(q="zzzzzz").read(),
        "shortlist": lambda: visit(shortlist="6790.1", view="Shortlist"),
        "empty shortlist": lambda: visit(view="Shortlist"),
        "unreadable": lambda: visit(faults=[failing]),
        "table with a dialog": lambda: visit(details=ELARA, view="Table").read(),
        "dialog": lambda: visit(details=ELARA),
        "lookup": lambda: visit("lookup", id=ELARA),
        "many": lambda: visit("lookup", how="Many"),
        "create": lambda: visit("create", details=ELARA),
        "created": lambda: done(visit),
        "effects": lambda: visit("generate", character=ELARA, source="demo"),
        "custom": lambda: visit("generate", character=ELARA, way="Custom"),
    }


@pytest.mark.row("S1")
@pytest.mark.parametrize("state", list(states_of(lambda *_, **__: None)))  # type: ignore[arg-type]
def test_every_button_of_every_page(visit: OpenPage, state: str) -> None:
    """No button breaks its page, pressed twice, whatever it writes."""
    opened = states_of(visit)[state]()
    buttons = [one.key or one.label for one in opened.app.button if not one.disabled]
    assert buttons
    for name in {name.rstrip("0123456789"): name for name in buttons}.values():
        fresh = states_of(visit)[state]()
        for _ in range(2):
            found = [one for one in fresh.app.button if name in (one.key, one.label)]
            if found and not found[0].disabled:
                found[0].click()
                fresh.run()
