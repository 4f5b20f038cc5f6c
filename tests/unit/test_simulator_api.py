"""The simulator answers as the vendor's document says, over real HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from eternal.simulator import Simulator, SimulatorServer
from eternal.simulator.api.creation_store import CreationStore
from tests.clock import Clock
from tests.relay import served

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = {"x-api-key": "any-key"}
DOCUMENTED_PROMPT = (
    "A brilliant Norwegian student who has carved out space for herself in male-dominated fields "
    "through sheer determination."
)


@pytest.fixture
def simulator(clock: Clock) -> Simulator:
    """A simulator on made-up time that records what it is asked."""
    return Simulator(clock=clock, record=True)


@pytest.fixture
def base_url(simulator: Simulator) -> Iterator[str]:
    """Where the simulator answers."""
    with served(simulator) as base_url:
        yield base_url


def get(url: str) -> Any:
    """Fetch JSON that must come with 200."""
    response = requests.get(url, timeout=5)
    assert response.status_code == 200
    return response.json()


def create(base_url: str, prompt: object, headers: dict[str, str] | None = None) -> Any:
    """Send a prompt."""
    return requests.post(
        f"{base_url}/v2/character/create",
        json={"prompt": prompt},
        headers=KEY if headers is None else headers,
        timeout=5,
    )


def assert_error(response: requests.Response, status: int) -> None:
    """Check the one shape of every error."""
    assert response.status_code == status
    body = response.json()
    assert list(body) == ["status", "result", "data", "error"]
    assert (body["status"], body["result"], body["data"]) == ("error", None, None)
    assert body["error"]


def test_first_character_is_the_documented_one(base_url: str) -> None:
    """The first character of the list is Elara Voss, field by field as documented."""
    [elara] = get(f"{base_url}/v2/characters?page=1&limit=1")["result"]

    assert elara.pop("avatar_url").startswith("data:image/svg+xml")
    assert list(elara.items()) == [
        ("id", 6790),
        ("username", "elara_voss"),
        ("display_name", "Elara Voss"),
        (
            "description",
            (
                "former bartender, current overthinker. will judge your movie taste but make you "
                "a great cocktail to make up for it."
            ),
        ),
        ("age", 25),
        ("gender", "female"),
        ("status", "approved"),
        ("category", "default"),
    ]


def test_pages_hold_50_unless_less_is_asked(base_url: str) -> None:
    """A page holds 50 characters by default and at most, and fewer on request."""
    sizes = [
        len(get(f"{base_url}/v2/characters{query}")["result"])
        for query in ("", "?limit=7", "?page=2", "?limit=51", "?limit=999999")
    ]

    assert sizes == [50, 7, 50, 50, 50]


def test_pages_neither_overlap_nor_leave_gaps(base_url: str) -> None:
    """Paging to the end meets everybody once, and then an empty list."""
    ids: list[int] = []
    page = 1
    while found := get(f"{base_url}/v2/characters?page={page}&limit=37")["result"]:
        ids += [character["id"] for character in found]
        page += 1

    assert len(ids) == len(set(ids)) >= 240


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=", "limit=0", "limit=1.5", "limit=%D9%A3"]
)
def test_nonsense_paging_is_refused(base_url: str, query: str) -> None:
    """A page or limit that is not a whole number from 1 gets 422."""
    assert_error(requests.get(f"{base_url}/v2/characters?{query}", timeout=5), 422)


def test_creation_begins_as_documented(base_url: str) -> None:
    """The documented prompt is answered, byte for byte, as in the document."""
    response = create(base_url, DOCUMENTED_PROMPT)

    assert response.json() == {
        "request_id": "6870",
        "result": {
            "id": 6870,
            "username": "astrid",
            "display_name": "Astrid",
            "description": "",
            "avatar_url": "",
            "age": 20,
            "gender": "female",
            "status": "pending",
            "category": "internal",
            "type": "character",
        },
        "data": None,
        "error": None,
    }
    assert list(response.json()["result"])[-3:] == ["status", "category", "type"]


def test_creation_is_pending_for_6_to_14_seconds(base_url: str, clock: Clock) -> None:
    """A creation polls as pending at first, and as success without a status later."""
    create(base_url, DOCUMENTED_PROMPT)
    url = f"{base_url}/v2/character/poll-result/6870"

    clock.now += 5.9
    early = get(url)
    clock.now += 8.1
    late = get(url)

    assert early["status"] == "pending"
    assert early["result"]["description"] == early["result"]["avatar_url"] == ""
    assert list(late) == ["status", "result", "data", "error"]
    assert late["status"] == "success"
    assert late["result"]["description"].startswith("engineering student.")
    assert late["result"]["avatar_url"].startswith("data:image/svg+xml")
    assert list(late["result"]) == [
        "id",
        "username",
        "display_name",
        "description",
        "avatar_url",
        "age",
        "gender",
        "category",
    ]


def test_same_prompt_twice_is_the_same_person(base_url: str, clock: Clock) -> None:
    """A repeated prompt gives the same person with an id and a username of their own."""
    for _ in range(3):
        create(base_url, DOCUMENTED_PROMPT)
    clock.now += 14
    first, second, third = (
        get(f"{base_url}/v2/character/poll-result/{id_}")["result"] for id_ in (6870, 6871, 6872)
    )

    assert [p.pop("username") for p in (first, second, third)] == ["astrid", "astrid_2", "astrid_3"]
    assert [p.pop("id") for p in (first, second, third)] == [6870, 6871, 6872]
    assert first == second == third


def test_created_characters_do_not_join_the_list(base_url: str, clock: Clock) -> None:
    """A finished creation can be polled, and is not listed."""
    create(base_url, "a baker")
    clock.now += 14

    listed = get(f"{base_url}/v2/characters?limit=1")["result"]

    assert listed[0]["id"] == 6790


def test_listed_characters_can_be_polled(base_url: str) -> None:
    """Polling a listed character's id finds them."""
    answer = get(f"{base_url}/v2/character/poll-result/6604")

    assert answer["status"] == "success"
    assert answer["result"]["display_name"] == "Julia Nowak"
    assert "status" not in answer["result"]


