"""The client: the documented requests, byte for byte, and what it makes of many answers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import responses
from responses import matchers

from eternal import ContractError, EternalClient, EternalError, InvalidInput
from eternal.models import LARGEST_ID
from eternal.validation import LONGEST_PROMPT
from tests.contract.examples import BASE_URL, CREATION, ELARA, PAGE, POLL, PROMPT, as_bytes
from tests.unit.mocked import CREATE, HEADERS, KEY, LIST, exactly, make_client

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def expect_page(api: responses.RequestsMock, page: int, limit: int, *ids: int) -> None:
    """The next request is for this page, which then holds these ids."""
    api.get(
        LIST,
        as_bytes({"result": [ELARA | {"id": id} for id in ids]}),
        match=[
            *exactly(None, HEADERS),
            matchers.query_string_matcher(f"page={page}&limit={limit}"),
        ],
    )


@contextmanager
def listing(pages: Sequence[Sequence[Any]]) -> Iterator[EternalClient]:
    """A client of a list with these ids on its pages, in this order."""
    with responses.RequestsMock(
        assert_all_requests_are_fired=False, registry=responses.registries.OrderedRegistry
    ) as api:
        for ids in pages:
            body = {"result": [ELARA | {"id": id} for id in ids]}
            api.get(LIST, as_bytes(body))
        with make_client() as client:
            yield client


def test_list_as_documented(api: responses.RequestsMock) -> None:
    """Listing is a GET with page and limit, without the key."""
    expect_page(api, 1, 10, 6790)
    with make_client() as client:
        page = client.list_characters(page=1, limit=10)
    assert page.characters[0].model_dump(exclude={"type"}) == ELARA


def test_list_defaults(api: responses.RequestsMock) -> None:
    """Without arguments it is the first page of 50, as documented."""
    expect_page(api, 1, 50)
    with make_client() as client:
        page = client.list_characters()
    assert (page.page, page.limit, page.characters) == (1, 50, ())


def test_create_as_documented(api: responses.RequestsMock) -> None:
    """Creating is one POST of the prompt alone as JSON, with the key and the two headers."""
    prompt = f'{PROMPT} “Ærlig” 🇳🇴 "\\\n'
    body = '{"prompt": "%s “Ærlig” 🇳🇴 \\"\\\\\\n"}' % PROMPT  # noqa: UP031
    api.post(
        CREATE,
        as_bytes(CREATION),
        match=exactly(
            body.encode(),
            HEADERS
            | {
                "Content-Type": "application/json",
                "x-api-key": KEY,
                "Content-Length": str(len(body.encode())),
            },
        ),
    )
    with make_client() as client:
        creation = client.create_character(prompt)
    assert creation.id == 6870
    assert creation.character.status == "pending"
    assert len(api.calls) == 1


def test_create_without_key(api: responses.RequestsMock) -> None:
    """Without a key none is sent, and the server's refusal is what is told."""
    api.post(CREATE, b'{"error": "no key"}', status=401)
    with EternalClient() as client, pytest.raises(EternalError, match="no key"):
        client.create_character("Somebody")
    assert "x-api-key" not in api.calls[0].request.headers


def test_poll_as_documented(api: responses.RequestsMock) -> None:
    """Polling is a GET of the character's id, without the key and without a query."""
    api.get(
        f"{BASE_URL}/v2/character/poll-result/6870",
        as_bytes(POLL),
        match=[*exactly(None, HEADERS), matchers.query_string_matcher("")],
    )
    with make_client() as client:
        poll = client.poll_character(6870)
    assert poll.character is not None
    assert poll.character.username == "astrid"


def test_base_address_with_a_path(api: responses.RequestsMock) -> None:
    """The path of a base address comes before that of the call."""
    api.get("https://example.com/a/b/v2/characters", as_bytes(PAGE))
    api.post("https://example.com/a/b/v2/character/create", as_bytes(CREATION))
    with make_client(base_url="https://example.com/a/b/") as client:
        client.list_characters()
        client.create_character("Somebody")


@pytest.mark.bad_answer("list-pages")
def test_iter_characters(api: responses.RequestsMock) -> None:
    """All pages are walked, each id comes once, and an empty page is the end."""
    expect_page(api, 1, 2, 1, 2)
    expect_page(api, 2, 2, 2, 3)
    expect_page(api, 3, 2, 4)
    expect_page(api, 4, 2, 5, 6, 7)
    expect_page(api, 5, 2)
    with make_client() as client:
        assert [one.id for one in client.iter_characters(limit=2)] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.bad_answer("list-pages")
def test_iter_characters_ends_where_pages_repeat(api: responses.RequestsMock) -> None:
    """A page with nothing new is the end, though the server would repeat it for ever."""
    expect_page(api, 1, 50, 1, 2)
    expect_page(api, 2, 50, 2, 1)
    with make_client() as client:
        assert [one.id for one in client.iter_characters()] == [1, 2]


@pytest.mark.row("S6")
def test_iter_characters_goes_on_past_what_cannot_be_read() -> None:
    """A page of which no record can be read is no end: whoever comes after it is yielded."""
    bodies: list[list[Any]] = [[1, 2], ["x", None], [3], [4, "x"], []]
    with listing(bodies) as client:
        assert [one.id for one in client.iter_characters(limit=2)] == [1, 2, 3, 4]


