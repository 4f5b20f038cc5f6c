"""Look up: one character by its id."""

import json
import time

import streamlit as st

from eternal import EternalError, GenerationFailed, InvalidInput, NotFound, Poll, PollState
from eternal.text import LONGEST_CLUSTER, count_characters, first_characters
from pages.components.character.details import render_character
from pages.components.character.old import render_old_character
from pages.components.jobs.retry import look_again as resume
from pages.components.jobs.visitor import visitor_lookups
from pages.components.jobs.watch import watch
from pages.components.lookup import state
from pages.components.lookup.bulk import look_up_many
from pages.components.shell import navigation
from pages.components.shell.header import render_heading
from pages.components.shell.messages import TRY_AGAIN, render_error
from pages.components.source.active import source_of_page
from pages.components.source.by_id import Found, find_character, missing_words
from pages.components.source.limits import allowance_of_visitor
from pages.model import routes
from pages.model.ids import read_id
from pages.model.job_steps import adopted_creation_job
from pages.model.jobs import Job, JobError, character_of

MOST_RECENT = 8
LONGEST_SHOWN_TEXT = 160
LONGEST_SHOWN_DATA = 20_000

ONE, MANY = "One", "Many"

source = source_of_page()
jobs = visitor_lookups()


def choose_how() -> None:
    """Write to the address whether one id or many are looked up. For callbacks."""
    if not navigation.is_back_or_forward():
        navigation.write(routes.HOW, st.session_state[state.HOW] == MANY)


def take_id_from_address() -> None:
    """Put the id of the address into the field, or the field's last id into the address.

    After Back and Forward the address counts, even if it has no id.
    """
    session, written = st.session_state, st.session_state.get(state.WRITTEN_ID, "")
    address = navigation.read(routes.ID)
    if address != written and (address or navigation.is_back_or_forward()):
        written = session[state.TEXT] = address
    elif written and not address:
        navigation.write(routes.ID, written)
    session[state.WRITTEN_ID] = written


def forget_answer() -> None:
    """Forget the answer, and skip the caches in the next look-up."""
    st.session_state.pop(state.ANSWER, None)
    st.session_state[state.IS_FRESH] = True


def answer_for(id: int) -> Found | EternalError:
    """The answer for an id, looked up once and then kept for this visit, unless it is old."""
    asked = (source.base_url, id)
    kept: tuple[tuple[str, int], Found | EternalError] | None = st.session_state.get(state.ANSWER)
    if kept is not None and kept[0] == asked:
        return kept[1]
    answer: Found | EternalError
    try:
        with st.skeleton(height=360):
            again = st.session_state.pop(state.IS_FRESH, False)
            answer = find_character(
                source.base_url, id, again=again, allowance=allowance_of_visitor()
            )
    except EternalError as error:
        answer = error
    if isinstance(answer, EternalError) or answer.failure is None:
        st.session_state[state.ANSWER] = (asked, answer)
    return answer


