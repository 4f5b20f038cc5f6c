"""What every store promises, whether it is memory, a file or a database."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.model.job_steps import dismissed, with_result
from pages.model.job_store import MOST_LISTED, JobQuery, Standing
from pages.model.jobs import (
    CREATIONS,
    GENERATIONS,
    Job,
    JobError,
    JobKind,
    JobResult,
    JobState,
    Payer,
)
from tests.journal.records import (
    BASE,
    OWNER,
    UNSURE,
    accept,
    failed,
    ready,
    sending,
    waiting,
)

if TYPE_CHECKING:
    from pages.model.job_store import JobStore


def test_a_record_comes_back(store: JobStore) -> None:
    """What was added is found by its key, and nothing else is."""
    job = sending()
    store.add(job)
    assert store.get(job.key) == job
    assert store.get("other") is None
    assert store.problem == ""


def test_a_change(store: JobStore) -> None:
    """A step starts from the newest state and is kept; of what is not kept nothing is changed."""
    job = sending()
    store.add(job)
    changed = store.change(job.key, accept("7"))
    assert changed == accept("7")(job) == store.get(job.key)
    assert store.change("other", accept("7")) is None


def test_a_step_that_changes_nothing(store: JobStore) -> None:
    """A step may leave the record as it is."""
    job = waiting()
    store.add(job)
    assert store.change(job.key, lambda one: one) == job == store.get(job.key)


def test_no_change_of_two_threads_is_lost(store: JobStore) -> None:
    """Threads that change one record at once all start from what the others have written."""
    job = sending(credits_before=0.0)
    store.add(job)

    def count(one: Job) -> Job:
        return replace(one, credits_before=(one.credits_before or 0.0) + 1)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: store.change(job.key, count), range(40)))
    assert store.get(job.key) == replace(job, credits_before=40.0)


def test_list(store: JobStore) -> None:
    """An owner's records of some kinds are listed, newest first."""
    old, new, other, picture = (
        sending(),
        ready(),
        sending(owner="other"),
        sending(kind=JobKind.PICTURE),
    )
    for job in (new, picture, old, other):
        store.add(job)
    assert store.list(OWNER, CREATIONS) == [new, old]
    assert store.list(OWNER, GENERATIONS) == [picture]
    assert store.list(OWNER, frozenset()) == []
    assert store.list("nobody", CREATIONS) == []


def test_what_is_active_is_always_listed(store: JobStore) -> None:
    """An active record is listed however many newer ones have ended."""
    active = waiting()
    store.add(active)
    ended = [failed() for _ in range(MOST_LISTED + 5)]
    for job in ended:
        store.add(job)
    assert store.list(OWNER, CREATIONS) == [*reversed(ended[6:]), active]


def test_find(store: JobStore) -> None:
    """The newest record of an owner with an id is found; another source has ids of its own."""
    old, new = waiting("7"), waiting("7")
    for job in (new, old, waiting("7", owner="other"), waiting("7", base_url="https://b.example")):
        store.add(job)
    assert store.find(OWNER, CREATIONS, BASE, "7") == new
    assert store.find(OWNER, GENERATIONS, BASE, "7") is None
    assert store.find(OWNER, CREATIONS, BASE, "8") is None


def test_was_sent(store: JobStore) -> None:
    """An id counts as sent if anybody has sent it from here, not if it was only watched."""
    store.add(waiting("7", owner="other"))
    store.add(waiting("8", is_adopted=True))
    assert store.was_sent(BASE, "7")
    assert not store.was_sent(BASE, "8")
    assert not store.was_sent("https://b.example", "7")


def test_transfer(store: JobStore) -> None:
    """All records of an owner are another one's then, whatever came of them, and nobody else's."""
    mine = [sending(), waiting("7"), ready(kind=JobKind.PICTURE), failed(UNSURE)]
    stranger, own = ready(owner="other"), ready(owner="person")
    for job in (*mine, stranger, own):
        store.add(job)
    assert store.transfer(OWNER, "person") == len(mine)
    for job in mine:
        assert store.get(job.key) == replace(job, owner="person")
    assert store.search(OWNER, JobQuery()).total == 0
    assert store.list(OWNER, CREATIONS) == []
    assert set(store.list("person", GENERATIONS)) == {replace(mine[2], owner="person")}
    assert store.search("person", JobQuery()).total == len(mine) + 1
    assert store.list("other", CREATIONS) == [stranger]
    assert store.transfer(OWNER, "person") == 0


