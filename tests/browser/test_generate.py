"""Turning a character into pictures and videos, however it is clicked, left and reloaded."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from eternal.simulator import Fault
from tests.clock import Clock

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from eternal.simulator import RecordedRequest, Simulator
    from tests.browser.conftest import NewVisitor, RenewApi
    from tests.browser.visitor import Visitor

ELARA = "/generate?character=6790"
CHANGE = "On a balcony at sunset, laughing, in a yellow raincoat"
SEVENTEEN = {"id": 7, "display_name": "Ada", "age": 17, "avatar_url": "https://a.example/a.png"}


def describe(visitor: Visitor) -> Visitor:
    """Choose a change of one's own, and describe it."""
    visitor.sees_name("Elara Voss").choose("Custom")
    visitor.page.get_by_role("textbox", name="Describe the change").fill(CHANGE)
    return visitor


def posts(api: Simulator) -> list[RecordedRequest]:
    """What was ordered."""
    return [one for one in api.requests if one.method == "POST"]


def results(visitor: Visitor) -> Locator:
    """The pictures that were made."""
    return visitor.page.get_by_role("img", name="The picture that was made")


def test_from_a_card_to_a_picture(visit: NewVisitor, demo: str) -> None:
    """From a card of the gallery, an effect leads to a picture beside the portrait, to download."""
    visitor = visit(demo).sees_name("Elara Voss")
    card = visitor.page.locator(".st-key-cards li").filter(
        has=visitor.page.get_by_role("heading", name="Elara Voss", exact=True)
    )
    card.get_by_role("link", name="Pictures and videos").click()
    visitor.sees_name("Elara Voss").press("Lofi Style").is_at_rest()
    # The field is a new one with each choice: for a moment the old one is there, too.
    field = visitor.page.get_by_role("textbox", name="Effect ID").first
    expect(field).not_to_have_value("")
    visitor.press("Generate")
    expect(results(visitor)).to_be_visible()
    visitor.sees("Before").sees("After").sees("Credits left")
    with visitor.page.expect_download() as started:
        visitor.page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    assert started.value.suggested_filename.startswith("picture.")


def test_one_order_however_it_is_clicked_and_left(
    visit: NewVisitor, live: str, api: RenewApi
) -> None:
    """A triple click, a reload and another page later, one picture was ordered, and is there."""
    clock = Clock()
    server = api(seconds=(60, 60), clock=clock)
    visitor = describe(visit(live, ELARA))
    visitor.button("Generate").click(click_count=3, delay=20)
    expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
    expect(visitor.page).to_have_url(re.compile("[?&]request="))
    visitor.page.reload()
    expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
    visitor.menu("Look up").menu("Generate")
    expect(visitor.page.get_by_role("progressbar")).to_have_count(1)
    clock.pass_by()
    expect(results(visitor)).to_be_visible()
    (post,) = posts(server)
    assert post.path == "/v2/base/generate"
    assert json.loads(post.body) == {
        "images": ["6790"],
        "prompt": CHANGE,
        "type": "image",
        "quality": "low",
    }


def test_a_video_plays_and_is_told_of_elsewhere(
    visit: NewVisitor, live: str, api: RenewApi
) -> None:
    """A video that is finished while its visitor is elsewhere is told of there, and plays."""
    clock = Clock()
    api(seconds=(60, 60), clock=clock)
    visitor = describe(visit(live, ELARA)).choose("Video").press("Generate")
    expect(visitor.page).to_have_url(re.compile("[?&]request="))
    visitor.menu("Gallery")
    clock.pass_by()
    visitor.sees("Your video is ready: see Generate.")
    visitor.menu("Generate")
    video = visitor.page.locator("video")
    expect(video).to_be_visible()
    assert video.evaluate(
        "one => new Promise(done => {"
        " if (one.readyState >= 2) done(true);"
        " one.onloadeddata = () => done(true);"
        " one.onerror = () => done(false); })"
    )


def test_a_refusal_keeps_what_was_chosen(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Without credits the page says so, the words come back, and the next press orders again."""
    refused = Fault("generate", status=402, body=b'{"error": "No credits left."}')
    server = api(faults=[refused], seconds=(0, 0))
    visitor = describe(visit(live, ELARA)).press("Generate").sees("No credits left")
    box = visitor.page.get_by_role("textbox", name="Describe the change")
    expect(box).to_have_value("")
    visitor.press("Use these choices again")
    expect(box).to_have_value(CHANGE)
    assert len(posts(server)) == 1
    visitor.press("Generate")
    expect(results(visitor)).to_be_visible()
    assert len(posts(server)) == 2


def test_choices_survive_a_look_at_the_gallery(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Left by the menu at once after the last choice and opened again, all of the form is there."""
    server = api(seconds=(0, 0))
    visitor = describe(visit(live, ELARA)).choose("Video")
    visitor.page.get_by_text("With sound").click()
    visitor.menu("Gallery").menu("Generate")
    field = visitor.page.get_by_role("textbox", name="Character ID")
    field.fill("6790")
    field.press("Enter")
    box = visitor.page.get_by_role("textbox", name="Describe the change")
    expect(box).to_have_value(CHANGE)
    visitor.press("Generate")
    visitor.waits_for(lambda: "request" in visitor.query())
    (post,) = posts(server)
    sent = json.loads(post.body)
    assert (sent["prompt"], sent["type"], sent["audio"]) == (CHANGE, "video", False)


def test_nobody_under_age(visit: NewVisitor, live: str, api: RenewApi) -> None:
    """Of somebody under 18 nothing can be ordered, and the page says why."""
    answer = json.dumps({"status": "success", "result": SEVENTEEN}).encode()
    server = api(faults=[Fault("poll", status=200, body=answer)])
    visitor = visit(live, "/generate?character=7")
    visitor.picture_host = "a.example"
    expect(visitor.page.get_by_role("alert")).to_contain_text("18")
    expect(visitor.button("Generate")).to_have_count(0)
    assert not posts(server)
