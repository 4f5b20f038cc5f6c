"""The types of the public interface, as mypy sees them from outside; nothing here is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, assert_type

from eternal import (
    Character,
    CharacterPage,
    Creation,
    EffectRequest,
    EternalClient,
    Generation,
    GenerationPoll,
    GenerationRequest,
    MediaKind,
    PictureRequest,
    Poll,
    PollState,
    VideoRequest,
    request_from_data,
)


def _methods(client: EternalClient, character: Character) -> None:
    assert_type(client.list_characters(page=1, limit=5), CharacterPage)
    assert_type(client.iter_characters(), Iterator[Character])
    assert_type(client.create_character("A librarian"), Creation)
    assert_type(client.poll_character(1, timeout=5, retries=0), Poll)
    assert_type(client.wait_for_character(1), Character)
    assert_type(client.generate_effect(character, "id", duration=1, audio=True), Generation)
    assert_type(client.generate_image(character, "a hat", quality="high"), Generation)
    assert_type(client.generate_video(character, "a hat", duration=1, audio=True), Generation)
    assert_type(client.poll_generation("id", timeout=5, retries=0), GenerationPoll)
    assert_type(client.wait_for_generation("id"), GenerationPoll)
    with client as entered:
        assert_type(entered, EternalClient)


def _requests(client: EternalClient, character: Character) -> None:
    requests = (
        EffectRequest(character, "id"),
        PictureRequest(character, "a hat"),
        VideoRequest(character, "a hat"),
    )
    for request in requests:
        assert_type(client.generate(request), Generation)
        assert_type(request.payload(), dict[str, Any])
        assert_type(request_from_data(request.to_data()), GenerationRequest)
    restored = request_from_data({})
    assert_type(restored.kind, Literal["effect", "picture", "video"])
    if restored.kind == "picture":
        assert_type(restored, PictureRequest)


def _values(creation: Creation, poll: Poll, generated: GenerationPoll) -> None:
    assert_type(creation.id, int)
    assert_type(creation.character.picture, str | None)
    assert_type(poll.state, PollState)
    assert_type(poll.character, Character | None)
    assert_type(generated.kind, MediaKind | None)
    assert_type(generated.result_url, str | None)
