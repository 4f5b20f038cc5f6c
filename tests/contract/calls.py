"""The calls, each with its documented arguments, and what their documented answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eternal import (
    Character,
    CharacterPage,
    Creation,
    EternalClient,
    EternalError,
    Generation,
    GenerationPoll,
    Poll,
)
from tests.contract.documented import EFFECT, EFFECT_ID, ELARA, PROMPT, RESULT, VIDEO

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.hostile_server import HostileServer

TIMEOUT = 0.4
"""Seconds for one try that is to time out. Short, so that the suite is fast."""
PATIENCE = 5.0
"""Seconds for one try that is not to time out, however busy the machine is."""

SOON = 3.0
"""Seconds in which a deadline of ``TIMEOUT`` has to end a call, on a busy machine, too: without it
a hostile server goes on for longer."""

ADULT = Character(**ELARA)
Value = CharacterPage | Creation | Poll | Generation | GenerationPoll

CALLS: dict[str, Callable[[EternalClient], Value]] = {
    "list": lambda client: client.list_characters(),
    "create": lambda client: client.create_character(PROMPT),
    "poll": lambda client: client.poll_character(6870),
    "effect": lambda client: client.generate_effect(ADULT, EFFECT_ID),
    "video": lambda client: client.generate_video(ADULT, PROMPT),
    "result": lambda client: client.poll_generation(RESULT["request_id"]),
}
POSTS = ["create", "effect", "video"]
"""The calls that change something: sent once, with the key."""


def make_client(
    server: HostileServer, key: str | None = None, timeout: float = PATIENCE
) -> EternalClient:
    """A client of this server that does not pause between tries."""
    return EternalClient(
        key, server.address, timeout=timeout, post_timeout=timeout, sleep=lambda _: None
    )


def is_right(value: object) -> bool:
    """Whether this is what the documented answer says."""
    if isinstance(value, CharacterPage):
        return [one.id for one in value.characters] == [6790] and value.received == 1
    if isinstance(value, Creation):
        return value.id == 6870 and value.character.username == "astrid"
    if isinstance(value, Generation):
        answer = EFFECT if value.credits_remaining else VIDEO["data"]
        return (value.request_id, value.progress) == (answer["request_id"], 0)
    if isinstance(value, GenerationPoll):
        return (value.result_url, value.progress) == (RESULT["result_url"], 100)
    return isinstance(value, Poll) and value.character is not None and value.character.age == 20


def tried(client: EternalClient, call: str) -> Value | EternalError:
    """The value of a call, or the error that came instead."""
    try:
        return CALLS[call](client)
    except EternalError as error:
        return error
