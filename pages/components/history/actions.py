"""The actions on a job of the History. None of them sends a paid request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.components.create.creations import CreationPage
from pages.components.generate.generations import GenerationPage
from pages.components.history.deletion import DELETE, ask_to_delete
from pages.components.jobs.retry import look_again
from pages.components.shell import navigation
from pages.model import routes
from pages.model.job_words import advice_words
from pages.model.jobs import CREATIONS, character_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.components.jobs.page import JobPage
    from pages.components.source.active import ActiveSource
    from pages.model.jobs import Job

OPEN: Final = "Open"
SEE: Final = "See progress"
WATCH_AGAIN: Final = "Watch again"
CREATE_AGAIN: Final = "Create again"
USE_AGAIN: Final = "Use again"


class Actions:
    """The actions on jobs.

    Args:
        source: The source in use.
    """

    def __init__(self, source: ActiveSource) -> None:
        self._source = source
        self._creations = CreationPage(source)
        self._generations = GenerationPage(source)

    def advice(self, job: Job) -> str:
        """The reason of a failure and what to do, or ""."""
        return advice_words(job, self._page_of(job).text.find_out)

    def render(self, job: Job) -> None:
        """Render the actions on a job."""
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if job.base_url == self._source.base_url:
                self._render_way(job)
            self._render_use_again(job)
            if not job.is_active:
                st.button(
                    DELETE,
                    key=f"forget-{job.key}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=ask_to_delete,
                    args=([job.key],),
                )

    def _page_of(self, job: Job) -> JobPage[Any]:
        return self._creations if job.kind in CREATIONS else self._generations

    def _render_way(self, job: Job) -> None:
        """Render the link to the page of a job, or the button that watches a failed one again."""
        if job.is_active or job.is_ready:
            page, address = _place_of(job)
            st.page_link(
                page.script,
                label=OPEN if job.is_ready else SEE,
                icon=":material/open_in_full:" if job.is_ready else ":material/hourglass_top:",
                query_params=address,
            )
        elif job.remote_id is not None and st.button(
            WATCH_AGAIN,
            key=f"watch-{job.key}",
            icon=":material/visibility:",
            type="tertiary",
            help="Asks the service how it stands. This costs nothing.",
        ):
            # Not in a callback: the job is active then, and this button is not on the page.
            look_again(self._page_of(job).jobs, job.key)
            navigation.go_to(*_place_of(job))

    def _render_use_again(self, job: Job) -> None:
        page, is_creation = self._page_of(job), job.kind in CREATIONS
        if page.request_of(job) is None:
            return
        if st.button(
            CREATE_AGAIN if is_creation else USE_AGAIN,
            key=f"again-{job.key}",
            icon=":material/edit:",
            type="tertiary",
            help="Puts it back into the form. Nothing is sent until you press the button there.",
            on_click=page.use_again,
            args=(job,),
        ):
            character = None if is_creation else character_of(job)
            address = routes.CHARACTER.write(str(character.id)) if character else {}
            navigation.go_to(routes.CREATE if is_creation else routes.GENERATE, address)


def _place_of(job: Job) -> tuple[routes.Page, Mapping[str, Sequence[str]]]:
    """The page that shows a job, and its address there."""
    ids = [] if job.remote_id is None else [job.remote_id]
    if job.kind not in CREATIONS:
        return routes.GENERATE, routes.REQUEST.write(tuple(ids))
    if job.is_ready and job.remote_id is not None:
        return routes.LOOKUP, routes.ID.write(job.remote_id)
    return routes.CREATE, routes.CREATION.write(tuple(ids))
