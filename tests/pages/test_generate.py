"""The generate page: one POST a press, only for adults, and results that survive a reload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eternal.simulator import EFFECTS, Fault
from tests.pages.labels import ELARA
from tests.pages.visit import KEY, polling

if TYPE_CHECKING:
    from eternal.simulator.api.demo_effects import DemoEffect
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

GENERATE = "Generate"
DONE = ":material/check_circle: Done"
LOFI, ZOOM_OUT = EFFECTS


def chosen(visit: OpenPage, **options: object) -> Visit:
    """The generate page with Elara on it."""
    return visit("generate", character=ELARA, **options)  # type: ignore[arg-type]


def with_effect(opened: Visit, effect: DemoEffect = LOFI) -> Visit:
    """The same, with an effect's id in its field."""
    opened.type("Effect ID", effect.id).run()
    return opened.choose("This effect makes a", effect.kind)


def custom(opened: Visit, change: str = "on a balcony at sunset") -> Visit:
    """The same, with a description of the change."""
    return opened.choose("How", "Custom").type("Describe the change", change)


def body(opened: Visit) -> object:
    """What the one POST held."""
    (sent,) = opened.sent()
    assert sent.headers["x-api-key"] == KEY
    return json.loads(sent.body)


def polled_character(**changes: object) -> Fault:
    """A server that knows one character, changed so."""
    record = {
        "id": 6790,
        "username": "elara_voss",
        "display_name": "Elara Voss",
        "description": "former bartender",
        "avatar_url": "https://example.org/elara.png",
        "age": 25,
        "gender": "female",
        "category": "default",
    }
    kept = {name: value for name, value in {**record, **changes}.items() if value is not ...}
    return polling(kept)


def test_an_effect_is_sent_as_documented(visit: OpenPage) -> None:
    """A named picture effect is one POST of exactly the character and the effect."""
    opened = with_effect(chosen(visit)).press(GENERATE)
    opened.wait(lambda now: bool(now.sent()))
    assert opened.sent()[0].path == "/v2/generate"
    assert body(opened) == {"images": [ELARA], "effect_id": LOFI.id}


def test_a_video_effect_is_sent_with_its_options(visit: OpenPage) -> None:
    """A video effect shows its options, and they are sent with it."""
    opened = with_effect(chosen(visit), ZOOM_OUT)
    opened.choose("Seconds", 3).choose("With sound", value=False)
    opened.press(GENERATE).wait(lambda now: bool(now.sent()))
    assert body(opened) == {
        "images": [ELARA],
        "effect_id": ZOOM_OUT.id,
        "duration": 3,
        "audio": False,
    }


def test_a_custom_picture_is_sent_as_documented(visit: OpenPage) -> None:
    """A description of a change is one POST of exactly what is documented for a picture."""
    opened = custom(chosen(visit)).press(GENERATE).wait(lambda now: bool(now.sent()))
    assert opened.sent()[0].path == "/v2/base/generate"
    assert body(opened) == {
        "images": [ELARA],
        "prompt": "on a balcony at sunset",
        "type": "image",
        "quality": "low",
    }


def test_a_custom_video_is_sent_as_documented(visit: OpenPage) -> None:
    """A video has its length and sound, and no quality."""
    opened = custom(chosen(visit))
    opened.choose("Make a", "video")
    opened.press(GENERATE).wait(lambda now: bool(now.sent()))
    assert body(opened) == {
        "images": [ELARA],
        "prompt": "on a balcony at sunset",
        "type": "video",
        "duration": 5,
        "audio": True,
    }


def test_a_deployment_names_its_effects(visit: OpenPage) -> None:
    """An effect that the secrets name is a button, which fills in its id and knows its kind."""
    opened = visit("gallery")
    named = {"name": "Zoom *out*", "id": ZOOM_OUT.id, "kind": "video"}
    opened.app.secrets["eternalai"] = {"effects": [named]}
    opened.go("generate", character=ELARA).press("Zoom out").press(GENERATE)
    opened.wait(lambda now: bool(now.sent()))
    assert body(opened) == {
        "images": [ELARA],
        "effect_id": ZOOM_OUT.id,
        "duration": 5,
        "audio": True,
    }


