"""Generate: pictures and videos of a character."""

import time
from dataclasses import replace
from html import escape

import streamlit as st

from eternal import Character, EternalError, GenerationFailed, InvalidInput, MediaKind, WaitTimeout
from eternal.checks import check_policy, check_request_id
from eternal.text import plain_text
from pages.components.address import REQUEST, take_up, write_address
from pages.components.downloading import show_download
from pages.components.frame import source_of_page
from pages.components.heading import draw_heading, show_link
from pages.components.ids import read_id
from pages.components.jobs import GenerationJob, What, kept_waiting, watched_generation
from pages.components.messages import show_error
from pages.components.ordering import Order, draw_choices, ordered
from pages.components.portraits import show_picture, shown_name
from pages.components.source import active_source, find_character, named_effects
from pages.components.watching import start_generation, visitor_generations, watch

LONGEST_WORDS = 200
ALREADY = "Exactly this is being made already: see below."

source = source_of_page()
jobs = visitor_generations()


def readable_request(text: str) -> str:
    """The id of a request in the address, or InvalidInput."""
    check_request_id(text)
    return text


def press(character: Character) -> None:
    """Starts what is chosen by now, unless it cannot be sent or is under way already."""
    st.session_state.order_problem = start(ordered(character, named_effects(source)))


def start(order: Order) -> str:
    """Sends an order and returns "", or says why not."""
    try:
        check_policy(order.character)
        order.check()
    except EternalError as error:
        return error.headline
    chosen = active_source() or source
    if not chosen.can_create:
        return "Generating needs a key."
    same = (order.words, order.character.id, chosen.base_url)
    if jobs.find(
        lambda job: (
            job.is_under_way
            and job.character is not None
            and (job.prompt, job.character.id, job.base_url) == same
        )
    ):
        return ALREADY
    start_generation(jobs, chosen, order)
    return ""


def keep_waiting(job: GenerationJob) -> None:
    """Goes on watching one whose wait had ended."""
    jobs.update(kept_waiting(job, time.monotonic()))


def put_aside(job: GenerationJob) -> None:
    """Takes one that has ended off the page."""
    jobs.update(replace(job, is_put_aside=True))


def chosen_character() -> Character | None:
    """The character of the field or the address, or None with words on the page."""
    text = st.text_input(
        "Character ID",
        key="character",
        placeholder="6790",
        width=280,
        max_chars=40,
        bind="query-params",
    ).strip()
    if not text:
        st.caption("Open a character's details and choose “Pictures and videos”, or enter its ID.")
        return None
    try:
        id = read_id(text)
    except InvalidInput as error:
        st.warning(error.headline, icon=":material/edit_note:")
        return None
    kept: tuple[tuple[str, int], Character] | None = st.session_state.get("generate_for")
    if kept is not None and kept[0] == (source.base_url, id):
        return kept[1]
    try:
        with st.skeleton(height=160):
            character = find_character(source.base_url, id).character
    except EternalError as error:
        show_error(error, key="generate-character")
        return None
    if character is None or not character.picture:
        st.info("This character is not ready yet. Try again when it is.")
        st.button("Try again", icon=":material/refresh:")
        return None
    st.session_state.generate_for = ((source.base_url, id), character)
    return character


def show_chosen(character: Character) -> None:
    """Draws the character that something is made of."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=90):
            show_picture(character, "chosen")
        age = "age unknown" if character.age is None else f"{character.age} years"
        st.html(
            f'<div class="character"><h2>{escape(shown_name(character))}</h2>'
            f'<p class="facts">{age}</p></div>'
        )


def show_result(job: GenerationJob, address: str, kind: MediaKind) -> None:
    """Draws a finished picture or video, beside the portrait if it is known, and its download."""
    before, after = st.columns(2, gap="medium")
    if job.character is None:
        before, after = after, before
    else:
        with before:
            st.caption("Before")
            show_picture(job.character, f"before-{job.key}")
    with after:
        st.caption("After")
        if kind is MediaKind.VIDEO:
            st.video(address, alt="The video that was made", loop=True)
        else:
            with st.container(key=f"picture-after-{job.key}"):
                st.image(address, width="stretch", alt="The picture that was made")
    with st.container(horizontal=True, vertical_alignment="center"):
        show_download(address, kind.value, key=job.key)
        st.button("Put aside", key=f"aside-{job.key}", on_click=put_aside, args=(job,))
    if not address.startswith("data:"):
        st.caption("The address of the result may expire: download it now if you want to keep it.")


def show_finished(job: GenerationJob) -> None:
    """Draws one that has ended, well or not."""
    with st.container(border=True, key=f"job-{job.key}"):
        if job.prompt:
            st.caption("Made with" if job.is_ready else "Asked for")
            st.text(plain_text(job.prompt, LONGEST_WORDS))
        poll = job.wait.poll if job.wait else None
        if job.is_ready and poll is not None and poll.result_url is not None:
            asked = MediaKind.VIDEO if job.what is What.VIDEO else MediaKind.PICTURE
            st.progress(1.0, text=":material/check_circle: Done")
            show_result(job, poll.result_url, poll.kind or asked)
        elif isinstance(job.failure, WaitTimeout):
            st.warning(
                "It is not ready after a long time. It may still finish.",
                icon=":material/hourglass_disabled:",
            )
            st.button("Keep waiting", key=f"keep-{job.key}", on_click=keep_waiting, args=(job,))
        elif job.failure is not None:
            show_failure(job, job.failure)


def show_failure(job: GenerationJob, error: EternalError) -> None:
    """Draws what went wrong, and what can be done."""
    advice = ""
    if error.may_have_arrived:
        advice = "It may be made all the same, and cost credits: check your account first."
    can_watch = job.wait is not None and not isinstance(error, GenerationFailed)
    show_error(error, key=job.key, on_retry=lambda: retry(job, can_watch=can_watch), advice=advice)


def retry(job: GenerationJob, *, can_watch: bool) -> None:
    """Goes on watching one that exists, or clears the way to press Generate again."""
    if can_watch:
        keep_waiting(job)
    else:
        put_aside(job)


def show_credits() -> None:
    """Says what the account has left, as far as the last answer told."""
    told = jobs.find(
        lambda job: job.base_url == source.base_url and job.credits_remaining is not None
    )
    if told is not None:
        st.caption(f"Credits left: {told.credits_remaining:,.2f}")


link = draw_heading("Generate", "Turn a character into new pictures and short videos.")
if not source.can_create:
    st.info(
        "Generating needs a key, as it costs credits. Paste yours into “Your own key” in the"
        " sidebar; it is kept for this visit only.",
        icon=":material/key:",
    )
if notice := take_up(jobs, source.base_url, REQUEST, readable_request, watched_generation):
    st.warning(notice, icon=":material/link_off:")
if character := chosen_character():
    show_chosen(character)
    try:
        check_policy(character)
    except EternalError as error:
        st.error(error.advice, title=error.headline, icon=":material/block:")
    else:
        draw_choices(named_effects(source))
        st.button(
            "Generate",
            type="primary",
            icon=":material/auto_fix_high:",
            on_click=press,
            args=(character,),
            disabled=not source.can_create,
        )
        show_credits()
problem = st.session_state.get("order_problem", "")
if problem and not (problem == ALREADY and not any(job.is_under_way for job in jobs.list())):
    st.warning(problem, icon=":material/edit_note:")

shown = [job for job in jobs.list() if job.base_url == source.base_url and not job.is_put_aside]
write_address(shown, REQUEST)
watch(jobs, shown, source)
for job in shown:
    if not job.is_under_way:
        show_finished(job)
show_link(link)
