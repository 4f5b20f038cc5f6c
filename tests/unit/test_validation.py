"""What is refused before anything is sent, in sentences that people read on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal import Character, InvalidInput, PolicyError, validation

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "x" * 2001
MINOR = Character(id=1, age=17)
AGELESS = Character(id=1)


@pytest.mark.parametrize(
    ("check", "value", "sentence"),
    [
        (
            validation.validate_prompt,
            " ",
            "The description is empty. Say in a few words who the character is.",
        ),
        (
            validation.validate_edit_prompt,
            " ",
            (
                "The description is empty."
                " Say in a few words what the picture or the video is to show."
            ),
        ),
        (
            validation.validate_prompt,
            None,
            "The description is empty. Say in a few words who the character is.",
        ),
        (
            validation.validate_prompt,
            LONG,
            "The description has 2,001 characters; at most 2,000 fit.",
        ),
        (
            validation.validate_edit_prompt,
            "a\ud800",
            "The description holds a broken character. Type it again.",
        ),
        (validation.validate_id, 0, "The ID must be a whole number from 1 to 9007199254740992."),
        (validation.validate_request_id, "a/b", "This is no ID of a request. Copy it again."),
        (validation.validate_effect_id, "", "This is no ID of an effect. Copy it again."),
        (validation.validate_duration, 6, "The duration must be a whole number from 1 to 5."),
        (validation.validate_audio, 1, "The sound of a video is either on or off."),
        (validation.validate_quality, "medium", "The quality of a picture is either low or high."),
        (
            validation.validate_policy,
            6790,
            "Pictures and videos are made of a character that was loaded before.",
        ),
        (
            validation.validate_timeout,
            0,
            "The time-out must be more than 0 and at most 3600 seconds.",
        ),
    ],
)
def test_what_cannot_be_sent_is_said(
    check: Callable[[object], None], value: object, sentence: str
) -> None:
    """Each refusal says what is wrong and what is right, in one or two sentences."""
    with pytest.raises(InvalidInput) as caught:
        check(value)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("character", "sentence"),
    [
        (
            MINOR,
            "Pictures and videos are made of adults only, and this character's age is 17.",
        ),
        (
            AGELESS,
            "Pictures and videos are made of adults only, and this character's age is not known.",
        ),
    ],
)
def test_minors_are_refused_with_the_reason(character: Character, sentence: str) -> None:
    """Who is not known to be an adult is refused, and the sentence says why."""
    with pytest.raises(PolicyError) as caught:
        validation.validate_policy(character)
    assert str(caught.value) == sentence
    assert caught.value.advice == "Choose a character whose age is known to be 18 or over."


def test_the_longest_time_out() -> None:
    """An hour is a time-out that may be asked for."""
    validation.validate_timeout(3600)


def test_adults_may() -> None:
    """From 18 on nothing stands in the way."""
    validation.validate_policy(Character(id=1, age=18))
