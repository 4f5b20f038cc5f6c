"""The document, the models and the limits say the same; each test fails when one side moves."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from eternal import (
    Character,
    EffectRequest,
    PictureRequest,
    PollState,
    VideoRequest,
    generation_parsing,
    models,
    pagination,
    parsing,
    rules,
    validation,
)
from eternal.calls import CALLS
from eternal.contract import document, drift, promises
from eternal.contract.promise_checks import PROMISE_CHECKS
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.urls import safe_media_url
from tests.contract.api_calls import ADULT
from tests.contract.examples import answer, as_bytes, operation
from tests.contract.schema_values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS: dict[str, Any] = document()["components"]["schemas"]
EXAMPLES: dict[str, Any] = document()["components"]["examples"]
FIELDS = set(SCHEMAS["Character"]["properties"])

IGNORED = {"data"}
"""What answers hold and the client does not read: null wherever it is documented."""


def test_the_document_is_openapi() -> None:
    """The document is valid OpenAPI 3.1, so any tool can read it."""
    validate(document())


def test_the_table_of_calls_is_the_documents() -> None:
    """Each operation is in the client's table once: by name, method, path, key and parameters."""
    described = [
        (
            one["operationId"],
            method.upper(),
            path,
            "security" in one,
            {each["name"] for each in one.get("parameters", [])},
        )
        for path, operations in document()["paths"].items()
        for method, one in operations.items()
    ]
    parameters = [set(signature(call.parse).parameters) - {"body"} for call in CALLS]
    assert described == [
        (call.name, call.method, call.path, call.is_keyed, names)
        for call, names in zip(CALLS, parameters, strict=True)
    ]
    assert all(call.is_paid is (call.method == "POST") for call in CALLS)


@pytest.mark.parametrize("name", [call.name for call in CALLS])
def test_documented_examples_keep_the_document(name: str) -> None:
    """Each example satisfies the schema of its answer, or one of them, with nothing new in it."""
    schema = operation(name)["responses"]["200"]["content"]["application/json"]["schema"]
    allowed = [one["$ref"].rpartition("/")[2] for one in schema.get("anyOf", [schema])]
    assert [] in [drift(one, answer(name)) for one in allowed]


def test_documented_examples_parse_into_the_models_with_every_field() -> None:
    """No field of a documented example is lost on its way into a model."""
    listed, created, polled = (EXAMPLES[name]["value"] for name in ("List", "Create", "Poll"))
    page = parse_page(as_bytes(listed), page=1, limit=50)
    creation = parse_creation(as_bytes(created))
    poll = parse_poll(as_bytes(polled), id=polled["result"]["id"])

    assert poll.character is not None
    assert _set_fields(page.characters[0]) == listed["result"][0]
    assert _set_fields(creation.character) == created["result"]
    assert _set_fields(poll.character) == polled["result"]
    assert creation.request_id == created["request_id"]
    assert (poll.status, poll.error) == (polled["status"], "")
    assert (page.drift, creation.drift, poll.drift) == ((), (), ())


def test_documented_generations_parse_with_every_field() -> None:
    """Both envelopes and a finished poll are read whole, and nothing in them is drift."""
    flat, inside = EXAMPLES["Effect"]["value"], EXAMPLES["Video"]["value"]["data"]
    finished = EXAMPLES["Result"]["value"]
    effect = parse_generation(as_bytes(flat))
    video = parse_generation(as_bytes(EXAMPLES["Video"]["value"]))
    poll = parse_generation_poll(as_bytes(finished), request_id=finished["request_id"])

    for read, said in ((effect, flat), (video, inside)):
        assert (read.request_id, read.status) == (said["request_id"], said["status"])
        assert (read.progress, read.drift) == (said["progress"], ())
    assert (effect.credits_remaining, video.credits_remaining) == (flat["credits_remaining"], None)
    assert (poll.request_id, poll.status) == (finished["request_id"], finished["status"])
    assert (poll.progress, poll.result_url) == (finished["progress"], finished["result_url"])
    assert poll.drift == ()


