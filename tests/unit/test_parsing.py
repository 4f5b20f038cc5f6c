"""From bytes to pages: as documented, leniently where it is safe, strictly where it is not."""

from __future__ import annotations

import codecs
import json

import pytest

from eternal import ContractError, PollState
from eternal.models import LARGEST_ID
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.unwrap import MOST_PARTS, error_text, words_in
from tests.contract.examples import CREATION, ELARA, PAGE, POLL, as_bytes

NOT_JSON = {
    "nothing": b"",
    "half": b'{"result": [',
    "HTML": b"<!doctype html><title>Hi</title>",
    "UTF-16": '{"result": []}'.encode("utf-16"),
    "Latin-1": '{"result": ["é"]}'.encode("latin-1"),
    "two values": b"{}{}",
    "10,000 deep": b"[" * 10_000 + b"]" * 10_000,
}
NO_OBJECT = {"a number": b"1", "text": b'"x"', "true": b"true", "a list": b"[1, 2]"}


@pytest.mark.bad_answer("any-unreadable")
@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_not_json(body: bytes) -> None:
    """What is no JSON in UTF-8 breaks the clause that says so, in each call."""
    _fails(body, "the answer is JSON")


@pytest.mark.bad_answer("any-unreadable")
@pytest.mark.parametrize("body", NO_OBJECT.values(), ids=NO_OBJECT)
def test_no_object(body: bytes) -> None:
    """JSON that is no object breaks the clause that says so, in each call."""
    _fails(body, "the answer is an object")


def _fails(body: bytes, clause: str) -> None:
    if body[:1] != b"[":
        with pytest.raises(ContractError) as caught:
            parse_page(body, page=1, limit=50)
        assert caught.value.clause == f"list: {clause}"
        assert not caught.value.may_have_arrived
    if body:
        with pytest.raises(ContractError) as caught:
            parse_poll(body, id=1)
        assert caught.value.clause == f"poll: {clause}"
    with pytest.raises(ContractError) as caught:
        parse_creation(body)
    assert caught.value.may_have_arrived
    assert error_text(body) == ""


@pytest.mark.row("M8")
@pytest.mark.bad_answer("any-bom")
def test_a_byte_order_mark_is_skipped() -> None:
    """A byte order mark before the JSON costs nothing, in the answer of any call."""
    mark = codecs.BOM_UTF8
    assert parse_creation(mark + as_bytes(CREATION)).drift == ()
    assert len(parse_page(mark + as_bytes(PAGE), page=1, limit=50).characters) == 1
    poll = parse_poll(mark + as_bytes(POLL), id=6870)
    assert json.loads(poll.raw) == POLL
    assert error_text(mark + as_bytes({"error": "no"})) == "no"


LISTS: list[object] = [
    {"status": 1, "data": [ELARA]},
    {"status": 1, "data": [ELARA], "result": None},
    {"result": {"items": [ELARA]}},
    {"data": {"characters": [ELARA]}},
    {"status": True, "error": None, "result": {"data": [ELARA]}},
    {"characters": [ELARA]},
    [ELARA],
]


@pytest.mark.row("S26")
@pytest.mark.bad_answer("list-shape")
@pytest.mark.parametrize("answer", LISTS)
def test_the_list_is_found_in_any_envelope(answer: object) -> None:
    """The list is read wherever it stands, and that it does not stand in result is drift."""
    page = parse_page(as_bytes(answer), page=1, limit=50)
    assert [one.id for one in page.characters] == [6790]
    assert page.drift == ("list: result is not the list",)


NOBODY: list[object] = [
    {"result": None},
    {"status": 1, "data": None},
    {"result": {"items": None}},
    {"result": []},
    [],
]


@pytest.mark.row("S26")
@pytest.mark.bad_answer("list-nobody")
@pytest.mark.parametrize("answer", NOBODY)
def test_null_is_nobody(answer: object) -> None:
    """Null in place of the list is an empty page."""
    page = parse_page(as_bytes(answer), page=1, limit=50)
    assert (page.characters, page.received) == ((), 0)


REFUSED: list[object] = [
    {"result": None, "error": "down"},
    {"status": 0, "data": None, "message": "down"},
    {"status": False, "error": {"message": "down"}, "result": None},
    {"detail": "down"},
]


@pytest.mark.row("S26")
@pytest.mark.bad_answer("list-unreadable")
@pytest.mark.parametrize("answer", REFUSED)
def test_a_list_that_is_refused_is_not_nobody(answer: object) -> None:
    """Where the service says why there is no list, that is an error in its words."""
    with pytest.raises(ContractError) as caught:
        parse_page(as_bytes(answer), page=1, limit=50)
    assert caught.value.detail == "down"


