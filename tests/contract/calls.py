"""The three calls, each with its documented arguments, and what their documented answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eternal import CharacterPage, Creation, EternalClient, EternalError, Poll
from tests.contract.documented import PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.hostile import HostileServer

TIMEOUT = 0.4
"""Seconds for one try that is to time out. Short, so that the suite is fast."""
PATIENCE = 5.0
"""Seconds for one try that is not to time out, however busy the machine is."""

CALLS: dict[str, Callable[[EternalClient], CharacterPage | Creation | Poll]] = {
    "list": lambda client: client.list_characters(),
    "create": lambda client: client.create_character(PROMPT),
    "poll": lambda client: client.poll_character(6870),
}


def make_client(
    server: HostileServer, key: str | None = None, timeout: float = PATIENCE
) -> EternalClient:
    """A client of this server that does not pause between tries."""
    return EternalClient(key, server.address, timeout=timeout, sleep=lambda _: None)


def is_right(value: object) -> bool:
    """Whether this is what the documented answer says."""
    if isinstance(value, CharacterPage):
        return [one.id for one in value.characters] == [6790] and value.received == 1
    if isinstance(value, Creation):
        return value.id == 6870 and value.character.username == "astrid"
    return isinstance(value, Poll) and value.character is not None and value.character.age == 20


def tried(client: EternalClient, call: str) -> CharacterPage | Creation | Poll | EternalError:
    """The value of a call, or the error that came instead."""
    try:
        return CALLS[call](client)
    except EternalError as error:
        return error
