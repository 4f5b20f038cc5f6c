"""What goes from one page to another: recent ids, descriptions, news; and the text about it all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from eternal.simulator import Fault
from eternal.validation import LONGEST_PROMPT
from pages.components.jobs.kept import live_jobs
from pages.model.job_steps import answered
from pages.model.jobs import CREATIONS, JobError, JobState
from tests.pages.labels import CREATE, DESCRIBE, HOUR
from tests.pages.visit import listing, polling
from tests.pages.visitors import owner_of, visit_from

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

NEWS = "Your character is ready: see Create."


def look_up(opened: Visit, *ids: object) -> Visit:
    """The look up page after these were looked up, one after the other."""
    for id in ids:
        opened.type("Character ID", str(id)).press("Look up")
    return opened


def recent(opened: Visit) -> list[str]:
    """The ids that are offered again."""
    keys = [(one.key or "", one.label) for one in opened.app.button]
    return [label for key, label in keys if key.startswith("recent-")]


def creating(visit: OpenPage) -> Visit:
    """The create page with a character under way, for an hour."""
    opened = visit("create", seconds=HOUR)
    opened.type(DESCRIBE, "A potter.").press(CREATE)
    return opened.wait(lambda now: bool(now.address("creation")))


def toasts(opened: Visit) -> list[str]:
    """What pops up in the corner."""
    return [one.value for one in opened.app.toast]


def test_recent_ids(visit: OpenPage) -> None:
    """Ids looked up before are offered, the newest first, each once, without the one shown."""
    opened = look_up(visit("lookup"), 6790)
    assert recent(opened) == []
    look_up(opened, 5, 6784, 5)
    assert recent(opened) == ["6784", "6790"]


def test_a_recent_id_opens(visit: OpenPage) -> None:
    """A press on a recent id shows its character, and moves field and address along."""
    opened = look_up(visit("lookup"), 6790, 6784).press("6790")
    assert opened.names == ["Elara Voss"]
    assert opened.app.text_input(key="lookup.text").value == "6790"
    assert opened.address("id") == ["6790"]
    assert recent(opened) == ["6784"]


def test_recent_ids_are_few(visit: OpenPage) -> None:
    """Only the last ones are offered, and nonsense never is."""
    opened = look_up(visit("lookup"), *range(6780, 6790), "abc", 6790)
    assert recent(opened) == [str(id) for id in range(6789, 6782, -1)]


def test_recent_ids_stay(visit: OpenPage) -> None:
    """Recent ids are still offered after a turn to another page."""
    opened = look_up(visit("lookup"), 6790, 6784)
    assert recent(opened.go("create").go("lookup")) == ["6790"]


def test_more_like_this(visit: OpenPage) -> None:
    """More like this fills the description with the bio, and sends nothing."""
    opened = visit("lookup", id="6790").press("More like this")
    assert opened.app.title[0].value == "Create"
    assert "former bartender" in str(opened.field(DESCRIBE).value)
    assert not opened.sent()


def test_more_like_this_is_bounded(visit: OpenPage) -> None:
    """A bio of any length and with any signs becomes a description that can be sent."""
    bio = "\u202ea\u0007 b" * 20_000
    opened = visit("lookup", id="7", faults=[polling({"id": 7, "description": bio})])
    opened.press("More like this")
    prompt = str(opened.field(DESCRIBE).value)
    assert prompt.startswith("a ba ba b")
    assert len(prompt) <= LONGEST_PROMPT
    opened.press(CREATE).wait(lambda now: bool(now.sent()))


def test_no_more_like_nothing(visit: OpenPage) -> None:
    """Without a bio there is nothing to make more of."""
    opened = visit("lookup", id="7", faults=[polling({"id": 7, "avatar_url": "x"})])
    assert "Unnamed" in opened.names
    assert not opened.has_button("More like this")


@pytest.mark.parametrize("page", ["gallery", "lookup"])
def test_news_on_another_page(visit: OpenPage, page: str) -> None:
    """A character that is finished while its visitor is elsewhere is told of once, there."""
    opened = creating(visit)
    assert not toasts(opened.go(page))
    opened.skip(HOUR)
    opened.wait(lambda now: bool(toasts(now)))
    assert toasts(opened) == [NEWS]
    assert not toasts(opened.run())
    assert not toasts(opened.go("create"))
    assert "Done. Here is your character." in opened.words


@pytest.mark.row("B16")
@pytest.mark.parametrize("page", ["create", "lookup"])
def test_news_of_each(visit: OpenPage, page: str) -> None:
    """Two characters that end together are told of twice, on their own page and on another."""
    opened = creating(visit)
    opened.type(DESCRIBE, "Another one.").press(CREATE)
    opened.wait(lambda now: len(now.address("creation")) == 2).go(page)
    opened.skip(HOUR)
    told: list[str] = []

    def are_both_told(now: Visit) -> bool:
        # A place in the corner that shows the same words once more shows nothing new.
        told.extend(toasts(now)[len(told) :])
        return len(told) >= 2

    opened.wait(are_both_told)
    assert told == [NEWS if page == "lookup" else "Your character is ready."] * 2
    assert not toasts(opened.run())


@pytest.mark.row("B16")
def test_news_beside_news(visit: OpenPage) -> None:
    """What ends within the seconds that a toast stays is shown beside it, not in its place."""
    opened = creating(visit).go("lookup")
    (first,) = live_jobs().list(owner_of(), CREATIONS)
    ended = answered(replace(first, state=JobState.SENDING), JobError("gone"), 0.0)
    live_jobs().add(replace(ended, key="1"))
    assert len(toasts(opened.run())) == 1
    live_jobs().add(replace(ended, key="2"))
    assert len(toasts(opened.run())) == 2


def test_a_generation_that_ends_elsewhere_is_told_of(visit: OpenPage) -> None:
    """A picture that is finished while its visitor is on another page is told of there, once."""
    opened = visit("generate", character="6790")
    opened.choose("How", "Custom").type("Describe the change", "on a balcony").press("Generate").go(
        "gallery"
    )
    opened.wait(lambda now: bool(toasts(now)))
    assert toasts(opened) == ["Your picture is ready: see Generate."]
    assert not toasts(opened.run())


def test_bad_news_on_another_page(visit: OpenPage) -> None:
    """A creation that fails while its visitor is elsewhere is told of there, and shown at home."""
    failed = Fault("poll", status=200, body=b'{"status": "failed"}', after=1, times=None)
    opened = visit("create", seconds=HOUR, faults=[failed])
    opened.type(DESCRIBE, "A potter.").press(CREATE).go("gallery")
    opened.wait(lambda now: bool(toasts(now)))
    assert toasts(opened) == ["Something is wrong with your character: see Create."]
    assert opened.go("create").has_button("Look again")
    assert not toasts(opened)


def test_news_at_home(visit: OpenPage) -> None:
    """On the page where it was asked for, what is ready is told of without the way there."""
    opened = creating(visit)
    opened.skip(HOUR)
    opened.wait(lambda now: bool(toasts(now)))
    assert toasts(opened) == ["Your character is ready."]


def test_no_news_while_nothing_happens(visit: OpenPage) -> None:
    """A character still under way is no news, and its server is asked with pauses."""
    opened = creating(visit).go("lookup").run().run()
    assert not toasts(opened)
    assert len(opened.polls) <= 2


def test_a_watched_one_is_no_news(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the address of somebody else's creation is not congratulated."""
    opened = creating(visit)
    opened.skip(HOUR)
    visit_from(monkeypatch, "another browser")
    later = visit("create", again=opened, id="6870")
    later.wait(lambda now: "Done. Here is your character." in now.words)
    assert not toasts(later)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("gallery", "q=Elara"),
        ("create", "creation=6790"),
        ("lookup", "id=6790"),
        ("lookup", "how=Many"),
        ("generate", "character=6790"),
    ],
)
def test_each_page_has_a_link(visit: OpenPage, page: str, query: str) -> None:
    """What each page shows stands in its address, and each page offers to copy that."""
    chosen: dict[str, Any] = dict(parse_qsl(query))
    opened = visit(page, **chosen)
    components = [one.proto.component_name for one in opened.app.get("bidi_component")]
    assert components.count("copy_link") == 1
    assert {name: opened.address(name) for name in chosen} == {
        name: [value] for name, value in chosen.items()
    }


@pytest.mark.parametrize("page", ["gallery", "create", "lookup"])
def test_about(visit: OpenPage, page: str) -> None:
    """Each page has a text about demo, live, and what is kept, in the sidebar."""
    opened = visit(page, faults=[listing()])
    assert "About" in [one.label for one in opened.app.sidebar.expander]
    text = "\n".join(one.value for one in opened.app.sidebar.markdown)
    for word in ("simulator", "costs credits", "Your key is never written down", "shortlist"):
        assert word in text


@pytest.mark.parametrize(("source", "is_told"), [("live", True), ("demo", False)])
def test_about_pictures(
    visit: OpenPage, monkeypatch: pytest.MonkeyPatch, source: str, *, is_told: bool
) -> None:
    """That a browser loads pictures from elsewhere is told where it does."""
    monkeypatch.setenv("ETERNALAI_SOURCE", source)
    captions = [one.value for one in visit("create").app.sidebar.caption]
    assert any("Pictures are loaded by your browser" in one for one in captions) == is_told