def test_documented_page() -> None:
    """The documented page has the one character with every field, and no drift."""
    page = parse_page(as_bytes(PAGE), page=3, limit=10)
    assert [one.model_dump(exclude={"type"}) for one in page.characters] == [ELARA]
    assert (page.page, page.limit, page.received, page.unreadable) == (3, 10, 1, 0)
    assert page.drift == ()


@pytest.mark.bad_answer("list-unreadable")
@pytest.mark.parametrize("result", [{}, "x", 1, True])
def test_result_is_no_list(result: object) -> None:
    """A page whose result is no list breaks that clause; so does one without a result."""
    for answer in ({"result": result}, {}):
        with pytest.raises(ContractError) as caught:
            parse_page(as_bytes(answer), page=1, limit=50)
        assert caught.value.clause == "list: result is a list"


BAD_IDS: dict[str, str] = {
    "none": "null",
    "text": '"6790x"',
    "a float": "6790.5",
    "true": "true",
    "zero": "0",
    "negative": "-1",
    "over 2^53": str(LARGEST_ID + 1),
    "5,000 digits": "9" * 5000,
    "NaN": "NaN",
    "Infinity": "Infinity",
    "a list": "[1]",
}


@pytest.mark.bad_answer("list-bad-item")
@pytest.mark.bad_answer("any-number")
@pytest.mark.parametrize("id", BAD_IDS.values(), ids=BAD_IDS)
def test_one_bad_item(id: str) -> None:
    """A record whose id is none is counted, and costs the others nothing."""
    good = json.dumps(ELARA)
    body = f'{{"result": [{good}, {{"id": {id}}}, {good.replace("6790", "1")}]}}'
    page = parse_page(body.encode(), page=1, limit=50)
    assert [one.id for one in page.characters] == [6790, 1]
    assert (page.received, page.unreadable) == (3, 1)
    body = f'{{"status": "success", "result": {{"id": {id}}}}}'
    assert parse_poll(body.encode(), id=6790).state is PollState.PENDING


@pytest.mark.row("M5")
@pytest.mark.bad_answer("list-id")
@pytest.mark.parametrize("id", ["6604", 6604.0])
def test_an_id_that_is_exact_is_read(id: object) -> None:
    """An id as text or as 6604.0 is that id, and drift."""
    page = parse_page(as_bytes({"result": [{**ELARA, "id": id}]}), page=1, limit=50)
    assert ([one.id for one in page.characters], page.unreadable) == ([6604], 0)
    assert page.drift == ("list: result[].id is not as documented",)


@pytest.mark.bad_answer("list-bad-item")
@pytest.mark.parametrize("record", [None, 1, "x", [], [ELARA], True])
def test_item_is_no_object(record: object) -> None:
    """A record that is no object is counted like any that cannot be read."""
    page = parse_page(as_bytes({"result": [ELARA, record]}), page=1, limit=50)
    assert (len(page.characters), page.unreadable) == (1, 1)


BAD_FIELDS: list[tuple[str, object, object]] = [
    ("username", 5, "5"),
    ("username", True, ""),
    ("display_name", ["x"], ""),
    ("description", {"en": "x"}, ""),
    ("description", "\ud800", ""),
    ("display_name", "Zoë \ud83d", "Zoë "),
    ("avatar_url", False, ""),
    ("age", "25", 25),
    ("age", "25.0", 25),
    ("age", 25.0, 25),
    ("age", 25.5, None),
    ("age", "old", None),
    ("age", True, None),
    ("age", [25], None),
    ("age", 10**30, None),
    ("age", LARGEST_ID + 1, None),
    ("gender", 1, "1"),
    ("status", 200, "200"),
    ("category", [], ""),
    ("type", None, ""),
    ("type", {}, ""),
]


@pytest.mark.row("M5")
@pytest.mark.bad_answer("list-field")
@pytest.mark.bad_answer("poll-field")
@pytest.mark.bad_answer("any-number")
@pytest.mark.parametrize(("name", "value", "read"), BAD_FIELDS)
def test_field_of_another_type(name: str, value: object, read: object) -> None:
    """A field of another type is read where it is exact, else unknown: the person is never lost."""
    page = parse_page(as_escaped({"result": [{**ELARA, name: value}]}), page=1, limit=50)
    listed = page.characters[0]
    poll = parse_poll(as_escaped({**POLL, "result": {**POLL["result"], name: value}}), id=6870)
    answer = {**CREATION, "result": {**CREATION["result"], name: value}}
    creation = parse_creation(as_escaped(answer))
    assert poll.character is not None
    for one in (listed, poll.character, creation.character):
        assert one.model_dump()[name] == read
        assert (one.id, one.gender == "", one.age is None) in {
            (id, name == "gender" and read == "", name == "age" and read is None)
            for id in (6790, 6870)
        }
    if value is not None:
        for drift, where in (
            (page.drift, "list: result[]"),
            (poll.drift, "poll: result"),
            (creation.drift, "create: result"),
        ):
            assert f"{where}.{name} is not as documented" in drift


