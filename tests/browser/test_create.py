"""Creating a character, however it is clicked, left, reloaded and come back to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from eternal.simulator import Fault, Simulator
from tests.browser.apis import Held
from tests.browser.conftest import KEY
from tests.browser.pace import FAST_POLL_SECONDS
from tests.browser.tabs import SECONDS
from tests.clock import Clock
from tests.dashboard import APP

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from eternal.simulator import RecordedRequest
    from tests.browser.conftest import NewVisitor, RenewApi, Serve
    from tests.browser.visitor import Visitor

PROMPT = "A patient clockmaker from Lyon, 61, who collects the sounds of old doors."
OTHER = "A surfing librarian from Tofino, 29, who files the waves by height."
DONE = "Done. Here is your character."
FIRST_ID = 6870
ALL_BUT_THE_KEY_FIELD = """() => {
    const page = document.documentElement.cloneNode(true);
    page.querySelector("input[type=password]").remove();
    return page.outerHTML;
}"""


def describe(visitor: Visitor, prompt: str = PROMPT) -> Visitor:
    """Type a description."""
    visitor.page.get_by_role("textbox", name="Describe the character").fill(prompt)
    return visitor


def create(visitor: Visitor, prompt: str = PROMPT) -> Visitor:
    """Type a description and have it created."""
    describe(visitor, prompt).press("Create character")
    expect(visitor.page.get_by_role("progressbar").first).to_be_visible()
    return visitor


def posts(api: Simulator) -> list[RecordedRequest]:
    """What was sent to be created."""
    return [one for one in api.requests if one.method == "POST"]


def has_address(visitor: Visitor, *ids: int) -> Visitor:
    """Wait until the address names creations."""
    query = "&".join(f"creation={id}" for id in ids)
    expect(visitor.page).to_have_url(re.compile(rf"/create\?{query}$"))
    return visitor


def progress(visitor: Visitor) -> int:
    """How far the first bar stands, in percent."""
    bar = visitor.page.get_by_role("progressbar").first
    return int(bar.get_attribute("aria-valuenow") or "-1")


def test_one_request_however_it_is_clicked(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Double and triple clicks send one POST of exactly the prompt; when it is done, no more."""
    server = api(seconds=(0, 0))
    visitor = visit(live, "/create")
    for clicks, prompt, id in ((2, PROMPT, FIRST_ID), (3, OTHER, FIRST_ID + 1)):
        describe(visitor, prompt)
        visitor.button("Create character").click(click_count=clicks, delay=20)
        has_address(visitor, id).sees(DONE)
        *_, post = posts(server)
        assert json.loads(post.body) == {"prompt": prompt}
        assert post.path == "/v2/character/create"
        expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
        asked = len(server.requests)
        visitor.is_at_rest().page.wait_for_timeout(3 * FAST_POLL_SECONDS * SECONDS)
        assert len(server.requests) == asked, "polling goes on after success"
        visitor.press("Create another")
        expect(visitor.page.get_by_text(DONE)).to_have_count(0)
    assert len(posts(server)) == 2