def readable(raw: str) -> str:
    """Format the data of an answer as indented JSON, with long texts cut."""

    def shortened(value: object) -> object:
        if isinstance(value, dict):
            return {name: shortened(item) for name, item in value.items()}
        if isinstance(value, list):
            return [shortened(item) for item in value]
        if isinstance(value, str) and len(value) > LONGEST_SHOWN_TEXT:
            head = value[: LONGEST_SHOWN_TEXT * LONGEST_CLUSTER]
            head = first_characters(head, LONGEST_SHOWN_TEXT)
            return f"{head}… ({count_characters(value):,} characters)"
        return value

    try:
        text = json.dumps(shortened(json.loads(raw)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = raw
    return first_characters(text, LONGEST_SHOWN_DATA, len).encode(errors="replace").decode()


def render_found(answer: Poll) -> None:
    """Render a character and the data that came with it."""
    if answer.character is None:
        return
    with st.container(border=True):
        render_character(answer.character, "lookup")
    with st.expander("Show data", icon=":material/data_object:"):
        st.code(readable(answer.raw), language="json", wrap_lines=True, height=340)
        st.download_button(
            "Download as JSON",
            answer.raw,
            file_name=f"character-{answer.id}.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )


def look_again(id: int) -> None:
    """Poll again, and resume the wait for a character."""
    forget_answer()
    if job := jobs.find(source.base_url, str(id)):
        resume(jobs, job.key)


def render_pending(id: int) -> Poll | JobError | None:
    """Watch a character that is being created; return its final poll once it is over."""
    job = jobs.find(source.base_url, str(id))
    if job is None:
        job = adopted_creation_job(jobs.owner, source.base_url, str(id), time.time())
        jobs.store.add(job)
    if job.is_active:
        st.info("This character is still being created. It appears here as soon as it is ready.")
        watch(jobs, [job], source)
        return None
    return job.error or ready_poll(id, job)


def ready_poll(id: int, job: Job) -> Poll:
    """The poll of a job that is ready."""
    data = job.result.data if job.result else ""
    return Poll(id, PollState.READY, character_of(job), status="", raw=data)


def recent_ids() -> list[int]:
    """The ids of this source that this visit has looked up, the newest first."""
    recent: dict[str, list[int]] = st.session_state.setdefault(state.RECENT, {})
    return recent.setdefault(source.base_url, [])


def render_recent() -> None:
    """Render buttons for the ids that this visit has looked up."""
    recent = recent_ids()
    if len(recent) > 1:
        with st.container(horizontal=True, vertical_alignment="center", key="recent"):
            st.caption("Looked up before", width="content")
            for id in recent[1:]:
                st.button(str(id), key=f"recent-{id}", on_click=open_recent, args=(id,))


def open_recent(id: int) -> None:
    """Look up a recent id. For callbacks."""
    st.session_state[state.TEXT] = str(id)


def remember(id: int) -> None:
    """Keep an id among the recent ones, the newest first."""
    recent = recent_ids()
    recent[:] = [id, *(one for one in recent if one != id)][:MOST_RECENT]


def look_up_one() -> None:
    """Render a field for an id, and its character."""
    take_id_from_address()
    with (
        st.form("lookup", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(
            "Character ID",
            key=state.TEXT,
            placeholder="6790",
            width=280,
            max_chars=40,
            persist_state="session",
        )
        st.form_submit_button(
            "Look up", type="primary", icon=":material/search:", on_click=forget_answer
        )
    if not text:
        st.caption("An ID stands on each character's card under “Details”. Try 6790.")
        return
    try:
        id = read_id(text)
    except InvalidInput as error:
        st.warning(error.headline, icon=":material/edit_note:")
        return
    st.session_state[state.WRITTEN_ID] = str(id)
    navigation.write(routes.ID, str(id))
    remember(id)
    render_recent()
    render_answer(id)


def render_answer(id: int) -> None:
    """Render the answer for an id."""
    known = answer_for(id)
    answer: Poll | EternalError | JobError | None
    answer = known.poll if isinstance(known, Found) else known
    if isinstance(answer, Poll) and answer.state is PollState.PENDING:
        answer = render_pending(id)
    if isinstance(answer, Poll) and answer.state is PollState.FAILED:
        answer = GenerationFailed(answer.error, id=id)
    if isinstance(answer, JobError) and answer.status_code == 404:
        answer = NotFound(404)
    if isinstance(answer, NotFound):
        st.warning(missing_words(answer), icon=":material/person_search:")
        st.button(TRY_AGAIN, icon=":material/refresh:", on_click=forget_answer)
    elif isinstance(answer, EternalError | JobError):
        render_error(answer, key="lookup", on_retry=lambda: look_again(id))
    elif isinstance(answer, Poll):
        if isinstance(known, Found):
            render_old_character(source.base_url, known, key="lookup", on_retry=forget_answer)
        render_found(answer)


render_heading(
    "Look up",
    "Every character has an ID. Enter one to see all about its character, or many at once.",
)
is_many = navigation.read(routes.HOW)
navigation.set_control(state.HOW, MANY if is_many else ONE)
st.segmented_control(
    "How many",
    [ONE, MANY],
    default=MANY if is_many else ONE,
    key=state.HOW,
    required=True,
    on_change=choose_how,
    label_visibility="collapsed",
)
if is_many:
    look_up_many(source.base_url)
else:
    look_up_one()