def as_escaped(answer: object) -> bytes:
    """An answer in ASCII, which can hold lone surrogates."""
    return json.dumps(answer).encode()


AGES: list[tuple[object, int | None]] = [(None, None), (17, 17), (-3, -3), (0, 0), (10**9, 10**9)]


@pytest.mark.bad_answer("list-age")
@pytest.mark.parametrize(("given", "kept"), AGES)
def test_age(given: object, kept: int | None) -> None:
    """An age is kept as it is, however odd; null is unknown."""
    page = parse_page(as_bytes({"result": [{**ELARA, "age": given}]}), page=1, limit=50)
    assert page.characters[0].age == kept


@pytest.mark.bad_answer("any-new-value")
def test_missing_fields_are_drift() -> None:
    """A record of an id alone is a character, and what it lacks is drift."""
    page = parse_page(b'{"result": [{"id": 1}, {"id": 2, "age": null}]}', page=1, limit=50)
    assert [one.username for one in page.characters] == ["", ""]
    assert page.unreadable == 0
    assert page.drift == tuple(f"list: result[]: no {name}" for name in list(ELARA)[1:])


@pytest.mark.bad_answer("any-new-value")
def test_new_values_are_kept_and_drift() -> None:
    """Unknown fields, statuses, genders and categories are kept as text or ignored, and noted."""
    record = {**ELARA, "gender": "fluid", "status": "hi\u202ed", "category": "x", "mood\n": 1}
    page = parse_page(as_bytes({"result": [record, record | {"id": 1}]}), page=1, limit=50)
    assert page.characters[0].gender == "fluid"
    assert page.characters[0].status == "hi\u202ed"
    assert not hasattr(page.characters[0], "mood\n")
    notes = ["new field 'mood'", "new status 'hid'", "new category 'x'"]
    assert set(page.drift) >= {f"list: result[]: {note}" for note in notes}
    assert len(page.drift) == len(set(page.drift))


def test_drift_is_bounded() -> None:
    """At most 20 notes of drift are kept, each short."""
    record = ELARA | {f"field {number} {'x' * 1000}": 1 for number in range(100)}
    page = parse_page(as_bytes({"result": [record]}), page=1, limit=50)
    assert len(page.drift) == 20
    assert max(map(len, page.drift)) < 100


@pytest.mark.bad_answer("list-pages")
def test_same_id_twice() -> None:
    """The first record of an id is kept, and the second is drift, not a failure."""
    answer = {"result": [ELARA, ELARA | {"username": "other"}]}
    page = parse_page(as_bytes(answer), page=1, limit=50)
    assert [one.username for one in page.characters] == ["elara_voss"]
    assert (page.received, page.unreadable) == (2, 0)
    assert page.drift == ("the id 6790 came twice in one page",)


def test_an_error_that_is_no_text_is_told_as_it_is_written() -> None:
    """An error in an unknown shape is shown as data, with its letters as they are."""
    assert error_text('{"error": [{"grund": "größe"}]}'.encode()) == '{"grund": "größe"}'


@pytest.mark.parametrize(("digits", "text"), [(20, "9" * 20), (21, "Infinity")])
def test_numbers_without_end_are_not_read(digits: int, text: str) -> None:
    """A number of more than twenty digits is not read as a whole one: it could not be printed."""
    assert error_text(b'{"error": %s}' % (b"9" * digits)) == text


def test_an_error_without_words_has_none() -> None:
    """Where an answer says nothing of itself, or too deep to be written, nothing is made up."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert words_in(deep) == ""
    assert error_text(b'{"code": 5}') == ""


def test_parts_without_end_are_not_read() -> None:
    """An answer with more objects and lists than any page has is refused before it is built."""
    body = b'{"result": [%s]}'
    page = parse_page(body % b",".join([b"{}"] * (MOST_PARTS - 2)), page=1, limit=50)
    assert page.unreadable == page.received == MOST_PARTS - 2
    for part in (b"{}", b"[]"):
        with pytest.raises(ContractError) as caught:
            parse_page(body % b",".join([part] * (MOST_PARTS - 1)), page=1, limit=50)
        assert caught.value.clause == "list: the answer has at most 200,000 objects and lists"


def test_every_unreadable_record_is_counted() -> None:
    """Records that cannot be read add up, whatever is wrong with each."""
    records = [None, {**ELARA, "id": "x"}, {**ELARA, "id": None}, ELARA]
    page = parse_page(as_bytes({"result": records}), page=1, limit=50)
    assert (page.received, page.unreadable, len(page.characters)) == (4, 3, 1)