def test_only_the_newest_500_creations_are_kept() -> None:
    """The oldest creation is forgotten when there are 500 newer ones, so memory is bounded."""
    creations = CreationStore(seconds=(0, 0), seed=0, clock=Clock(), taken_usernames=())
    for number in range(501):
        creations.start(f"baker number {number}")

    assert creations.find(6870) is None
    assert creations.find(6871) is not None


@pytest.mark.parametrize("headers", [{}, {"x-api-key": ""}, {"X-API-KEY": ""}])
def test_creating_needs_a_key(base_url: str, headers: dict[str, str]) -> None:
    """Without a key, nothing is created."""
    assert_error(create(base_url, "a baker", headers), 401)


@pytest.mark.parametrize("prompt", [None, "", "  \n", 7, ["a baker"], "x" * 2001])
def test_bad_prompts_are_refused(base_url: str, prompt: object) -> None:
    """A prompt that is missing, blank, too long or not text gets 422."""
    assert_error(create(base_url, prompt), 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"prompt=a baker", 400),
        (b"\xff\xfe\xfd", 400),
        (b"[" * 50_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (json.dumps({"prompt": "x" * 70_000}).encode(), 413),
    ],
)
def test_bad_bodies_are_refused(base_url: str, body: bytes, status: int) -> None:
    """A body that is not JSON gets 400, one without a prompt 422, one over 64 KB 413."""
    url = f"{base_url}/v2/character/create"

    assert_error(requests.post(url, data=body, headers=KEY, timeout=5), status)


@pytest.mark.parametrize("character_id", ["1", "0", "6869", "abc", "-6790", "9" * 5000, "%00"])
def test_unknown_ids_are_not_found(base_url: str, character_id: str) -> None:
    """Polling an id that nobody has gets 404."""
    url = f"{base_url}/v2/character/poll-result/{character_id}"

    assert_error(requests.get(url, timeout=5), 404)


def test_other_paths_and_methods_are_refused_in_json(base_url: str) -> None:
    """An unknown path gets 404 and a wrong method 405, in the shape of every error."""
    assert_error(requests.get(f"{base_url}/", timeout=5), 404)
    assert_error(requests.get(f"{base_url}/v2/characters/", timeout=5), 404)
    assert_error(requests.post(f"{base_url}/v2/characters", timeout=5), 405)
    assert_error(requests.get(f"{base_url}/v2/character/create", timeout=5), 405)


def test_requests_are_recorded_on_request(base_url: str, simulator: Simulator) -> None:
    """A recording simulator keeps what was really sent."""
    requests.get(f"{base_url}/v2/characters?page=2&limit=1%20", timeout=5)
    create(base_url, "a baker")

    listing, creation = simulator.requests
    assert (listing.method, listing.path, listing.query) == (
        "GET",
        "/v2/characters",
        "page=2&limit=1%20",
    )
    assert creation.headers["x-api-key"] == "any-key"
    assert json.loads(creation.body) == {"prompt": "a baker"}


def test_nothing_is_recorded_otherwise() -> None:
    """By default no request is kept."""
    simulator = Simulator()
    with SimulatorServer(simulator) as server:
        get(f"{server.base_url}/v2/characters?limit=1")

    assert simulator.requests == []