def test_only_the_options_that_apply_are_shown(visit: OpenPage) -> None:
    """A picture has a quality, whose cost is told; a video has a length and sound."""
    opened = custom(chosen(visit)).run()
    opened.choose("Quality", "High")
    assert "twice as much" in opened.words
    assert not opened.app.slider
    opened.choose("Make a", "video")
    assert [one.label for one in opened.app.slider] == ["Seconds"]
    assert "twice as much" not in opened.words


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.name)
def test_the_result_is_shown_with_its_download(visit: OpenPage, effect: DemoEffect) -> None:
    """The bar tells the true progress, and the result stands beside the portrait."""
    progress = b'{"status": "pending", "progress": 40, "result_url": ""}'
    opened = with_effect(chosen(visit, faults=[Fault("result", status=200, body=progress)]), effect)
    opened.press(GENERATE).wait(lambda now: "Being made: 40 %" in now.words)
    opened.wait(lambda now: DONE in now.words)
    assert opened.progress == [100]
    assert "Credits left: 6" in opened.words
    assert [one.proto.label for one in opened.app.get("download_button")] == ["Download"]
    if effect is LOFI:
        made = [one for one in opened.pictures if one.alt == "The picture that was made"]
        assert made[0].url.startswith("data:image/svg+xml")
    else:
        (video,) = opened.app.get("video")
        assert video.proto.url.startswith("data:video/webm;base64,")


WITHOUT_ENDING = "https://results.example.org/8f3c?signature=a1b2"


def finished_without_an_ending() -> Fault:
    """A server whose results have an address that does not tell what it leads to."""
    answer = {"status": "success", "progress": 100, "result_url": WITHOUT_ENDING}
    return Fault("result", times=None, status=200, body=json.dumps(answer).encode())


@pytest.mark.row("S15")
@pytest.mark.parametrize("kind", ["picture", "video"])
def test_an_address_without_an_ending_is_shown_as_asked(visit: OpenPage, kind: str) -> None:
    """Where the address does not tell the kind, a video that was asked for is shown as a video."""
    opened = custom(chosen(visit, faults=[finished_without_an_ending()]))
    opened.choose("Make a", kind).press(GENERATE).wait(lambda now: DONE in now.words)
    shown = [one.proto.url for one in opened.app.get("video")]
    assert shown == ([WITHOUT_ENDING] if kind == "video" else [])


@pytest.mark.row("S15")
def test_where_nobody_knows_the_kind_the_visitor_says(visit: OpenPage) -> None:
    """An effect of an unknown kind has a choice that turns its result from a picture to a video."""
    opened = visit("generate", request="4f5b", faults=[finished_without_an_ending()])
    opened.wait(lambda now: DONE in now.words)
    assert not opened.app.get("video")
    opened.choose("Show it as a", "video").run()
    assert [one.proto.url for one in opened.app.get("video")] == [WITHOUT_ENDING]


def test_pressed_again(visit: OpenPage) -> None:
    """The same order is not sent again while it is under way; another one is."""
    opened = with_effect(chosen(visit)).press(GENERATE).press(GENERATE).press(GENERATE)
    assert "being made already" in opened.words
    custom(opened).press(GENERATE).wait(lambda now: len(now.sent()) == 2)
    assert len(opened.progress) == 2


def test_a_reload_goes_on(visit: OpenPage) -> None:
    """The request is in the address: a new visit of it watches on, and sends nothing."""
    opened = with_effect(chosen(visit)).press(GENERATE)
    opened.wait(lambda now: bool(now.address("request")))
    again = visit("generate", again=opened, character=ELARA, request=opened.address("request"))
    again.wait(lambda now: DONE in now.words)
    assert len(again.sent()) == 1


