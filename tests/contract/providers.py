"""Three who claim to be the API: mocks, the simulator over HTTP, and, if asked for, the API."""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import responses

from eternal.calls import CALLS
from eternal.settings import API_KEY_NAME, Settings, make_settings
from eternal.simulator import Simulator
from tests.contract.examples import ELARA, answer, path_pattern
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import PreparedRequest

LIVE_CREATES = "ETERNALAI_LIVE_CREATE"
"""The second switch: set to 1, the live tests also create a character, which costs credits."""
LIVE_GENERATES = "ETERNALAI_LIVE_GENERATE"
"""Another such switch: set to 1, they also make an effect, pictures and a video."""

_MOCKED_CHARACTERS = 60


@contextmanager
def mocks() -> Iterator[Settings]:
    """The API as ``responses`` mocks it: the documented examples, and a list that fills pages."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        base = "https://open.eternalai.org"
        for call in CALLS:
            address = re.compile(re.escape(base) + path_pattern(call.path).pattern)
            if call.name in _MOCKED:
                mocked.add_callback(call.method, address, _MOCKED[call.name])
            else:
                mocked.add(call.method, address, json=answer(call.name))
        yield make_settings("a-key-for-the-mocks", base)


@contextmanager
def simulator() -> Iterator[Settings]:
    """The embedded simulator, over HTTP."""
    simulator = Simulator(creation_seconds=(0.0, 0.0), generation_seconds=(0.0, 0.0))
    with served(simulator) as base_url:
        yield make_settings("a-key-for-the-simulator", base_url)


@contextmanager
def live() -> Iterator[Settings]:
    """The API itself, with the key of the environment."""
    yield make_settings(_LIVE_KEY)


def live_may_create() -> bool:
    """Whether the live tests were asked to create, and can."""
    return bool(_LIVE_KEY) and os.environ.get(LIVE_CREATES) == "1"


def live_may_generate() -> bool:
    """Whether the live tests were asked to make pictures and videos, and can."""
    return bool(_LIVE_KEY) and os.environ.get(LIVE_GENERATES) == "1"


_LIVE_KEY = os.environ.get(API_KEY_NAME)  # read at import: tests hide it from everything else


def _listed(id: int) -> dict[str, object]:
    return {**ELARA, "id": id}


def _mocked_page(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    query = parse_qs(urlsplit(request.url or "").query)
    page, limit = int(query.get("page", ["1"])[0]), int(query.get("limit", ["50"])[0])
    first = (page - 1) * limit
    ids = range(6790, 6790 - _MOCKED_CHARACTERS, -1)[first : first + limit]
    return 200, {}, json.dumps({"result": [_listed(id) for id in ids]})


def _mocked_poll(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    told = answer("pollCharacter")
    id = int((request.url or "").rpartition("/")[2])
    if id == told["result"]["id"]:
        return 200, {}, json.dumps(told)
    record = {name: value for name, value in _listed(id).items() if name != "status"}
    return 200, {}, json.dumps({**told, "result": record})


def _mocked_result(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    request_id = (request.url or "").rpartition("/")[2]
    return 200, {}, json.dumps({**answer("pollGeneration"), "request_id": request_id})


def _mocked_custom(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    if json.loads(request.body or b"")["type"] == "video":
        return 200, {}, json.dumps(answer("generateCustom"))
    return 200, {}, json.dumps({**answer("generateEffect"), "credits_remaining": 629.32})


_MOCKED = {
    "listCharacters": _mocked_page,
    "pollCharacter": _mocked_poll,
    "generateCustom": _mocked_custom,
    "pollGeneration": _mocked_result,
}
"""Answers that depend on what is asked; each other call is answered with its example."""
