"""Addresses that the browser hands over late: none takes back what was chosen since.

A timer, or a click that follows another at once, comes with the address that the browser had before
it learnt of the last choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal import waiting
from pages.model.settings import Source
from tests.pages.labels import CREATE, DESCRIBE, DONE, ELARA, HOUR, PROMPT
from tests.pages.visit import polling

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

SOURCE = "Show characters from"


def late(opened: Visit, **query: str) -> Visit:
    """The page, whose browser will hand over this address next."""
    opened.app.query_params.clear()
    for name, text in query.items():
        opened.app.query_params[name] = text
    return opened


@pytest.mark.row("S2")
@pytest.mark.parametrize(
    ("page", "label", "choice", "name"),
    [
        ("gallery", "Show as", "Table", "view"),
        ("gallery", "Characters a page", 12, "size"),
        ("lookup", "How many", "Many", "how"),
    ],
)
def test_the_end_of_a_job(
    visit: OpenPage, page: str, label: str, choice: object, name: str
) -> None:
    """A job that ends elsewhere is told of, and the page in front stays as it was chosen."""
    opened = visit("create", seconds=HOUR).type(DESCRIBE, PROMPT).press(CREATE).go(page)
    late(opened.choose(label, choice)).skip(HOUR)
    opened.wait(lambda now: bool(now.app.toast))
    assert opened.address(name) == [str(choice)]
    assert opened.field(label).value == choice


@pytest.mark.row("S2")
def test_the_end_of_a_job_under_a_dialog(visit: OpenPage) -> None:
    """A dialog that was opened since stays open, and one that was closed stays closed."""
    opened = visit("create", seconds=HOUR).type(DESCRIBE, PROMPT).press(CREATE).go("gallery")
    opened.act("opened", int(ELARA))
    late(opened.run()).skip(HOUR)
    opened.wait(lambda now: bool(now.app.toast))
    assert opened.address("details") == [ELARA]
    assert "@elara_voss" in opened.html


@pytest.mark.row("S23")
def test_the_end_of_a_wait(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that is finished appears in the view that was chosen since."""
    monkeypatch.setattr(waiting, "interval_seconds", lambda _: 0.05)
    whole = {"id": 7, "display_name": "Whole Now", "description": "A baker.", "age": 30}
    opened = visit(faults=[polling(None, status="pending", times=2), polling(whole)], shortlist="7")
    late(opened.choose("Show as", "Shortlist"), shortlist="7")
    assert opened.wait(lambda now: "Whole Now" in now.names).address("view") == ["Shortlist"]


@pytest.mark.row("S2")
def test_the_list_grows(visit: OpenPage) -> None:
    """A search and a view that were chosen while the list is read stay."""
    opened = visit(view="Table")
    opened.app.text_input(key="gallery.q").set_value("elara voss")
    late(opened.run(), view="Table").read()
    assert opened.address("q") == ["elara voss"]


def test_the_source_at_a_click(visit: OpenPage) -> None:
    """What is pressed just after the source was switched is sent to the source that was chosen."""
    opened = visit("create").type(DESCRIBE, PROMPT)
    opened.choose(SOURCE, Source.DEMO).choose(SOURCE, Source.LIVE)
    late(opened, source="Demo").press(CREATE)
    assert not opened.address("source")
    assert opened.wait(lambda now: DONE in now.words).field(SOURCE).value is Source.LIVE
    assert len(opened.sent()) == 1
    late(opened.choose(SOURCE, Source.DEMO)).type(DESCRIBE, "A cellist.").press(CREATE)
    assert opened.address("source") == ["Demo"]
    assert len(opened.wait(lambda now: DONE in now.words).sent()) == 1


@pytest.mark.parametrize("before", ["", "6784"])
def test_the_character_at_a_click(visit: OpenPage, before: str) -> None:
    """What is pressed just after an id was typed leaves it in the field and in the address."""
    opened = visit("generate", character=before) if before else visit("generate")
    opened.choose("Character ID", f" {ELARA} ")
    late(opened, **{"character": before} if before else {}).press("Generate")
    assert opened.address("character") == [ELARA]
    assert opened.names == ["Elara Voss"]
    assert opened.field("Character ID").value == ELARA


def test_a_link_to_another_character(visit: OpenPage) -> None:
    """A link names the character, whoever was chosen before, also on the page itself."""
    opened = visit("generate", character="6784").choose("Character ID", ELARA)
    assert late(opened, character="6593").run().address("character") == ["6593"]
    assert opened.field("Character ID").value == "6593"
    assert opened.go("gallery").go("generate").field("Character ID").value == ""
    assert opened.go("gallery").go("generate", character="6784").address("character") == ["6784"]


def test_the_way_is_kept(visit: OpenPage) -> None:
    """The way that was chosen outlasts a click at once, and a look at another page."""
    opened = visit("generate", character=ELARA).choose("How", "Custom")
    late(opened, character=ELARA).choose("Make a", "video")
    assert opened.address("way") == ["Custom"]
    assert opened.go("gallery").go("generate", character=ELARA).address("way") == ["Custom"]
    opened.choose("How", "Visual effect")
    late(opened, character=ELARA, way="Custom").run()
    assert not opened.address("way")
