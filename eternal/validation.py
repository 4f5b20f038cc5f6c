"""Validates arguments before anything is sent."""

from __future__ import annotations

from typing import Final

from eternal.errors import InvalidInput, PolicyError
from eternal.models import LARGEST_ID, Character

LONGEST_PROMPT: Final = 2000
"""Characters of a prompt. Inferred: the document names no bound."""
LONGEST_REQUEST_ID: Final = 200
"""Characters of a request's id. Inferred; the documented ones are UUIDs of 36."""
LONGEST_VIDEO_SECONDS: Final = 5
"""Documented; the shortest is one second."""
QUALITIES: Final = ("low", "high")
"""Documented; high costs twice as much."""
MOST_RETRIES: Final = 10
"""More tries of one call; each may sleep for up to a minute."""
LONGEST_EFFECT_ID: Final = 200
"""Characters of an effect's id. Inferred; the documented one has 24."""
ADULT_AGE: Final = 18
"""The youngest age of a character in pictures and videos: the policy of this project."""


def validate_prompt(prompt: str) -> None:
    """Validate the prompt of a creation.

    Raises:
        InvalidInput: It is blank, longer than 2,000 characters, or no text.
    """
    _check_words(prompt, "Say in a few words who the character is.")


def validate_edit_prompt(prompt: str) -> None:
    """Validate the prompt of a picture or a video.

    Raises:
        InvalidInput: It is blank, longer than 2,000 characters, or no text.
    """
    _check_words(prompt, "Say in a few words what the picture or the video is to show.")


def validate_id(id: object) -> None:
    """Validate a character's id.

    Raises:
        InvalidInput: It is not a whole number from 1 to 2^53.
    """
    validate_whole_number("ID", id, LARGEST_ID)


def validate_request_id(request_id: object) -> None:
    """Validate the id of a request for a picture or a video.

    Raises:
        InvalidInput: It is no request's id.
    """
    if not is_request_id(request_id):
        raise InvalidInput("This is no ID of a request. Copy it again.")


def is_request_id(value: object) -> bool:
    """Whether a value can be a request's id: visible ASCII, one segment of a path."""
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_REQUEST_ID:
        return False
    is_visible = value.isascii() and value.isprintable() and " " not in value
    return is_visible and not set(value) & set("/\\") and value not in {".", ".."}


def is_effect_id(value: object) -> bool:
    """Whether a value can be an effect's id: one line of visible text."""
    if not isinstance(value, str) or not value.strip():
        return False
    return len(value) <= LONGEST_EFFECT_ID and value.isprintable()


def validate_effect_id(effect_id: object) -> None:
    """Validate an effect's id.

    Raises:
        InvalidInput: It is blank, too long, or has invisible characters.
    """
    if not is_effect_id(effect_id):
        raise InvalidInput("This is no ID of an effect. Copy it again.")


def validate_duration(seconds: object) -> None:
    """Validate a video's duration.

    Raises:
        InvalidInput: It is not a whole number of seconds from 1 to 5.
    """
    validate_whole_number("duration", seconds, LONGEST_VIDEO_SECONDS)


def validate_audio(audio: object) -> None:
    """Validate whether a video is to have sound.

    Raises:
        InvalidInput: It is neither true nor false.
    """
    if not isinstance(audio, bool):
        raise InvalidInput("The sound of a video is either on or off.")


def validate_quality(quality: object) -> None:
    """Validate a picture's quality.

    Raises:
        InvalidInput: It is neither low nor high.
    """
    if quality not in QUALITIES:
        raise InvalidInput("The quality of a picture is either low or high.")


def validate_policy(character: Character) -> None:
    """Validate that a character is an adult, as pictures and videos need.

    Raises:
        PolicyError: Its age is missing or under 18.
        InvalidInput: It is no ``Character``.
    """
    if not isinstance(character, Character):
        raise InvalidInput("Pictures and videos are made of a character that was loaded before.")
    if character.age is None:
        raise PolicyError(
            "Pictures and videos are made of adults only, and this character's age is not known."
        )
    if character.age < ADULT_AGE:
        raise PolicyError(
            "Pictures and videos are made of adults only,"
            f" and this character's age is {character.age}."
        )


def validate_timeout(seconds: float) -> None:
    """Validate the time-out of a call.

    Raises:
        InvalidInput: It is not more than 0 and at most an hour.
    """
    if not 0 < seconds <= 3600:
        raise InvalidInput("The time-out must be more than 0 and at most 3600 seconds.")


def validate_retries(retries: object) -> None:
    """Validate the number of retries of a call; None means the client's own.

    Raises:
        InvalidInput: It is neither None nor a whole number from 0 to 10.
    """
    if retries is None:
        return
    if (
        isinstance(retries, bool)
        or not isinstance(retries, int)
        or not 0 <= retries <= MOST_RETRIES
    ):
        raise InvalidInput(f"The retries must be a whole number from 0 to {MOST_RETRIES}.")


def validate_options(timeout: float | None, retries: object) -> None:
    """Validate the options of a poll; None means the client's own.

    Raises:
        InvalidInput: The time-out or the retries are out of range.
    """
    if timeout is not None:
        validate_timeout(timeout)
    validate_retries(retries)


def validate_whole_number(name: str, value: object, largest: int) -> None:
    """Validate a whole number from 1.

    Raises:
        InvalidInput: It is no whole number, or out of range.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= largest:
        raise InvalidInput(f"The {name} must be a whole number from 1 to {largest}.")


def _check_words(prompt: object, hint: str) -> None:
    if not isinstance(prompt, str) or not prompt.strip():
        raise InvalidInput(f"The description is empty. {hint}")
    if len(prompt) > LONGEST_PROMPT:
        raise InvalidInput(
            f"The description has {len(prompt):,} characters; at most {LONGEST_PROMPT:,} fit."
        )
    if any("\ud800" <= char <= "\udfff" for char in prompt):
        raise InvalidInput("The description holds a broken character. Type it again.")
