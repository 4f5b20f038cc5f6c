"""Create: from a description to a character."""

import streamlit as st

from eternal.validation import LONGEST_PROMPT
from pages.components.create.creations import CreationPage
from pages.components.shell.form import PROMPT, render_bring_back
from pages.components.shell.header import render_heading
from pages.components.sign_in.controls import render_refusal
from pages.components.sign_in.permission import refusal_at
from pages.components.source.active import source_of_page

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
page = CreationPage(source)
form = page.form
refused = refusal_at(source)


def press() -> None:
    """Send the current description. For callbacks."""
    page.press(lambda: form.text(PROMPT))


render_heading(
    "Create", "Describe somebody in a few sentences. Name, portrait and story are made from it."
)
if refused is not None:
    render_refusal(refused, "create")
elif not source.can_create:
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
with st.container(horizontal=True, vertical_alignment="center"):
    st.button(
        "Create character",
        type="primary",
        icon=":material/draw:",
        on_click=press,
        disabled=refused is not None or not source.can_create,
    )
    if refused is None:
        page.render_left()
page.render_complaint()
page.render_restored()
page.render_jobs()