@pytest.mark.row("S6")
def test_iter_characters_gives_up_on_an_unreadable_list() -> None:
    """A list that nobody can read ends in an error after ten pages, neither silently nor never."""
    with listing([[1], *[["x"]] * 50]) as client:
        found = client.iter_characters()
        assert next(found).id == 1
        with pytest.raises(ContractError, match="10 pages up to page 11"):
            next(found)


@pytest.mark.row("S6")
def test_iter_characters_ends_where_an_unreadable_record_repeats() -> None:
    """A last page that repeats is the end, also when one of its records cannot be read."""
    with listing([[1, 2], *[[3, "x"]] * 50]) as client:
        assert [one.id for one in client.iter_characters(limit=2)] == [1, 2, 3]


@pytest.mark.row("S7")
def test_iter_characters_where_the_limit_is_clamped() -> None:
    """A server that hands out fewer than it is asked for is read to its end, page by page."""
    with listing(
        [range(first, first + 20) for first in (1, 21, 41, 61, 81)] + [range(0)]
    ) as client:
        assert [one.id for one in client.iter_characters()] == list(range(1, 101))


def test_iter_characters_is_lazy(api: responses.RequestsMock) -> None:
    """A page is asked for when it is needed, and not before."""
    expect_page(api, 1, 2, 1, 2)
    with make_client() as client:
        found = client.iter_characters(limit=2)
        assert (next(found).id, next(found).id) == (1, 2)
        assert len(api.calls) == 1


ODD_NUMBERS: list[Any] = [0, -1, LARGEST_ID + 1, 10**25, 1.0, "1", "6870", None, True, [1]]


@pytest.mark.parametrize("number", ODD_NUMBERS, ids=repr)
def test_odd_numbers(number: Any, api: responses.RequestsMock) -> None:
    """An id, page or limit that is no whole number in range is refused before it is sent."""
    with make_client() as client:
        for name, call in (
            ("ID", lambda: client.poll_character(number)),
            ("ID", lambda: client.wait_for_character(number)),
            ("page", lambda: client.list_characters(page=number)),
            ("limit", lambda: client.list_characters(limit=number)),
            ("limit", lambda: list(client.iter_characters(limit=number))),
        ):
            with pytest.raises(InvalidInput, match=rf"\b{name}\b.* whole number from 1 to"):
                call()
    assert len(api.calls) == 0


def test_bounds_of_numbers(api: responses.RequestsMock) -> None:
    """The largest id and a limit of 50 are sent, a limit of 51 is not."""
    expect_page(api, LARGEST_ID, 50)
    api.get(f"{BASE_URL}/v2/character/poll-result/{LARGEST_ID}", b'{"status": "pending"}')
    with make_client() as client:
        client.list_characters(page=LARGEST_ID, limit=50)
        client.poll_character(LARGEST_ID)
        with pytest.raises(InvalidInput, match="from 1 to 50"):
            client.list_characters(limit=51)


ODD_PROMPTS: dict[str, tuple[Any, str]] = {
    "empty": ("", "is empty"),
    "blank": (" \n\t\u3000", "is empty"),
    "too long": ("x" * (LONGEST_PROMPT + 1), "has 2,001 characters; at most 2,000 fit"),
    "lone surrogate": ("x\ud83d", "broken character"),
    "another lone surrogate": ("\udfff", "broken character"),
    "none": (None, "is empty"),
    "bytes": (b"x", "is empty"),
}


@pytest.mark.parametrize(("prompt", "said"), ODD_PROMPTS.values(), ids=ODD_PROMPTS)
def test_odd_prompts(prompt: Any, said: str, api: responses.RequestsMock) -> None:
    """A prompt that cannot be sent is refused in words, before anything is sent."""
    with make_client() as client, pytest.raises(InvalidInput, match=said):
        client.create_character(prompt)
    assert len(api.calls) == 0


def test_longest_prompt(api: responses.RequestsMock) -> None:
    """A prompt of 2,000 characters is sent, however many bytes they take."""
    api.post(CREATE, as_bytes(CREATION))
    with make_client() as client:
        client.create_character("🚀" * LONGEST_PROMPT)


@pytest.mark.parametrize("seconds", [0, -1, 3601, float("nan"), float("inf")])
def test_odd_time_outs(seconds: float, api: responses.RequestsMock) -> None:
    """A time-out that is none is refused, for the client and for a poll."""
    with pytest.raises(InvalidInput, match="time-out"):
        EternalClient(timeout=seconds)
    with make_client() as client, pytest.raises(InvalidInput, match="time-out"):
        client.poll_character(1, timeout=seconds)
    assert len(api.calls) == 0


@pytest.mark.parametrize(("own", "asked", "used"), [(5, None, 5), (5, 2, 2), (5, 60, 5)])
def test_time_out_of_a_poll(
    own: float, asked: float | None, used: float, api: responses.RequestsMock
) -> None:
    """A poll may be given less time than the client's, and never more."""
    api.get(
        f"{BASE_URL}/v2/character/poll-result/1",
        b'{"status": "pending"}',
        match=[matchers.request_kwargs_matcher({"timeout": used})],
    )
    with make_client(timeout=own) as client:
        client.poll_character(1, timeout=asked)


def test_repr_tells_the_address_only() -> None:
    """The client shows where it goes to, and not its key."""
    with make_client() as client:
        assert repr(client) == f"EternalClient(base_url='{BASE_URL}')"
