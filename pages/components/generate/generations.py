"""The pictures and videos of the Generate page, from a request to a result."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from eternal import GenerationRequest, MediaKind
from eternal.validation import validate_request_id
from pages.components.character.download import render_address, render_download
from pages.components.character.picture import render_picture
from pages.components.generate.form import (
    choices_of,
    empty_form,
    generation_form,
    is_bare,
    kind_of,
    validate,
    words_of,
)
from pages.components.generate.kinds import asked_kind
from pages.components.jobs.page import JobPage
from pages.components.jobs.page_text import JobPageText
from pages.components.jobs.retry import DISMISS, render_dismiss
from pages.components.jobs.start import start_generation
from pages.components.jobs.visitor import visitor_generations
from pages.components.shell import navigation
from pages.components.shell.messages import watch_for_newer
from pages.components.source.active import named_effects
from pages.model import routes
from pages.model.job_steps import adopted_generation_job
from pages.model.jobs import JobResult, character_of, generation_request_of
from pages.model.ledger import Expense
from pages.model.refresh import is_outdated

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.jobs import Job

ASKING: Final = "Asking EternalAI for its address again …"
UNTOLD: Final = (
    "EternalAI does not tell its address anew just now. It is asked again by itself; until then"
    " this is the address of before, which may not work any more."
)


class GenerationPage(JobPage[GenerationRequest]):
    """The pictures and videos of this visit."""

    expense = Expense.GENERATION
    parameter = routes.REQUEST
    text = JobPageText(
        needs_key="Generating needs a key.",
        already="Exactly this is being made already: see below.",
        may_exist="Exactly this was ordered before, and may exist: see below how to find out.",
        find_out=(
            "It may be made all the same, and cost credits. Look before you send it again, or you"
            " may pay twice: see in your account at eternalai.org whether credits were taken for"
            " it."
        ),
        use_again="Use these choices again",
        dismissed=DISMISS,
    )

    def __init__(self, source: ActiveSource) -> None:
        super().__init__(visitor_generations(), source, generation_form())

    def is_bare(self) -> bool:
        """Whether nothing is typed or chosen."""
        return is_bare()

    def clear(self) -> None:
        """Empty the fields that were sent; kind, quality, length and sound stay chosen."""
        empty_form()

    def choices(self, request: GenerationRequest) -> dict[str, object]:
        """The values of the form that a request was made from."""
        return choices_of(request)

    def validate(self, request: GenerationRequest) -> None:
        """Validate a request; raises an EternalError if it cannot be sent."""
        validate(request)

    def send(self, source: ActiveSource, request: GenerationRequest) -> None:
        """Send a request, once; raises InvalidInput if too many jobs are active."""
        effects = named_effects(source)
        start_generation(
            self.jobs,
            source,
            request,
            kind=kind_of(request, effects),
            words=words_of(request, effects),
        )

    def request_of(self, job: Job) -> GenerationRequest | None:
        """The request of a job, if it is known."""
        return generation_request_of(job)

    def is_same(self, one: GenerationRequest, other: GenerationRequest) -> bool:
        """Whether two requests send the same."""
        return one.payload() == other.payload()

    def read_id(self, text: str) -> str:
        """Read a request's id, or raise InvalidInput."""
        validate_request_id(text)
        return text

    def adopted(self, owner: str, base_url: str, remote_id: str, at: float) -> Job:
        """The record of an adopted generation."""
        return adopted_generation_job(owner, base_url, remote_id, at)

    def about(self) -> tuple[object, ...]:
        """The subject of a complaint: the character, too."""
        return (navigation.read(routes.CHARACTER),)

    def render_result(self, job: Job) -> None:
        """Render a picture or a video, beside the portrait if it is known, and its download."""
        self.render_words(job, "Made with")
        st.progress(1.0, text=":material/check_circle: Done")
        result = job.result or JobResult()
        if is_outdated(job, time.time()):
            is_untold = self._render_asking(job)
            if is_untold and result.url is not None:
                self._render_media(job, result, result.url)
                return
        elif result.is_gone:
            st.warning(
                "It is no longer available: EternalAI does not keep it any more.",
                icon=":material/hourglass_disabled:",
            )
        elif result.url is None:
            render_address(result.text)
        else:
            self._render_media(job, result, result.url)
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            render_dismiss(self.jobs, job)
            self.render_use_again(job)

    def _render_asking(self, job: Job) -> bool:
        """Render that an address is asked for again; return whether the service did not tell it."""
        is_untold = self._is_untold(job)

        def render() -> None:
            if is_untold:
                st.warning(UNTOLD, icon=":material/history:")
            else:
                st.info(ASKING, icon=":material/hourglass_top:")

        watch_for_newer(lambda: not is_untold and self._is_untold(job), render)
        return is_untold

    def _is_untold(self, job: Job) -> bool:
        """Whether an address was asked for again a moment ago, without an answer that told it."""
        now = time.monotonic()
        return now < self.jobs.runtime(job, now, time.time()).refresh_at

    def _render_media(self, job: Job, result: JobResult, url: str) -> None:
        character = character_of(job)
        before, after = st.columns(2, gap="medium")
        if character is None:
            before, after = after, before
        else:
            before.caption("Before")
            with before:
                render_picture(character, f"before-{job.key}")
        kind = MediaKind(result.media) if result.media else asked_kind(job)
        with after:
            st.caption("After")
            if kind is MediaKind.VIDEO:
                st.video(url, alt="The video that was made", loop=True)
            else:
                with st.container(key=f"picture-after-{job.key}"):
                    st.image(url, width="stretch", alt="The picture that was made")
        can_expire = not url.startswith("data:")
        with st.container(horizontal=True, vertical_alignment="center"):
            render_download(url, kind.value, key=job.key)
            if can_expire:
                st.button(
                    "It does not show",
                    key=f"refresh-{job.key}",
                    icon=":material/refresh:",
                    type="tertiary",
                    help="Asks EternalAI for its address again, which costs nothing.",
                    on_click=self.jobs.refresh,
                    args=(job.key,),
                )
            render_dismiss(self.jobs, job)
            self.render_use_again(job)
        if can_expire:
            st.caption("The link to it may expire: download it now if you want to keep it.")