def test_the_fields_of_a_generation_are_the_documents() -> None:
    """What the client notes the absence of is what the document says is there."""
    assert set(SCHEMAS["PictureAnswer"]["required"]) == set(generation_parsing.DOCUMENTED_ANSWER)
    assert set(SCHEMAS["VideoPart"]["required"]) == set(generation_parsing.DOCUMENTED_PART)
    assert set(SCHEMAS["PictureAnswer"]["properties"]) == set(generation_parsing.DOCUMENTED_ANSWER)


def test_the_fields_of_a_result_are_read() -> None:
    """Every field that the document names in a poll of a picture is one that the client reads."""
    assert set(SCHEMAS["ResultAnswer"]["properties"]) == {
        "request_id",
        "status",
        "progress",
        "result_url",
    }


REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("EffectRequest", EffectRequest(ADULT, "5742").payload()),
    ("EffectRequest", EffectRequest(ADULT, "5742", duration=1, audio=True).payload()),
    ("ImageRequest", PictureRequest(ADULT, "a hat").payload()),
    ("ImageRequest", PictureRequest(ADULT, "a hat", quality="high").payload()),
    ("VideoRequest", VideoRequest(ADULT, "a hat", audio=False).payload()),
]


@pytest.mark.parametrize(("schema", "payload"), REQUESTS)
def test_what_is_sent_is_what_the_document_takes(schema: str, payload: dict[str, Any]) -> None:
    """A request for a picture or a video satisfies the document, and holds no other field."""
    where = {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    assert [*Draft202012Validator(where).iter_errors(payload)] == []
    assert set(payload) <= set(SCHEMAS[schema]["properties"])


def test_the_fields_of_a_character_are_the_documents() -> None:
    """The model of a character has the fields of the document, no more and no less."""
    assert set(Character.model_fields) == FIELDS
    assert set(parsing.DOCUMENTED_FIELDS) == set(SCHEMAS["Character"]["required"])


def test_the_fields_of_the_answers_are_read_or_ignored_on_purpose() -> None:
    """Every field around a character is read by the client, or stands in the list of ignored."""
    read = {"result", "request_id", "status", "error"}
    envelopes = ("ListAnswer", "CreateAnswer", "PollAnswer")
    described = {name for schema in envelopes for name in SCHEMAS[schema]["properties"]}
    assert described == read | IGNORED


def test_known_values_are_the_documents() -> None:
    """What the client takes for known is what the document has seen."""
    for name, known in parsing.KNOWN_VALUES.items():
        assert set(SCHEMAS["Character"]["properties"][name]["x-known-values"]) == known
    known = set(rules.POLL_STATES)
    assert set(SCHEMAS["PollAnswer"]["properties"]["status"]["x-known-values"]) == known
    assert set(SCHEMAS["GenerationStatus"]["x-known-values"]) == known


def test_limits_are_the_documents() -> None:
    """The client's limits on ids, prompts and pages are those of the document."""
    limit = document()["paths"]["/v2/characters"]["get"]["parameters"][1]["schema"]
    assert SCHEMAS["CharacterId"]["maximum"] == models.LARGEST_ID
    assert (
        SCHEMAS["CreateRequest"]["properties"]["prompt"]["maxLength"] == validation.LONGEST_PROMPT
    )
    assert limit["maximum"] == limit["default"] == pagination.LARGEST_PAGE


def test_limits_of_generation_are_the_documents() -> None:
    """The client's limits on pictures and videos are those of the document."""
    assert SCHEMAS["Seconds"]["minimum"] == 1
    assert SCHEMAS["Seconds"]["maximum"] == validation.LONGEST_VIDEO_SECONDS
    assert SCHEMAS["Change"]["maxLength"] == validation.LONGEST_PROMPT
    assert SCHEMAS["RequestId"]["maxLength"] == validation.LONGEST_REQUEST_ID
    effect_id = SCHEMAS["EffectRequest"]["properties"]["effect_id"]
    assert effect_id["maxLength"] == validation.LONGEST_EFFECT_ID
    quality = SCHEMAS["ImageRequest"]["properties"]["quality"]
    assert tuple(quality["enum"]) == validation.QUALITIES


def test_every_promise_is_checked() -> None:
    """The promises of the document and their checks are the same, each once."""
    names = [promise.name for promise in promises()]
    assert names == list(dict.fromkeys(names))
    assert set(names) == set(PROMISE_CHECKS)


def test_every_fact_says_where_it_comes_from() -> None:
    """Each operation, parameter, answer, field and example is marked with its evidence."""
    for where, fact in _facts():
        assert fact["x-evidence"] in {"documented", "sibling", "inferred"}, where


@given(values_of("ListAnswer"))
def test_whatever_the_document_allows_in_a_list_parses(answer: Any) -> None:
    """A list that satisfies the document parses, and no record of it is unreadable."""
    page = parse_page(as_bytes(answer), page=1, limit=50)
    assert page.unreadable == 0
    assert {one.id for one in page.characters} == {one["id"] for one in answer["result"]}


@given(values_of("CreateAnswer"))
def test_whatever_the_document_allows_in_a_creation_parses(answer: Any) -> None:
    """A creation that satisfies the document parses, and its id is the character's."""
    assert parse_creation(as_bytes(answer)).id == answer["result"]["id"]


@given(values_of("PollAnswer"))
def test_whatever_the_document_allows_in_a_poll_parses(answer: Any) -> None:
    """A poll that satisfies the document parses, whatever its status."""
    result = answer.get("result")
    id = result["id"] if answer["status"] == "success" else 1
    assert parse_poll(as_bytes(answer), id=id).status is not None


@given(values_of("PictureAnswer"))
def test_whatever_the_document_allows_for_a_picture_parses(answer: Any) -> None:
    """A flat answer that satisfies the document parses, with its id and its credits."""
    generation = parse_generation(as_bytes(answer))
    assert generation.request_id == answer["request_id"]
    assert generation.credits_remaining == answer["credits_remaining"]


@given(values_of("VideoAnswer"))
def test_whatever_the_document_allows_for_a_video_parses(answer: Any) -> None:
    """A video's answer that satisfies the document parses, with the id inside it."""
    generation = parse_generation(as_bytes(answer))
    assert generation.request_id == answer["data"]["request_id"]
    assert generation.progress == answer["data"]["progress"]


@given(values_of("ResultAnswer"))
def test_whatever_the_document_allows_in_a_result_parses(answer: Any) -> None:
    """A poll that satisfies the document parses, and is ready once its address can be loaded."""
    address = answer.get("result_url") or ""
    poll = parse_generation_poll(as_bytes(answer), request_id=answer["request_id"])
    if poll.state is PollState.READY:
        is_text = isinstance(address, str)  # else it may have come in a list
        assert poll.result_url == safe_media_url(address if is_text else poll.result_url or "")
    elif answer["status"] == "success":
        assert safe_media_url(address) is None
        assert poll.is_bare


def _set_fields(character: Character) -> dict[str, Any]:
    return character.model_dump(exclude_unset=True)


def _facts() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document()["paths"].items():
        for method, described in operations.items():
            yield f"{method} {path}", described
            parts = [*described.get("parameters", []), *described["responses"].values()]
            yield from ((f"{method} {path}", part) for part in parts if "$ref" not in part)
    for kind in ("responses", "securitySchemes", "examples", "schemas"):
        yield from document()["components"][kind].items()
    for name, schema in SCHEMAS.items():
        for field, entry in schema.get("properties", {}).items():
            if "$ref" not in entry:
                yield f"{name}.{field}", entry
