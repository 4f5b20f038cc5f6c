"""Generate: pictures and videos of a character."""

import streamlit as st

from eternal import Character, EternalError, InvalidInput
from eternal.validation import validate_policy
from pages.components.character.old import render_old_character
from pages.components.character.unfinished import (
    finished,
    forget,
    render_look_again,
    watch_unfinished,
)
from pages.components.generate import state
from pages.components.generate.chosen import render_chosen, render_id
from pages.components.generate.form import render_choices, requested
from pages.components.generate.generations import GenerationPage
from pages.components.shell.form import render_bring_back
from pages.components.shell.header import render_heading
from pages.components.shell.messages import render_alert, render_error
from pages.components.sign_in.controls import render_refusal
from pages.components.sign_in.permission import refusal_at
from pages.components.source.active import active_source, named_effects, source_of_page
from pages.model.ids import read_id
from pages.model.jobs import credits_remaining

source = source_of_page()
page = GenerationPage(source)
refused = refusal_at(source)


def press(character: Character) -> None:
    """Send the current choices. For callbacks."""
    page.press(lambda: requested(character, named_effects(active_source() or source)))


def chosen_character() -> Character | None:
    """Find the character of the address; None, with a message, if there is none."""
    text = render_id()
    if not text:
        st.caption("Open a character's details and choose “Pictures and videos”, or enter its ID.")
        return None
    try:
        id = read_id(text)
    except InvalidInput as error:
        st.warning(error.headline, icon=":material/edit_note:")
        return None
    kept: tuple[tuple[str, int], Character] | None = st.session_state.get(state.CHOSEN)
    if kept is not None and kept[0] == (source.base_url, id):
        return kept[1]

    def try_again() -> None:
        forget(source.base_url, id)

    try:
        with st.skeleton(height=160):
            known = finished(source.base_url, id)
    except EternalError as error:
        render_error(error, key="generate-character", on_retry=try_again)
        return None
    if isinstance(known, EternalError):
        render_alert(known)
        render_look_again(source.base_url, id)
        return None
    if known is None:
        st.info("This character is still being created.", icon=":material/hourglass_top:")
        render_look_again(source.base_url, id)
        watch_unfinished(source.base_url, [id])
        return None
    if known.found.failure:
        render_old_character(
            source.base_url, known.found, key="generate-character", on_retry=try_again
        )
    else:
        st.session_state[state.CHOSEN] = ((source.base_url, id), known.character)
    return known.character


def render_credits() -> None:
    """Render the credits left on the account, if an answer had them."""
    left = credits_remaining(page.jobs.list(), source.base_url, source.payer)
    if left is not None:
        st.caption(f"Credits left: {left:,.2f}")


render_heading("Generate", "Turn a character into new pictures and short videos.")
if refused is not None:
    render_refusal(refused, "generate")
elif not source.can_create:
    st.info(
        "Generating needs a key, as it costs credits. Paste yours into “Your own key” in the"
        " sidebar; it is kept for this visit only.",
        icon=":material/key:",
    )
page.render_restored()
if character := chosen_character():
    render_chosen(character)
    try:
        validate_policy(character)
    except EternalError as error:
        st.error(error.advice, title=error.headline, icon=":material/block:")
    else:
        render_bring_back(page.form)
        render_choices(named_effects(source))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Generate",
                type="primary",
                icon=":material/auto_fix_high:",
                on_click=press,
                args=(character,),
                disabled=refused is not None or not source.can_create,
            )
            if refused is None:
                page.render_left()
        render_credits()
page.render_complaint()
page.render_jobs()
