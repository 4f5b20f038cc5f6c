"""The creations of the Create page, from a description to a character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from eternal.validation import validate_prompt
from pages.components.character.cards import render_name_row
from pages.components.character.details import render_character
from pages.components.jobs.page import JobPage
from pages.components.jobs.page_text import JobPageText
from pages.components.jobs.retry import render_dismissed
from pages.components.jobs.start import start_creation
from pages.components.jobs.visitor import visitor_creations
from pages.components.shell.form import PROMPT, creation_form
from pages.model import routes
from pages.model.ids import read_id
from pages.model.job_steps import adopted_creation_job
from pages.model.jobs import character_of
from pages.model.ledger import Expense

if TYPE_CHECKING:
    from pages.components.source.active import ActiveSource
    from pages.model.jobs import Job


class CreationPage(JobPage[str]):
    """The creations of this visit. A request is a description."""

    expense = Expense.CREATION
    parameter = routes.CREATION
    text = JobPageText(
        needs_key="Creating needs a key.",
        already="This description is being created already: see below.",
        may_exist=(
            "This description was sent before, and its character may exist: see below how to find"
            " out."
        ),
        find_out=(
            "The character may have been created all the same. Look before you send it again, or"
            " there may be two: find somebody who fits the description among the newest in the"
            " gallery (press “Refresh” there), and see in your account at eternalai.org whether"
            " credits were taken."
        ),
        use_again="Use these words again",
        dismissed="Created before",
    )

    def __init__(self, source: ActiveSource) -> None:
        super().__init__(visitor_creations(), source, creation_form())

    def is_bare(self) -> bool:
        """Whether nothing is typed."""
        return not self.form.text(PROMPT)

    def clear(self) -> None:
        """Empty the description."""
        self.form.empty(PROMPT)

    def choices(self, request: str) -> dict[str, object]:
        """The values of the form for a description."""
        return {PROMPT: request}

    def validate(self, request: str) -> None:
        """Validate a description; raises InvalidInput if it cannot be sent."""
        validate_prompt(request)

    def send(self, source: ActiveSource, request: str) -> None:
        """Send a description, once; raises InvalidInput if too many jobs are active."""
        start_creation(self.jobs, source, request)

    def request_of(self, job: Job) -> str | None:
        """The description of a creation, if it is known."""
        return job.request if isinstance(job.request, str) else None

    def is_same(self, one: str, other: str) -> bool:
        """Whether two descriptions are the same."""
        return one == other

    def read_id(self, text: str) -> str:
        """Read a character's id, or raise InvalidInput."""
        return str(read_id(text))

    def adopted(self, owner: str, base_url: str, remote_id: str, at: float) -> Job:
        """The record of an adopted creation."""
        return adopted_creation_job(owner, base_url, remote_id, at)

    def render_result(self, job: Job) -> None:
        """Render the character that was made."""
        character = character_of(job)
        if character is None:
            return
        st.progress(1.0, text=":material/check_circle: Done. Here is your character.")
        render_character(character, f"job-{job.key}", lookup_link=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Create another",
                key=f"another-{job.key}",
                icon=":material/add:",
                on_click=self.jobs.dismiss,
                args=(job.key,),
            )
            self.render_use_again(job)

    def render_dismissed(self, jobs: list[Job]) -> None:
        """Render the created characters, and buttons that restore failed creations."""
        for job in jobs:
            character = character_of(job)
            if job.is_ready and character is not None:
                render_name_row(character)
        render_dismissed(self.jobs, [job for job in jobs if not job.is_ready])
