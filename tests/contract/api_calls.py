"""Every call of the table as a call of the client, with the arguments of the document."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from eternal import Character, EffectRequest, EternalClient, EternalError, VideoRequest, calls
from tests.contract.examples import ELARA, answer, as_bytes, parameters, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from eternal import GenerationRequest
    from eternal.calls import Call
    from eternal.paid import Answered
    from tests.contract.hostile_server import HostileServer

TIMEOUT = 0.4
"""Seconds for one try that is to time out. Short, so that the suite is fast."""
PATIENCE = 5.0
"""Seconds for one try that is not to time out, however busy the machine is."""

SOON = 3.0
"""Seconds in which a deadline of ``TIMEOUT`` has to end a call, on a busy machine, too: without it
a hostile server goes on for longer."""

ADULT = Character(**ELARA)


def _documented(call: Call[Any]) -> Callable[[EternalClient], Answered]:
    """The call as the public method of its name makes it, or ``generate`` for what is generated."""
    if call.name.startswith("generate"):
        return lambda client: client.generate(_generation_request(request(call.name)))
    arguments = request(call.name) if call.is_paid else parameters(call.name)
    method = re.sub("([A-Z])", lambda capital: f"_{capital[0].lower()}", call.name)
    return lambda client: getattr(client, method)(**arguments)


def _generation_request(body: dict[str, Any]) -> GenerationRequest:
    if "effect_id" in body:
        return EffectRequest(ADULT, body["effect_id"])
    return VideoRequest(ADULT, body["prompt"], body["duration"], body["audio"])


CALLS = {call.name: _documented(call) for call in calls.CALLS}
PARSERS: dict[str, Callable[[bytes], Answered]] = {
    call.name: partial(call.parse, **parameters(call.name)) for call in calls.CALLS
}
POSTS = [call.name for call in calls.CALLS if call.is_paid]
"""The calls that change something: sent once, with the key."""


def make_client(
    server: HostileServer, key: str | None = None, timeout: float = PATIENCE
) -> EternalClient:
    """A client of this server that does not pause between tries."""
    return EternalClient(
        key, server.address, timeout=timeout, post_timeout=timeout, sleep=lambda _: None
    )


def is_right(value: object) -> bool:
    """Whether this is what a documented answer says."""
    documented = (parse(as_bytes(answer(name))) for name, parse in PARSERS.items())
    return any(_told(value) == _told(one) for one in documented)


def tried(client: EternalClient, call: str) -> Answered | EternalError:
    """The value of a call, or the error that came instead."""
    try:
        return CALLS[call](client)
    except EternalError as error:
        return error


def _told(value: Any) -> object:
    """A model without the letters that came and without what was noted of them."""
    if isinstance(value, EternalError):
        return value
    blank: dict[str, Any] = {"raw": "", "drift": ()}
    names = {field.name for field in fields(value)}
    return replace(value, **{name: blank[name] for name in names & blank.keys()})
