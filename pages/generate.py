"""Generate: pictures and videos of a character."""

import streamlit as st

from eternal import Character, EternalError, GenerationPoll, InvalidInput, MediaKind
from eternal.text import plain_text
from eternal.validation import validate_policy, validate_request_id
from pages.components.character.download import render_address, render_download
from pages.components.character.picture import render_picture
from pages.components.character.unfinished import finished, render_look_again, watch_unfinished
from pages.components.generate.chosen import render_chosen
from pages.components.generate.form import (
    Order,
    empty_form,
    is_bare,
    order_form,
    ordered,
    render_choices,
)
from pages.components.generate.kinds import asked_kind
from pages.components.jobs.address import REQUEST, take_up, write_address
from pages.components.jobs.panel import start_generation, visitor_generations, watch
from pages.components.jobs.retry import (
    LONGEST_WORDS,
    PUT_ASIDE,
    is_open,
    newest,
    put_aside,
    render_failure,
    render_put_aside,
    render_those_aside,
    render_use_again,
)
from pages.components.shell.form import render_bring_back
from pages.components.shell.header import render_heading, render_link
from pages.components.shell.layout import source_of_page
from pages.components.shell.messages import render_alert, render_error
from pages.components.source.active import active_source, named_effects
from pages.model.ids import read_id
from pages.model.jobs import GenerationJob, watched_generation

ALREADY = "Exactly this is being made already: see below."
MAY_EXIST = "Exactly this was ordered before, and may exist: see below how to find out."
FIND_OUT = (
    "It may be made all the same, and cost credits. Look before you send it again, or you may pay"
    " twice: see in your account at eternalai.org whether credits were taken for it."
)
USE_AGAIN = "Use these choices again"

source = source_of_page()
jobs = visitor_generations()
form = order_form()


def readable_request(text: str) -> str:
    """The id of a request in the address, or InvalidInput."""
    validate_request_id(text)
    return text


def press(character: Character) -> None:
    """Starts what is chosen by now, unless it cannot be sent or is under way already."""
    if is_bare() and under_way():
        form.complain(ALREADY, *circumstances())
        return
    problem = start(ordered(character, named_effects(active_source() or source)))
    if problem in {"", ALREADY}:
        empty_form()
    form.complain(problem, *circumstances())


def start(order: Order, *, instead_of: GenerationJob | None = None) -> str:
    """Sends an order and returns "", or says why not.

    Args:
        order: What to send.
        instead_of: One that ended badly: it leaves the page once this one is sent.
    """
    try:
        validate_policy(order.character)
        order.check()
    except EternalError as error:
        return error.headline
    chosen = active_source() or source
    if not chosen.can_create:
        return "Generating needs a key."
    sent = (order.words, order.character.id, chosen.base_url)
    same = [
        job
        for job in jobs.list()
        if job.character is not None and (job.prompt, job.character.id, job.base_url) == sent
    ]
    if any(job.is_under_way for job in same):
        return ALREADY
    # Of one whose order is not known any more the way on is to put it aside.
    if instead_of is None and any(
        is_open(job) and (job.key in orders() or not job.is_put_aside) for job in same
    ):
        return MAY_EXIST
    try:
        orders()[start_generation(jobs, chosen, order)] = order
    except InvalidInput as error:
        return error.headline
    if instead_of is not None:
        put_aside(jobs, instead_of.key)
    return ""


def orders() -> dict[str, Order]:
    """What was ordered in this visit, by the keys of the jobs that are still kept."""
    kept: dict[str, Order] = st.session_state.setdefault("orders", {})
    for key in set(kept) - {job.key for job in jobs.list()}:
        del kept[key]
    return kept


def send_again(job: GenerationJob) -> None:
    """Sends a failed one once more; its failure stays on the page unless that was sent."""
    now, order = newest(jobs, job.key), orders().get(job.key)
    if now is None or order is None or now.is_put_aside or now.is_under_way:
        return
    form.complain(start(order, instead_of=now), *circumstances())


def use_again(job: GenerationJob) -> None:
    """Puts the choices of one back into the form."""
    if order := orders().get(job.key):
        form.fill(order.choices)


def under_way() -> bool:
    """Whether anything is being made."""
    return any(job.is_under_way for job in jobs.list())