def test_the_bar_tells_the_truth(visit: NewVisitor, serve: Serve) -> None:
    """With the pauses of app.py the bar grows, and is full only when the character is there."""
    api = Simulator(creation_seconds=(2, 3))
    visitor = create(visit(serve(api, key=KEY, script=APP), "/create"))
    seen = []
    while not visitor.page.get_by_text(DONE).count():
        seen.append(progress(visitor))
        visitor.page.wait_for_timeout(200)
    expect(visitor.page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    # The last look may fall between the full bar and the words above it.
    assert seen == sorted(seen)
    assert len(set(seen)) > 1
    assert 100 not in seen[:-1]
    visitor.press("Create another").sees("Created before")
    expect(visitor.page.get_by_role("textbox", name="Describe")).to_have_value("")


def test_leaving_reloading_and_sharing_go_on_watching(
    visit: NewVisitor, live: str, api: RenewApi
) -> None:
    """In mid-creation a reload, another page and back, and a shared link all see it finished."""
    clock = Clock()
    server = api(seconds=(60, 60), clock=clock)
    visitor = has_address(create(visit(live, "/create")), FIRST_ID)
    address = visitor.page.url.removeprefix(live)
    visitor.page.reload()
    expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
    visitor.menu("Look up").menu("Create")
    has_address(visitor, FIRST_ID)
    expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
    friend = visit(live, address, is_friend=True)
    expect(friend.page.get_by_role("progressbar")).to_have_count(1)
    clock.pass_by()
    for one in (visitor, friend):
        one.sees(DONE)
    assert len(posts(server)) == 1


def test_a_reload_in_mid_request_loses_nothing(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Reloaded while the POST is under way, the page goes on and sends nothing twice."""
    held: list[Held] = []

    def hold(answering: ASGIApp) -> ASGIApp:
        held.append(Held(answering))
        return held[0]

    server = api(seconds=(0, 0), around=hold)
    visitor = create(visit(live, "/create"))
    visitor.sees("Sending your")
    visitor.page.reload()
    visitor.sees("Sending your")
    held[0].is_let_go = True
    has_address(visitor, FIRST_ID).sees(DONE)
    assert len(posts(server)) == 1


def test_two_at_once_and_a_toast_elsewhere(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Two creations have a bar each; on another page a toast tells that one is ready."""
    clock = Clock()
    server = api(seconds=(60, 60), clock=clock)
    visitor = has_address(create(visit(live, "/create")), FIRST_ID)
    create(visitor, OTHER)
    has_address(visitor, FIRST_ID + 1, FIRST_ID)
    expect(visitor.page.get_by_role("progressbar")).to_have_count(2)
    describe(visitor, OTHER).press("Create character").sees("is being created already")
    visitor.menu("Gallery")
    clock.pass_by()
    visitor.sees("Your character is ready: see Create.")
    visitor.menu("Create")
    expect(visitor.page.get_by_text(DONE)).to_have_count(2)
    bodies = [json.loads(post.body)["prompt"] for post in posts(server)]
    assert bodies == [PROMPT, OTHER]


def test_a_failure_keeps_the_prompt(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """A refused request and a failed creation keep the words at hand, and send again by name."""
    refused = Fault("create", status=402, body=b'{"error": "No credits left."}')
    server = api(faults=[refused, Fault("create", fail_creation=True)], seconds=(0, 0))
    visitor = describe(visit(live, "/create")).press("Create character")
    box = visitor.page.get_by_role("textbox", name="Describe the character")
    visitor.sees("No credits left")
    expect(visitor.page.get_by_role("alert")).to_contain_text("credit")
    visitor.press("Use these words again")
    expect(box).to_have_value(PROMPT)
    visitor.press("Send it again").sees("could not be created")
    expect(box).to_have_value(PROMPT)
    visitor.press("Look again").press("Send it again").sees(DONE)
    assert [json.loads(post.body)["prompt"] for post in posts(server)] == [PROMPT] * 3


def test_an_unanswered_request_is_not_repeated(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """If the connection breaks after the POST, the page says that it may have been created."""
    server = api(faults=[Fault("create", drop=True)])
    visitor = describe(visit(live, "/create")).press("Create character")
    visitor.sees("may have been created")
    assert len(posts(server)) == 1


def test_a_cold_deep_link_has_the_whole_frame(visit: NewVisitor, serve: Serve) -> None:
    """Create and Look up work as the very first page that a new server is asked for."""
    visitor = visit(serve(script=APP), "/create").sees("Demo data")
    expect(visitor.page.get_by_role("link", name="Look up", exact=True)).to_be_visible()
    visitor.press("Night-shift baker")
    box = visitor.page.get_by_role("textbox", name="Describe the character")
    expect(box).to_have_value(re.compile("night-shift baker"))
    describe(visitor, " ").press("Create character").sees("empty")
    other = visit(serve(script=APP), "/lookup?id=6790").sees_name("Elara Voss").sees("Demo data")
    expect(other.page.get_by_role("link", name="Gallery", exact=True)).to_be_visible()


def test_a_typed_key_is_nowhere_but_in_the_post(
    visit: NewVisitor, serve: Serve, api: RenewApi
) -> None:
    """A key typed in the sidebar is in one header of one POST: in no page, address or console."""
    server = api()
    secret = "sk-typed-by-a-visitor-0123456789"
    visitor = visit(serve(server), "/create").sees("Creating needs a key")
    field = visitor.page.get_by_label("Your own key", exact=True)
    field.fill(secret)
    field.press("Enter")
    create(visitor).sees(DONE)
    visitor.menu("Look up").menu("Gallery").is_at_rest()
    (post,) = posts(server)
    assert post.headers["x-api-key"] == secret
    others = [one for one in server.requests if one is not post]
    assert others
    assert not [one for one in others if secret in repr(one) or "x-api-key" in one.headers]
    seen = [*visitor.asked, *visitor.console, visitor.page.evaluate(ALL_BUT_THE_KEY_FIELD)]
    seen += [
        visitor.page.url,
        visitor.page.evaluate("JSON.stringify([localStorage, document.cookie])"),
    ]
    assert secret not in "\n".join(seen)