def test_what_is_sent_goes_on_after_a_transfer(store: JobStore) -> None:
    """An answer that comes after its record was given away is written into it."""
    job = sending()
    store.add(job)
    store.list(OWNER, CREATIONS)
    store.transfer(OWNER, "person")
    store.renew()
    changed = store.change(job.key, accept("7"))
    assert changed == replace(accept("7")(job), owner="person")
    assert store.list("person", CREATIONS) == [changed]
    assert store.lease(job.key, 5.0)


def test_no_change_is_lost_in_a_transfer(store: JobStore) -> None:
    """A record that is changed while it is given away has the change and the new owner."""
    jobs = [sending(credits_before=0.0) for _ in range(5)]
    for job in jobs:
        store.add(job)

    def count(one: Job) -> Job:
        return replace(one, credits_before=(one.credits_before or 0.0) + 1)

    with ThreadPoolExecutor(4) as threads:
        changes = [threads.submit(store.change, job.key, count) for job in jobs * 4]
        given = threads.submit(store.transfer, OWNER, "person")
        assert given.result() == len(jobs)
        for change in changes:
            change.result()
    for job in jobs:
        assert store.get(job.key) == replace(job, credits_before=4.0, owner="person")


KEPT = {
    Standing.ACTIVE: waiting("1", kind=JobKind.PICTURE),
    Standing.READY: ready(),
    Standing.FAILED: failed(),
    Standing.UNCLEAR: failed(UNSURE),
}


def test_search_by_standing_and_kind(store: JobStore) -> None:
    """What is asked for by kind and by standing is found, newest first, and counted."""
    for job in KEPT.values():
        store.add(job)
    store.add(ready(owner="other"))
    assert store.search(OWNER, JobQuery()).jobs == list(reversed(KEPT.values()))
    for standing, job in KEPT.items():
        found = store.search(OWNER, JobQuery(standings=frozenset({standing})))
        assert (found.jobs, found.total) == ([job], 1)
    pictures = store.search(OWNER, JobQuery(kinds=frozenset({JobKind.PICTURE})))
    assert pictures.jobs == [KEPT[Standing.ACTIVE]]


def test_a_kind_that_becomes_known(store: JobStore) -> None:
    """A record is found under the kind that it has now, and no more under the one before."""
    job = ready(kind=JobKind.EFFECT)
    store.add(job)
    store.change(job.key, lambda one: with_result(one, JobResult(media="video")))
    found = {kind: store.search(OWNER, JobQuery(kinds=frozenset({kind}))).total for kind in JobKind}
    assert found == dict.fromkeys(JobKind, 0) | {JobKind.VIDEO: 1}


def test_search_page_by_page(store: JobStore) -> None:
    """Pages follow one another, and each says how many there are in all."""
    made = [failed() for _ in range(5)]
    for job in made:
        store.add(job)
    pages = [store.search(OWNER, JobQuery(offset=at, limit=2)) for at in (0, 2, 4, 6)]
    assert [job for page in pages for job in page.jobs] == made[::-1]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("potter", "A Potter from Lisbon"),
        ("lisbon POTT", "A Potter from Lisbon"),
        ("sigrun", "Sigrún"),
        ("SIGRÚN", "sigrun"),
        ("陶芸", "陶芸家の女性"),
        ("100%", "gives 100% of it"),
        ("%", "50% off"),
        ("_", "snake_case"),
        ("\\", "back\\slash"),
        ("/", "either/or"),
        ("'", "it's"),
        ("🙂", "a 🙂 face"),
    ],
)
def test_search_by_words(store: JobStore, text: str, words: str) -> None:
    """All words must fit, folded as in every search; what a database reads as a sign is text."""
    store.add(failed(prompt=words))
    store.add(failed(prompt="nothing of the kind"))
    assert [job.words for job in store.search(OWNER, JobQuery(text)).jobs] == [words]
    assert store.search(OWNER, JobQuery(f"{text} elsewhere")).total == 0


