"""Every page, with every row of the document on bad answers: words, a way on, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from pages.components.generate.generations import ASKING
from pages.components.jobs import watch
from pages.components.source import api
from pages.model.jobs import JobResult
from tests.bad_answers import names
from tests.pages import past_jobs as past
from tests.pages.bad_answers import ADDRESS, ANSWERS, RAW, SLOW_SECONDS, Bad
from tests.pages.labels import CREATE, DESCRIBE, DONE, ELARA, PROMPT
from tests.pages.timers import timers_of
from tests.pages.visit import KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.bad_answers import Answer
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

CHANGE: Final = "on a balcony at sunset"
LONGEST_WORDS: Final = 340
TRACES: Final = ("Traceback", "Error:", "Exception", ".py")
WAYS_ON: Final = {
    *("Try again", "Look again", "Look up all", "Keep waiting"),
    *("Send it again", "Use these words again", "Use these choices again"),
}
NOBODY: Final = ("There are no characters here yet", "Nobody fits")
HAS_LOOKED: Final = "I have looked, and it is not there"

SLOW: Final = {"any-slow", "create-silence"}
SHOWN: Final = {
    *("any-bom", "any-envelope", "any-new-value", "any-cookie", "any-picture", "any-text"),
    *("list-shape", "list-bad-item", "list-field", "list-id", "list-age", "list-pages"),
    *("poll-word", "poll-bare", "poll-field", "result-word", "result-address"),
    *("create-shape", "create-id", "create-damaged"),
    *("generate-shape", "generate-id", "generate-damaged"),
}
"""The rows that are read all the same."""
WAITED_FOR: Final = {
    *("poll-pending", "poll-unknown", "poll-not-yet", "poll-early", "poll-trouble"),
    *("result-pending", "result-not-yet", "result-early", "result-progress", "result-trouble"),
    *("any-unreadable", "any-passing", "any-slow", "any-huge", "any-key"),
}
"""The rows through which a wait goes on."""


@dataclass(frozen=True)
class Page:
    """One use of a page.

    Attributes:
        name: What it is called here.
        operations: The calls that are answered badly.
        open: Opens it, with a server that answers badly, and does what a visitor does there.
        keeps: Whether what was typed is still there.
        role: What it does: it reads, pays or waits.
    """

    name: str
    operations: tuple[str, ...]
    open: Callable[[Callable[..., Visit]], Visit]
    keeps: Callable[[Visit], bool] = lambda _: True
    role: str = "reads"


def has_field(label: str, text: str) -> Callable[[Visit], bool]:
    """Whether a field still holds a text."""
    return lambda opened: str(opened.field(label).value) == text


def look_up(visit: Callable[..., Visit]) -> Visit:
    """Look up one id."""
    return visit("lookup").type("Character ID", ELARA).press("Look up")


def look_up_many(visit: Callable[..., Visit]) -> Visit:
    """Look up two ids."""
    return visit("lookup", how="Many").type("Character IDs", f"{ELARA} 6784").press("Look up all")


def create(visit: Callable[..., Visit]) -> Visit:
    """Send a description."""
    opened = visit("create").type(DESCRIBE, PROMPT).press(CREATE)
    return opened.wait(lambda now: bool(now.app.error or now.address("creation")))


def watch_creation(visit: Callable[..., Visit]) -> Visit:
    """Send a description, and wait for the character."""
    opened = create(visit)
    return opened.wait(lambda now: len(now.polls) >= 3 or not timers_of(now.app))


def generate(visit: Callable[..., Visit]) -> Visit:
    """Send a request for a picture."""
    opened = visit("generate", character=ELARA).choose("How", "Custom")
    opened.type("Describe the change", CHANGE).press("Generate")
    return opened.wait(lambda now: bool(now.app.error or now.address("request")))


def watch_generation(visit: Callable[..., Visit]) -> Visit:
    """Send a request for a picture, and wait for it."""
    opened = generate(visit)
    return opened.wait(lambda now: len(now.polls) >= 4 or not timers_of(now.app))


def watch_from_history(visit: Callable[..., Visit]) -> Visit:
    """Look at the History while a creation is waited for."""
    visit("lookup")
    past.keep(past.waiting(PROMPT))
    opened = visit("history")
    return opened.wait(lambda now: len(now.polls) >= 3 or not timers_of(now.app))


def open_old_result(visit: Callable[..., Visit]) -> Visit:
    """Open a picture whose address has to be asked for again."""
    visit("lookup")
    result = JobResult(past.PICTURE_URL, media="picture", told_at=0.0)
    past.keep(replace(past.picture(), result=result))
    opened = visit("generate", request=past.REQUEST_ID)
    return opened.wait(lambda now: ASKING not in now.words)


def words_of_job(opened: Visit, words: str) -> bool:
    """Whether what was sent is on the page, with its job or in the field."""
    fields = [str(one.value) for one in (*opened.app.text_area, *opened.app.text_input)]
    return words in f"{opened.words}{opened.html}{fields}"


def has_result(opened: Visit) -> bool:
    """Whether a result is there, as it was, or is said to be gone."""
    is_text = any(ADDRESS in one.value for one in opened.app.code)
    return bool(opened.pictures) or is_text or "no longer available" in opened.words


READS: Final = [
    Page("gallery", ("list",), lambda visit: visit()),
    Page(
        "search",
        ("list",),
        lambda visit: visit(q="a", sort="By name").read(),
        has_field("Search", "a"),
    ),
    Page("look up", ("poll", "list"), look_up, has_field("Character ID", ELARA)),
    Page("many", ("poll", "list"), look_up_many, has_field("Character IDs", f"{ELARA} 6784")),
    Page(
        "shortlist",
        ("poll", "list"),
        lambda visit: visit(view="Shortlist", shortlist=f"{ELARA}.6784"),
        lambda opened: opened.address("shortlist") == [f"{ELARA}.6784"],
    ),
    Page(
        "details",
        ("poll",),
        lambda visit: visit(details=ELARA),
        lambda opened: opened.address("details") == [ELARA],
    ),
    Page(
        "character",
        ("poll",),
        lambda visit: visit("generate", character=ELARA),
        lambda opened: opened.address("character") == [ELARA],
    ),
]
PAYS: Final = [
    Page("create", ("create",), create, lambda opened: words_of_job(opened, PROMPT), "pays"),
    Page(
        "generate",
        ("effect", "generate"),
        generate,
        lambda opened: words_of_job(opened, CHANGE),
        "pays",
    ),
]
WAITS: Final = [
    Page(
        "creation",
        ("poll",),
        watch_creation,
        lambda one: DONE in one.words or words_of_job(one, PROMPT),
        "waits",
    ),
    Page("picture", ("result",), watch_generation, lambda one: words_of_job(one, CHANGE), "waits"),
    Page("history", ("poll",), watch_from_history, lambda one: words_of_job(one, PROMPT), "shows"),
    Page("old result", ("result",), open_old_result, has_result, "shows"),
]
PAGES: Final = [*READS, *PAYS, *WAITS]


def concerned(row: str) -> list[Page]:
    """The pages that make a call that a row is about."""
    about = row.partition("-")[0]
    return [page for page in PAGES if about == "any" or about in page.operations]


def bad_answers_to(row: str, page: Page) -> dict[str, Answer]:
    """The bad answers that a page gets: to a call that the row is about, or to all of its calls."""
    about = row.partition("-")[0]
    if about == "any":
        return dict.fromkeys(page.operations, ANSWERS[row])
    bad = {"generate": ("effect", "generate")}.get(about, (about,))
    unknown = {"poll": ANSWERS["poll-not-yet"]} if about == "list" else {}
    return unknown | dict.fromkeys(bad, ANSWERS[row])


CASES: Final = [(row, page) for row in names() for page in concerned(row)]


@pytest.fixture
def badly(visit: OpenPage, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Page], Visit]:
    """Open a page with a server that answers as a row says."""
    client = vars(api)["EternalClient"]
    monkeypatch.setattr(api, "EternalClient", partial(client, sleep=lambda _: None))

    def impatient(*args: Any, **options: Any) -> object:
        short = {"timeout": SLOW_SECONDS / 4, "post_timeout": SLOW_SECONDS / 2}
        return client(*args, **{**options, **short}, sleep=lambda _: None)

    def opened(row: str, page: Page) -> Visit:
        if row in SLOW:
            monkeypatch.setattr(api, "EternalClient", impatient)
            monkeypatch.setattr(watch, "POLL_TRY_SECONDS", SLOW_SECONDS / 4)
        answers = bad_answers_to(row, page)
        return page.open(partial(visit, behind=lambda good: Bad(good, answers)))

    return opened


def test_every_row_has_an_answer() -> None:
    """A row that is new in the document is asked of the pages, too."""
    assert {*ANSWERS} == {*names()}
    assert all(concerned(row) for row in names())


@pytest.mark.parametrize(("row", "page"), CASES, ids=[f"{row}-{page.name}" for row, page in CASES])
def test_a_bad_answer_on_a_page(row: str, page: Page, badly: Callable[[str, Page], Visit]) -> None:
    """A plain sentence and a way on, or what could be read; what was typed stays; paid for once."""
    opened = badly(row, page)
    assert_plain(opened)
    assert page.keeps(opened)
    assert len(opened.sent()) == (page.role in {"pays", "waits"})
    has_content = bool(opened.names or opened.pictures or opened.progress)
    has_content |= any(one in opened.words for one in NOBODY)
    is_elsewhere = row == "list-pages" and "poll" in page.operations  # others are listed
    if row in SHOWN and not is_elsewhere:
        assert has_content
        assert not opened.app.error
    elif page.role == "waits" and row in WAITED_FOR:
        assert opened.progress
        assert not opened.app.error
    elif page.role in {"reads", "pays"}:
        assert has_content or opened.app.error or opened.app.warning or opened.app.info
    assert_a_way_on(opened, page)


def assert_plain(opened: Visit) -> None:
    """No trace and no key; the service's words only as bounded plain text, with our words."""
    words = opened.words
    assert not [one for one in TRACES if one in words]
    assert KEY not in words + opened.html
    assert "<script>" not in opened.html.replace("<script>\n", "")
    said = [one.value for one in opened.app.text if RAW in one.value]
    assert all(len(one) <= LONGEST_WORDS for one in said)
    rest = words
    for one in said:
        rest = rest.replace(one, "")
    assert RAW not in rest


def assert_a_way_on(opened: Visit, page: Page) -> None:
    """An alert says what is wrong and what to do in whole sentences, and something can be done."""
    for alert in (*opened.app.error, *opened.app.warning):
        assert alert.value.strip().endswith((".", ":"))
        assert len(alert.value) < LONGEST_WORDS
        title = getattr(alert.proto, "title", "")
        assert not title or title.endswith(".")
    if opened.app.error:
        can = {one.label for one in opened.app.button if not one.disabled}
        has_looked = any(one.label == HAS_LOOKED for one in opened.app.checkbox)
        assert can & WAYS_ON or has_looked, (page.name, sorted(can))
