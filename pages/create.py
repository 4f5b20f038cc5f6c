"""Create: from a description to a character."""

import streamlit as st

from eternal import InvalidInput
from eternal.text import plain_text
from eternal.validation import LONGEST_PROMPT, validate_prompt
from pages.components.character.cards import render_name_row
from pages.components.character.details import render_character
from pages.components.jobs.address import ID, take_up, write_address
from pages.components.jobs.panel import start_creation, visitor_creations, watch
from pages.components.jobs.retry import (
    LONGEST_WORDS,
    is_open,
    newest,
    put_aside,
    render_failure,
    render_those_aside,
    render_use_again,
)
from pages.components.shell.form import PROMPT, creation_form, render_bring_back
from pages.components.shell.header import render_heading, render_link
from pages.components.shell.layout import source_of_page
from pages.components.source.active import active_source
from pages.model.ids import read_id
from pages.model.jobs import CreationJob, watched_creation

ALREADY = "This description is being created already: see below."
MAY_EXIST = (
    "This description was sent before, and its character may exist: see below how to find out."
)
FIND_OUT = (
    "The character may have been created all the same. Look before you send it again, or there may"
    " be two: find somebody who fits the description among the newest in the gallery (press"
    " “Refresh” there), and see in your account at eternalai.org whether credits were taken."
)
USE_AGAIN = "Use these words again"
EXAMPLES = {
    "Norwegian student": (
        "A brilliant Norwegian student of engineering who builds bridges out of anything and plans"
        " every hike like an expedition."
    ),
    "Retired sea captain": (
        "A 68-year-old retired sea captain from Lisbon who talks to the gulls and bakes the best"
        " custard tarts of the harbour."
    ),
    "Night-shift baker": (
        "A cheerful night-shift baker in Osaka, 34, who names every sourdough and hums old pop"
        " songs until the sun comes up."
    ),
    "Desert astronomer": (
        "A quiet astronomer in the Atacama desert, in her fifties, who knows each star by a"
        " nickname and writes letters by hand."
    ),
}

source = source_of_page()
jobs = visitor_creations()
form = creation_form()


def press() -> None:
    """Starts what is in the box, unless it cannot be sent or is under way already."""
    prompt = form.text(PROMPT)
    if not prompt and under_way():
        form.complain(ALREADY, *circumstances())
        return
    problem = start(prompt)
    if problem in {"", ALREADY}:
        form.empty(PROMPT)
    form.complain(problem, *circumstances())


def start(prompt: str, *, instead_of: CreationJob | None = None) -> str:
    """Sends a description and returns "", or says why not.

    Args:
        prompt: What to send.
        instead_of: A creation that ended badly: it leaves the page once this one is sent.
    """
    try:
        validate_prompt(prompt)
    except InvalidInput as error:
        return error.headline
    chosen = active_source() or source
    if not chosen.can_create:
        return "Creating needs a key."
    same = [job for job in jobs.list() if (job.prompt, job.base_url) == (prompt, chosen.base_url)]
    if any(job.is_under_way for job in same):
        return ALREADY
    if instead_of is None and any(is_open(job) for job in same):
        return MAY_EXIST
    try:
        start_creation(jobs, chosen, prompt)
    except InvalidInput as error:
        return error.headline
    if instead_of is not None:
        put_aside(jobs, instead_of.key)
    return ""


def send_again(job: CreationJob) -> None:
    """Sends a failed creation once more; its failure stays on the page unless that was sent."""
    now = newest(jobs, job.key)
    if now is not None and not now.is_put_aside and not now.is_under_way:
        form.complain(start(job.prompt, instead_of=now), *circumstances())


def use_again(job: CreationJob) -> None:
    """Puts the words of a creation into the box."""
    form.fill({PROMPT: job.prompt})


def under_way() -> bool:
    """Whether anything is being created."""
    return any(job.is_under_way for job in jobs.list())


def circumstances() -> tuple[object, ...]:
    """What a complaint is about, beside what is in the box."""
    chosen = active_source() or source
    return chosen.base_url, chosen.can_create, under_way()


def render_words(job: CreationJob) -> None:
    """The way to use the words of a creation again."""
    if job.prompt and render_use_again(job, use_again, USE_AGAIN):
        st.rerun()  # the box is outside the part of the page that a watched job is in


def render_finished(job: CreationJob) -> None:
    """Draws a creation that has ended, well or not."""
    with st.container(border=True, key=f"job-{job.key}"):
        if job.is_ready and job.wait is not None and job.wait.character is not None:
            st.progress(1.0, text=":material/check_circle: Done. Here is your character.")
            render_character(job.wait.character, f"job-{job.key}", lookup_link=True)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "Create another",
                    key=f"another-{job.key}",
                    icon=":material/add:",
                    on_click=put_aside,
                    args=(jobs, job.key),
                )
                render_words(job)
        elif job.failure is not None:
            if job.prompt:
                st.caption("Asked for")
                st.text(plain_text(job.prompt, LONGEST_WORDS))
            render_failure(
                jobs,
                job,
                job.failure,
                lost=FIND_OUT,
                use_again=use_again if job.prompt else None,
                send_again=send_again if job.prompt else None,
                use_label=USE_AGAIN,
            )


link = render_heading(
    "Create", "Describe somebody in a few sentences. Name, portrait and story are made from it."
)
if not source.can_create:
    without = "" if source.is_fixed else " To try without one, choose “Demo” there."
    st.info(
        "Creating needs a key, as it costs credits. Get one from your account at eternalai.org and"
        f" paste it into “Your own key” in the sidebar; it is kept for this visit only.{without}",
        icon=":material/key:",
    )

st.caption("Type a description, or start from an example:")
with st.container(horizontal=True, key="examples"):
    for label, text in EXAMPLES.items():
        st.button(label, on_click=form.fill, args=({PROMPT: text},), icon=":material/lightbulb:")
    render_bring_back(form)
prompt = st.text_area(
    "Describe the character",
    key=form.ready(PROMPT),
    max_chars=LONGEST_PROMPT,
    height=140,
    persist_state="session",
    placeholder="Who are they? Where are they from, what do they do, what makes them laugh?",
)
st.caption(f"{LONGEST_PROMPT - len(prompt):,} characters left")
st.button(
    "Create character",
    type="primary",
    icon=":material/draw:",
    on_click=press,
    disabled=not source.can_create,
)
if problem := form.complaint(*circumstances()):
    st.warning(problem, icon=":material/edit_note:")
if notice := take_up(jobs, source.base_url, ID, read_id, watched_creation):
    st.warning(notice, icon=":material/link_off:")

of_this_source = [job for job in jobs.list() if job.base_url == source.base_url]
shown = [job for job in of_this_source if not job.is_put_aside]
write_address(shown, ID)
watch(jobs, shown, source, below=render_words)
for job in shown:
    if not job.is_under_way:
        render_finished(job)

aside = [job for job in of_this_source if job.is_put_aside]
if aside:
    st.header("Created before")
    for job in aside:
        if job.is_ready and job.wait is not None and job.wait.character is not None:
            render_name_row(job.wait.character)
    render_those_aside(jobs, [job for job in aside if not job.is_ready])
render_link(link)