def circumstances() -> tuple[object, ...]:
    """What a complaint is about, beside the form."""
    chosen = active_source() or source
    character = st.session_state.get("character", "")
    return chosen.base_url, chosen.can_create, character, under_way()


def render_use_choices(job: GenerationJob) -> None:
    """The way to use the choices of one again."""
    if job.key in orders() and render_use_again(job, use_again, USE_AGAIN):
        st.rerun()  # the form is outside the part of the page that a watched job is in


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
            character = finished(source.base_url, id)
    except EternalError as error:
        render_error(error, key="generate-character")
        return None
    if isinstance(character, EternalError):
        render_alert(character)
        render_look_again(source.base_url, id)
        return None
    if character is None:
        st.info("This character is still being created.", icon=":material/hourglass_top:")
        render_look_again(source.base_url, id)
        watch_unfinished(source.base_url, [id])
        return None
    st.session_state.generate_for = ((source.base_url, id), character)
    return character


def render_result(job: GenerationJob, poll: GenerationPoll) -> None:
    """Draws a finished picture or video, beside the portrait if it is known, and its download."""
    if (address := poll.result_url) is None:
        render_address(poll.result_text)
        render_put_aside(jobs, job)
        return
    before, after = st.columns(2, gap="medium")
    if job.character is None:
        before, after = after, before
    else:
        before.caption("Before")
        with before:
            render_picture(job.character, f"before-{job.key}")
    with after:
        st.caption("After")
        if (kind := poll.kind or asked_kind(job)) is MediaKind.VIDEO:
            st.video(address, alt="The video that was made", loop=True)
        else:
            with st.container(key=f"picture-after-{job.key}"):
                st.image(address, width="stretch", alt="The picture that was made")
    with st.container(horizontal=True, vertical_alignment="center"):
        render_download(address, kind.value, key=job.key)
        render_put_aside(jobs, job)
        render_use_choices(job)
    if not address.startswith("data:"):
        st.caption("The address of the result may expire: download it now if you want to keep it.")


def render_finished(job: GenerationJob) -> None:
    """Draws one that has ended, well or not."""
    with st.container(border=True, key=f"job-{job.key}"):
        if job.prompt:
            st.caption("Made with" if job.is_ready else "Asked for")
            st.text(plain_text(job.prompt, LONGEST_WORDS))
        poll = job.wait.poll if job.wait else None
        if job.is_ready and poll is not None:
            st.progress(1.0, text=":material/check_circle: Done")
            render_result(job, poll)
        elif job.failure is not None:
            is_known = job.key in orders()
            render_failure(
                jobs,
                job,
                job.failure,
                lost=FIND_OUT,
                use_again=use_again if is_known else None,
                send_again=send_again if is_known else None,
                use_label=USE_AGAIN,
            )


def render_credits() -> None:
    """Says what the account has left, as far as the last answer told."""
    told = jobs.credits_remaining(source.base_url)
    if told is not None:
        st.caption(f"Credits left: {told:,.2f}")


link = render_heading("Generate", "Turn a character into new pictures and short videos.")
if not source.can_create:
    st.info(
        "Generating needs a key, as it costs credits. Paste yours into “Your own key” in the"
        " sidebar; it is kept for this visit only.",
        icon=":material/key:",
    )
if notice := take_up(jobs, source.base_url, REQUEST, readable_request, watched_generation):
    st.warning(notice, icon=":material/link_off:")
if character := chosen_character():
    render_chosen(character)
    try:
        validate_policy(character)
    except EternalError as error:
        st.error(error.advice, title=error.headline, icon=":material/block:")
    else:
        render_bring_back(form)
        render_choices(named_effects(source))
        st.button(
            "Generate",
            type="primary",
            icon=":material/auto_fix_high:",
            on_click=press,
            args=(character,),
            disabled=not source.can_create,
        )
        render_credits()
if problem := form.complaint(*circumstances()):
    st.warning(problem, icon=":material/edit_note:")

shown = [job for job in jobs.list() if job.base_url == source.base_url and not job.is_put_aside]
write_address(shown, REQUEST)
watch(jobs, shown, source, below=render_use_choices)
for job in shown:
    if not job.is_under_way:
        render_finished(job)
aside = [job for job in jobs.list() if job.base_url == source.base_url and job.is_put_aside]
if aside:
    st.header(PUT_ASIDE)
    render_those_aside(jobs, aside)
render_link(link)
