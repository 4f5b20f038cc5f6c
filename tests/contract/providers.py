"""Three who claim to be the API: mocks, the simulator over HTTP, and, if asked for, the API."""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import responses
from responses import matchers

from eternal.contract import document
from eternal.settings import API_KEY_NAME, Settings, make_settings
from eternal.simulator import Simulator
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import PreparedRequest

LIVE_CREATES = "ETERNALAI_LIVE_CREATE"
"""The second switch: set to 1, the live tests also create a character, which costs credits."""
LIVE_GENERATES = "ETERNALAI_LIVE_GENERATE"
"""Another such switch: set to 1, they also make an effect, pictures and a video."""

_EXAMPLES = document()["components"]["examples"]
_MOCKED_CHARACTERS = 60


@contextmanager
def mocks() -> Iterator[Settings]:
    """The API as ``responses`` mocks it: the documented examples, and a list that fills pages."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        base = "https://open.eternalai.org"
        created = _EXAMPLES["Create"]["value"]
        mocked.add_callback(responses.GET, re.compile(rf"{base}/v2/characters"), _mocked_page)
        mocked.add(responses.POST, f"{base}/v2/character/create", json=created)
        mocked.add_callback(
            responses.GET, re.compile(rf"{base}/v2/character/poll-result/\d+"), _mocked_poll
        )
        effect, video = _EXAMPLES["Effect"]["value"], _EXAMPLES["Video"]["value"]
        mocked.add(responses.POST, f"{base}/v2/generate", json=effect)
        custom, is_video = f"{base}/v2/base/generate", {"type": "video"}
        matches = matchers.json_params_matcher(is_video, strict_match=False)
        mocked.add(responses.POST, custom, json=video, match=[matches])
        mocked.add(responses.POST, custom, json={**effect, "credits_remaining": 629.32})
        mocked.add_callback(
            responses.GET, re.compile(rf"{base}/v2/poll-result/[0-9a-f-]+"), _mocked_result
        )
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
    return {**_EXAMPLES["List"]["value"]["result"][0], "id": id}


def _mocked_page(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    query = parse_qs(urlsplit(request.url or "").query)
    page, limit = int(query.get("page", ["1"])[0]), int(query.get("limit", ["50"])[0])
    first = (page - 1) * limit
    ids = range(6790, 6790 - _MOCKED_CHARACTERS, -1)[first : first + limit]
    return 200, {}, json.dumps({"result": [_listed(id) for id in ids]})


def _mocked_poll(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    answer = _EXAMPLES["Poll"]["value"]
    id = int((request.url or "").rpartition("/")[2])
    if id == answer["result"]["id"]:
        return 200, {}, json.dumps(answer)
    record = {name: value for name, value in _listed(id).items() if name != "status"}
    return 200, {}, json.dumps({**answer, "result": record})


def _mocked_result(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
    request_id = (request.url or "").rpartition("/")[2]
    return 200, {}, json.dumps({**_EXAMPLES["Result"]["value"], "request_id": request_id})
