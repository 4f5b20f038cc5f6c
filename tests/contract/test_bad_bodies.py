"""Bad answers that no shape of the simulator holds: what is saved, refused, or not believed."""

from __future__ import annotations

from typing import Any

import pytest

from eternal import GenerationFailed, PollState
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.parsing import parse_creation, parse_page, parse_poll
from tests.contract.examples import CREATION, EFFECT, POLL, RESULT, VIDEO, as_bytes

WORDS = "Insufficient credits"
REFUSALS: list[dict[str, Any]] = [
    {"status": 0, "message": WORDS},
    {"status": 0, "msg": WORDS},
    {"status": False, "error": WORDS, "result": None},
    {"status": 0, "error": {"message": WORDS}},
    {"status": False, "detail": [{"msg": WORDS}]},
    {"error": WORDS},
]


@pytest.mark.parametrize("answer", REFUSALS)
@pytest.mark.bad_answer("create-refused")
@pytest.mark.bad_answer("generate-refused")
@pytest.mark.row("M6")
def test_a_refusal_at_200_says_why(answer: dict[str, Any]) -> None:
    """A refusal with status 200 is the service's words, and nothing was made."""
    for parse in (parse_creation, parse_generation):
        with pytest.raises(GenerationFailed, match=WORDS) as caught:
            parse(as_bytes(answer))
        assert not caught.value.may_have_arrived


@pytest.mark.parametrize("end", [b"", b"}<html>", b"\xff"])
@pytest.mark.bad_answer("create-damaged")
@pytest.mark.leniency("saved-id")
@pytest.mark.row("M16")
def test_the_id_of_a_creation_is_saved_from_a_damaged_answer(end: bytes) -> None:
    """An answer that is cut off, or goes on with rubbish, loses no id that can be read."""
    body = as_bytes(CREATION)
    cut = body[: body.index(b"avatar_url")] + end
    creation = parse_creation(cut)
    assert creation.id == creation.character.id == 6870
    assert creation.drift


@pytest.mark.parametrize("answer", [EFFECT, VIDEO])
@pytest.mark.bad_answer("generate-damaged")
@pytest.mark.row("M16")
def test_the_id_of_a_generation_is_saved_from_a_damaged_answer(answer: dict[str, Any]) -> None:
    """The same holds of a picture and a video."""
    body = as_bytes(answer)
    generation = parse_generation(body[: body.index(b"progress")])
    assert generation.request_id == answer.get("data", answer)["request_id"]
    assert generation.drift


@pytest.mark.bad_answer("create-damaged")
@pytest.mark.row("M16")
def test_a_number_that_may_be_cut_off_is_no_id() -> None:
    """Of an id that ends with what came, nobody knows the rest: it is not taken."""
    with pytest.raises(Exception, match="create") as caught:
        parse_creation(b'{"result": {"id": 68')
    assert getattr(caught.value, "may_have_arrived", False)


@pytest.mark.parametrize("answer", [{"result": None}, {"status": 1, "data": None}])
@pytest.mark.bad_answer("list-nobody")
@pytest.mark.leniency("list-null")
@pytest.mark.row("S26")
def test_a_list_that_is_null_is_nobody(answer: dict[str, Any]) -> None:
    """Null in place of the records is an empty page, and drift."""
    page = parse_page(as_bytes(answer), page=1, limit=50)
    assert (page.characters, page.received) == ((), 0)
    assert page.drift


@pytest.mark.parametrize("name", ["error", "detail"])
@pytest.mark.bad_answer("poll-error")
def test_an_error_that_does_not_say_not_yet_is_the_end(name: str) -> None:
    """Words that do not say that it is under way end it as failed, also without a status."""
    poll = parse_poll(as_bytes({name: "The description was refused."}), id=6870)
    assert (poll.state, poll.error) == (PollState.FAILED, "The description was refused.")


@pytest.mark.bad_answer("poll-other")
def test_another_character_is_never_the_one_that_was_paid_for() -> None:
    """Success with the record of another id does not end the wait with that record."""
    other = {**POLL, "result": {**POLL["result"], "id": 1}}
    poll = parse_poll(as_bytes(other), id=6870)
    assert poll.state is PollState.PENDING
    assert poll.character is None


@pytest.mark.parametrize("name", ["result", "url"])
@pytest.mark.bad_answer("result-word")
@pytest.mark.leniency("result-place")
@pytest.mark.row("M4")
def test_an_address_may_stand_elsewhere(name: str) -> None:
    """The address is taken from where it stands, under an unknown word, too."""
    answer = {"status": "hooray", name: RESULT["result_url"]}
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert (poll.state, poll.result_url) == (PollState.READY, RESULT["result_url"])


@pytest.mark.bad_answer("result-address")
@pytest.mark.leniency("result-address")
@pytest.mark.row("M7")
def test_an_address_that_no_browser_may_load_is_handed_over() -> None:
    """What was paid for is done, and its address is there as text, though not to be loaded."""
    address = "http://203.0.113.5/picture.png"
    answer = {**RESULT, "result_url": address}
    poll = parse_generation_poll(as_bytes(answer), request_id=RESULT["request_id"])
    assert (poll.state, poll.result_url, poll.result_text) == (PollState.READY, None, address)
