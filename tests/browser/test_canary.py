"""A key is where it is sent to, and nowhere else, whatever a visitor and the API do."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from eternal.simulator import Fault, Simulator, SimulatorServer
from tests.browser.places import CRASH, OWN_KEY, Places, holds
from tests.dashboard import Dashboard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.browser.conftest import NewVisitor
    from tests.browser.visitor import Visitor

KEY: Final = "qz7-canary-5f1e08d2c7a9"
WORDS: Final = "A ferryman from Split who whistles."
_ECHO: Final = {"error": f"The key {KEY} is refused.", "detail": {"x-api-key": KEY, KEY: 1}}
_HEADERS: Final = {
    "content-type": "application/json",
    "x-request-id": KEY,
    "set-cookie": f"k={KEY}",
}
_ESCAPED: Final = "".join(f"\\u{ord(one):04x}" for one in KEY)
ECHOES: Final = (
    Fault("create", status=402, body=json.dumps(_ECHO).encode(), headers=_HEADERS),
    Fault("create", status=500, body=f"<h1>x-api-key: {KEY}</h1>".encode(), headers=_HEADERS),
    Fault("generate", status=422, body=f'{{"error": "{_ESCAPED}"}}'.encode(), headers=_HEADERS),
)
"""Refusals that repeat the key: as JSON, as a page, and letter by letter."""


@contextmanager
def visited(visit: NewVisitor, folder: Path, key: str) -> Iterator[tuple[Places, Simulator]]:
    """A visit of a dashboard that keeps all its files in a folder; it ends with its server."""
    api = Simulator(
        creation_seconds=(0.4, 0.8), generation_seconds=(0.4, 0.8), faults=ECHOES, record=True
    )
    homes = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    settings = {name: str(folder / name.lower()) for name in homes}
    for path in settings.values():
        (folder / path).mkdir(parents=True)
    settings |= {"ETERNALAI_API_KEY": key, "ETERNALAI_LOG_LEVEL": "debug"}
    with SimulatorServer(api) as server:
        settings["ETERNALAI_BASE_URL"] = server.base_url
        log = folder / "log.txt"
        with Dashboard(settings, script="tests/browser/crashing_app.py", log=log) as dashboard:
            places = Places(visit(dashboard.url, "/create", is_apart=True), folder)
            places.watch(places.visitor.page)
            places.visitor.open("/create").is_at_rest()
            yield places, api
            places.visitor.leave()
        places.look_at_files()


def refused_and_created(places: Places) -> None:
    """Create with two refusals that repeat the key, then well."""
    visitor = places.visitor
    for words, answer in (
        ("A smith.", "not enough credits"),
        ("A potter.", "may have been created"),
        (WORDS, "Done. Here is your character."),
    ):
        visitor.page.get_by_role("textbox", name="Describe").fill(words)
        visitor.press("Create character").sees(answer).is_at_rest()
        places.look(f"created: {words}")


def generated(places: Places) -> None:
    """Make a picture with a refusal that repeats the key, well, and with a worker that crashes."""
    visitor = places.visitor.menu("Generate")
    visitor.page.get_by_role("textbox", name="Character ID").fill("6790")
    visitor.page.keyboard.press("Enter")
    visitor.sees_name("Elara Voss").choose("Custom")
    made = visitor.page.get_by_role("img", name="The picture that was made")
    for number, change in enumerate(("At sea", "At sea", CRASH)):
        visitor.page.get_by_role("textbox", name="Describe the change").fill(change)
        visitor.press("Generate")
        if number == 1:
            expect(made).to_be_visible()
        else:
            visitor.sees("status 422" if number == 0 else "Something unexpected went wrong")
        visitor.is_at_rest()
        places.look(f"generated: {number}")


def looked_around(places: Places) -> None:
    """Look up, copy a link, export the History, and have it crash."""
    visitor = places.visitor.menu("Look up")
    visitor.page.get_by_role("textbox", name="Character ID").fill("6790")
    visitor.page.keyboard.press("Enter")
    visitor.sees_name("Elara Voss").is_at_rest()
    places.look("looked up")
    visitor.menu("Gallery").sees_name("Elara Voss").press("Copy link")
    visitor.sees("Link copied").is_at_rest()
    places.look("link")
    visitor.page.keyboard.press("Escape")
    visitor.menu("History").sees("6 entries").sees(WORDS).press("Export")
    places.keep_download("Table for a spreadsheet")
    places.keep_download("Data for a program")
    visitor.page.keyboard.press("Escape")
    places.look("history")
    search = visitor.page.get_by_role("searchbox", name="Search your history")
    search.fill(CRASH)
    search.press("Enter")
    visitor.sees("Something went wrong on this page.").is_at_rest()
    places.look("crashed")


def check(places: Places, api: Simulator) -> None:
    """The key was sent with each POST, and is nowhere else; all kinds of places were looked at."""
    posts = [one for one in api.requests if one.method == "POST"]
    assert [one.headers["x-api-key"] for one in posts] == [KEY] * len(posts)
    assert len(posts) == 5
    assert not [one for one in api.requests if one.method != "POST" and KEY in str(one)]
    seen = " ".join(places.names())
    for name in ("page:", "storage:", "download:", "socket", "history.sqlite3-wal", "log.txt"):
        assert name in seen
    assert places.count_in("file log.txt", "This was to crash") >= 2, (
        "the log tells of both crashes"
    )
    assert places.with_(KEY) == []


def own_key(visitor: Visitor) -> Locator:
    """The field where a visitor may type a key."""
    return visitor.page.get_by_label(OWN_KEY, exact=True)


def test_the_key_of_the_deployment(visit: NewVisitor, tmp_path: Path) -> None:
    """The deployment's key is in no page, message, address, storage, download, file or log."""
    with visited(visit, tmp_path, KEY) as (places, api):
        refused_and_created(places)
        generated(places)
        looked_around(places)
    check(places, api)
    assert not any(holds(one, KEY) for one in places.sent)


def test_a_key_of_ones_own(visit: NewVisitor, tmp_path: Path) -> None:
    """A key that a visitor types is in their own field only, until the page is loaded anew."""
    with visited(visit, tmp_path, "") as (places, api):
        field = own_key(places.visitor)
        field.fill(KEY)
        field.press("Enter")
        places.visitor.sees("Creating uses your own key.")
        refused_and_created(places)
        generated(places)
        looked_around(places)
        places.visitor.page.reload()
        expect(own_key(places.visitor)).to_have_value("")
        places.look("loaded anew")
    check(places, api)
    assert any(holds(one, KEY) for one in places.sent), "the search finds a key where there is one"