def test_search_by_name_and_id(store: JobStore) -> None:
    """The name of the character and the id are searched, too."""
    job = waiting("6870-abc", character={"id": 6870, "display_name": "Bó"})
    store.add(replace(job, character={"id": 6870, "display_name": "Bó"}))
    assert store.search(OWNER, JobQuery("bo")).total == 1
    assert store.search(OWNER, JobQuery("6870")).total == 1


def test_delete(store: JobStore) -> None:
    """An owner deletes some of what has ended, or all of it; what is active stays."""
    one, two, active, other = ready(), failed(UNSURE), waiting(), ready(owner="other")
    for job in (one, two, active, other):
        store.add(job)
    assert store.delete(OWNER, [one.key, active.key, other.key, "unknown"]) == 1
    assert store.list(OWNER, CREATIONS) == [active, two]
    assert store.delete(OWNER, []) == 0
    assert store.delete(OWNER) == 1
    assert store.list(OWNER, CREATIONS) == [active]
    assert store.get(other.key) == other


def test_one_process_polls(store: JobStore) -> None:
    """Who has the lease of a record keeps it by asking again."""
    job = waiting()
    store.add(job)
    assert store.lease(job.key, 60.0)
    assert store.lease(job.key, 60.0)
    store.renew()


# Text as a hostile service, or a hostile visitor, writes it: also NUL and halves of characters.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
ANY_DATA = st.dictionaries(ANY_TEXT, ANY_TEXT | st.integers() | st.none() | st.lists(ANY_TEXT))
ERRORS = st.builds(JobError, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.booleans(), st.none() | st.integers())
RESULTS = st.builds(JobResult, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.just(""), st.none() | st.floats(0))
JOBS = st.builds(
    Job,
    key=st.just(""),
    owner=st.just(OWNER),
    kind=st.sampled_from(JobKind),
    base_url=ANY_TEXT,
    created_at=st.floats(1e9, 3e9),
    state=st.sampled_from(JobState),
    request=st.none() | ANY_TEXT | ANY_DATA.map(lambda data: {"character": {}} | data),
    words=ANY_TEXT,
    remote_id=st.none() | ANY_TEXT | ANY_TEXT.map(lambda text: text * 500),
    character=st.none() | ANY_DATA,
    result=st.none() | RESULTS,
    error=st.none() | ERRORS,
    ended_at=st.none() | st.floats(1e9, 3e9),
    is_adopted=st.booleans(),
    payer=st.sampled_from(Payer),
)


def test_any_text_is_kept(store: JobStore) -> None:
    """A record comes back as it was, whatever strangers have written into it."""

    @given(JOBS)
    def check(made: Job) -> None:
        job = replace(made, key=secrets.token_hex(), owner=secrets.token_hex())
        store.add(job)
        assert store.get(job.key) == job
        changed = store.change(job.key, dismissed)
        assert changed == dismissed(job) == store.get(job.key)
        if job.remote_id is not None and not job.is_adopted:
            assert store.was_sent(job.base_url, job.remote_id)
        store.search(job.owner, JobQuery(job.words))

    check()


@pytest.mark.parametrize(
    "text",
    ["a\0b", "\0", "half \ud83d", "\udc00é", "é\0", secrets.token_hex(20_000), "長" * 5000],
    ids=["NUL", "only NUL", "half", "half and accent", "accent and NUL", "long", "long in CJK"],
)
def test_text_that_databases_refuse(store: JobStore, text: str) -> None:
    """Words and ids that no index and no column can hold as they are lose no record."""
    job = sending(text)
    store.add(job)
    changed = store.change(job.key, accept(text))
    assert changed == accept(text)(job) == store.get(job.key)
    assert store.find(OWNER, CREATIONS, BASE, text) == changed
    assert store.was_sent(BASE, text)
    assert not store.was_sent(BASE, f"{text}.")
    assert store.search(OWNER, JobQuery(text)).total == 1
