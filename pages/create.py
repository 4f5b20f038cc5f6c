"""Create: from a description to a character."""

import time
from dataclasses import replace

import streamlit as st

from eternal import GenerationFailed, InvalidInput, WaitTimeout
from eternal.checks import LONGEST_PROMPT, check_prompt
from pages.components.address import ID, take_up, write_address
from pages.components.cards import show_name_row
from pages.components.details import show_character
from pages.components.frame import source_of_page
from pages.components.heading import draw_heading, show_link
from pages.components.ids import read_id
from pages.components.jobs import CreationJob, kept_waiting, watched_creation
from pages.components.messages import show_error
from pages.components.source import active_source
from pages.components.watching import start_creation, visitor_creations, watch

ALREADY = "This description is being created already: see below."
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


def take_example(text: str) -> None:
    """Puts an example into the box."""
    st.session_state.prompt = text


def press() -> None:
    """Starts what is in the box, unless it cannot be sent or is under way already."""
    st.session_state.problem = start(st.session_state.prompt.strip())


def start(prompt: str) -> str:
    """Sends a prompt and returns "", or says why not."""
    try:
        check_prompt(prompt)
    except InvalidInput as error:
        return error.headline
    chosen = active_source() or source
    if not chosen.can_create:
        return "Creating needs a key."
    sent = (prompt, chosen.base_url)
    if jobs.find(lambda job: job.is_under_way and (job.prompt, job.base_url) == sent):
        return ALREADY
    start_creation(jobs, chosen, prompt)
    return ""


def try_again(job: CreationJob) -> None:
    """Sends a failed creation anew, as it is described by now, or goes on watching one."""
    is_new = job.wait is None or isinstance(job.failure, GenerationFailed)
    if is_new and job.prompt:
        typed = st.session_state.get("prompt", "").strip()
        is_edited = typed and not jobs.find(lambda one: one.prompt == typed)
        prompt = typed if is_edited else job.prompt
        jobs.update(replace(job, is_put_aside=True))
        st.session_state.prompt = prompt
        st.session_state.problem = start(prompt)
    else:
        jobs.update(kept_waiting(job, time.monotonic()))


def create_another(job: CreationJob) -> None:
    """Puts a finished character aside and empties the box."""
    jobs.update(replace(job, is_put_aside=True))
    st.session_state.prompt = ""


def show_finished(job: CreationJob) -> None:
    """Draws a creation that has ended, well or not."""
    with st.container(border=True, key=f"job-{job.key}"):
        if job.is_ready and job.wait is not None and job.wait.character is not None:
            st.progress(1.0, text=":material/check_circle: Done. Here is your character.")
            show_character(job.wait.character, f"job-{job.key}", lookup_link=True)
            st.button(
                "Create another",
                key=f"another-{job.key}",
                icon=":material/add:",
                on_click=create_another,
                args=(job,),
            )
        elif job.failure is not None:
            show_failure(job)


def show_failure(job: CreationJob) -> None:
    """Draws what went wrong, and what can be done."""
    error = job.failure
    if isinstance(error, WaitTimeout):
        st.warning(f"{error.headline} {error.advice}", icon=":material/hourglass_disabled:")
        st.button(
            "Keep waiting",
            key=f"keep-{job.key}",
            icon=":material/hourglass_top:",
            on_click=try_again,
            args=(job,),
        )
        return
    if error is None:
        return
    if error.may_have_arrived and job.id is None:
        advice = (
            "The character may have been created all the same. Check your account before you try"
            " again, or there may be two."
        )
    elif job.id is not None:
        advice = f"{error.advice} The character's ID is {job.id}."
    else:
        advice = error.advice
    show_error(error, key=job.key, advice=advice, on_retry=lambda: try_again(job))


link = draw_heading(
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
        st.button(label, on_click=take_example, args=(text,), icon=":material/lightbulb:")
prompt = st.text_area(
    "Describe the character",
    key="prompt",
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
problem = st.session_state.get("problem", "")
if problem and not (problem == ALREADY and not any(job.is_under_way for job in jobs.list())):
    st.warning(problem, icon=":material/edit_note:")
if notice := take_up(jobs, source.base_url, ID, read_id, watched_creation):
    st.warning(notice, icon=":material/link_off:")

of_this_source = [job for job in jobs.list() if job.base_url == source.base_url]
shown = [job for job in of_this_source if not job.is_put_aside]
write_address(shown, ID)
watch(jobs, shown, source)
for job in shown:
    if not job.is_under_way:
        show_finished(job)

put_aside = [job for job in of_this_source if job.is_put_aside and job.is_ready]
if put_aside:
    st.header("Created before")
    for job in put_aside:
        if job.wait is not None and job.wait.character is not None:
            show_name_row(job.wait.character)
show_link(link)