@pytest.mark.parametrize(
    ("age", "words"),
    [(17, "18"), (..., "age"), (None, "age")],
    ids=["17", "no age", "null"],
)
def test_minors_are_refused(visit: OpenPage, age: object, words: str) -> None:
    """For a character of 17, or without an age, there is a reason and no button."""
    opened = chosen(visit, faults=[polled_character(age=age)])
    assert words in opened.words
    assert not opened.has_button(GENERATE)
    assert opened.sent() == []


def test_eighteen_is_enough(visit: OpenPage) -> None:
    """A character of 18 can be turned into pictures."""
    assert chosen(visit, faults=[polled_character(age=18)]).has_button(GENERATE)


@pytest.mark.parametrize("text", ["abc", "0", "-1", "9" * 25])
def test_nonsense_ids_are_refused_in_words(visit: OpenPage, text: str) -> None:
    """An id that cannot exist is refused before anything is sent."""
    opened = visit("generate", character=text)
    assert "whole number" in opened.words
    assert opened.api.requests == []


def test_an_unknown_character_is_told(visit: OpenPage) -> None:
    """An id that nobody has is told in words, with a way to try again."""
    opened = visit("generate", character="1")
    assert opened.has_button("Try again")


def test_nothing_is_sent_without_a_choice(visit: OpenPage) -> None:
    """Without an effect, or without a description, the page says what is missing."""
    opened = chosen(visit).press(GENERATE)
    assert "effect" in opened.words.lower()
    custom(opened, " ").press(GENERATE)
    assert "The description is empty" in opened.words
    assert opened.sent() == []


def test_a_key_is_needed(visit: OpenPage) -> None:
    """Without a key the page explains how to add one, and the button is off."""
    opened = chosen(visit, key="")
    assert "Generating needs a key" in opened.words
    assert not opened.has_button(GENERATE)


def test_no_credits_left(visit: OpenPage) -> None:
    """When the credits are used up, the page says so and what to do."""
    refusal = Fault("effect", status=402, body=b'{"error": "insufficient credits"}')
    opened = with_effect(chosen(visit, faults=[refusal])).press(GENERATE)
    opened.wait(lambda now: "not enough credits" in now.words)
    assert "The service says: insufficient credits" in opened.words
    assert opened.has_button("Use these choices again")
    assert opened.has_button("Send it again")


def test_a_lost_answer_may_have_arrived(visit: OpenPage) -> None:
    """If the connection breaks after sending, the page says that it may be made all the same."""
    opened = with_effect(chosen(visit, faults=[Fault("effect", drop=True)])).press(GENERATE)
    opened.wait(lambda now: "may be made all the same" in now.words)
    assert len(opened.sent()) == 1


def test_nonsense_requests_are_told(visit: OpenPage) -> None:
    """A request in the address that cannot exist is told, and not asked for."""
    opened = visit("generate", request="a/b?c")
    assert "cannot exist" in opened.words
    assert opened.api.requests == []


def test_put_aside(visit: OpenPage) -> None:
    """A result can be taken off the page, and off the address."""
    opened = with_effect(chosen(visit)).press(GENERATE).wait(lambda now: DONE in now.words)
    opened.press("Put aside")
    assert opened.address("request") == []
    assert DONE not in opened.words


@pytest.mark.row("M7")
@pytest.mark.bad_answer("result-address")
def test_a_result_that_cannot_be_shown_is_told_with_its_address(visit: OpenPage) -> None:
    """A result whose address no page may load is done, with the address as text to copy."""
    address = "http://files.example/made.png"
    answer = {"status": "success", "progress": 100, "result_url": address}
    fault = Fault("result", times=None, status=200, body=json.dumps(answer).encode())
    opened = with_effect(chosen(visit, faults=[fault])).press(GENERATE)
    opened.wait(lambda now: address in [one.value for one in now.app.code])
    assert all(one.url != address for one in opened.pictures)
    assert "It is done" in opened.words
