"""The life of the jobs of a page: sent, restored from the address, watched, retried, dismissed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import streamlit as st

from eternal import EternalError
from eternal.text import plain_text
from pages.components.jobs.address import restore_from_url, sync_to_url
from pages.components.jobs.kept import store_of
from pages.components.jobs.retry import (
    LONGEST_WORDS,
    render_dismissed,
    render_failure,
    render_use_again,
)
from pages.components.jobs.spending import render_left, words_of_refusal
from pages.components.jobs.visitor import note_present, present_jobs, visitor_once
from pages.components.jobs.watch import watch
from pages.components.shell.messages import render_store_problem
from pages.components.shell.navigation import rerun
from pages.components.source.active import ActiveSource, active_source
from pages.model.job_steps import has_moved_on
from pages.model.ledger import SpendingRefused
from pages.model.second_request import AlreadyActive

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.components.jobs.page_text import JobPageText
    from pages.components.shell.form import Form
    from pages.model.jobs import Job
    from pages.model.ledger import Expense
    from pages.model.parameter import Parameter
    from pages.model.tracker import JobTracker

RequestT = TypeVar("RequestT")

MOVED_ON: Final = "Nothing was sent: it has changed since. Look below, or in History."


class JobPage(ABC, Generic[RequestT]):
    """A page that sends requests and shows what comes of them. Its parts that differ are abstract.

    Attributes:
        jobs: The jobs of the page.
        source: The source in use.
        form: What the visitor types and chooses.
        text: The sentences of the page.
        parameter: The ids of its jobs in the address.
        expense: What its requests are counted as, where the deployment's key pays.
    """

    expense: Expense
    text: JobPageText
    parameter: Parameter[tuple[str, ...]]

    def __init__(self, jobs: JobTracker, source: ActiveSource, form: Form) -> None:
        self.jobs = jobs
        self.source = source
        self.form = form
        self._once = visitor_once()
        self._refusal: SpendingRefused | None = None
        self.clear_sent()

    @abstractmethod
    def is_bare(self) -> bool:
        """Whether nothing is typed or chosen yet."""

    @abstractmethod
    def clear(self) -> None:
        """Empty what was sent out of the form."""

    @abstractmethod
    def choices(self, request: RequestT) -> dict[str, object]:
        """The values of the form that a request was made from."""

    @abstractmethod
    def validate(self, request: RequestT) -> None:
        """Check a request; raises an EternalError if it cannot be sent."""

    @abstractmethod
    def send(self, source: ActiveSource, request: RequestT) -> None:
        """Send a request, once; raises InvalidInput if too many jobs are active."""

    @abstractmethod
    def request_of(self, job: Job) -> RequestT | None:
        """The request of a job, if it is known."""

    @abstractmethod
    def is_same(self, one: RequestT, other: RequestT) -> bool:
        """Whether two requests ask for the same."""

    @abstractmethod
    def read_id(self, text: str) -> str:
        """Read an id of the address, or raise InvalidInput."""

    @abstractmethod
    def adopted(self, owner: str, base_url: str, remote_id: str, at: float) -> Job:
        """The record of an id that is only watched."""

    @abstractmethod
    def render_result(self, job: Job) -> None:
        """Render what has come of a job."""

    def about(self) -> tuple[object, ...]:
        """What a complaint is about, beside the form, the source and whether jobs are active."""
        return ()

    def press(self, read: Callable[[], RequestT]) -> None:
        """Send what is in the form, once, unless it cannot be sent or is active already.

        Args:
            read: Reads the request from the form.
        """
        content, problem = self._content(), None
        with self._once.attempt(content) as is_to_do:
            if is_to_do:
                problem = self._send_form(read)
                if not problem:
                    self._once.finish(content)
        if problem == self.text.already:
            self.clear()
        self.clear_sent()
        if problem is not None:
            self._complain(problem)

    def clear_sent(self) -> None:
        """Empty what was sent out of the form, also where another click came in between."""
        if self._once.is_done(self._content()):
            self.clear()

    def start(self, request: RequestT, *, instead_of: Job | None = None) -> str:
        """Send a request and return "", or say why not.

        Args:
            request: What to send.
            instead_of: A job that ended badly: it leaves the page once this one is sent.
        """
        source = self._chosen_source()
        try:
            self.validate(request)
            if not source.can_create:
                return self.text.needs_key
            if problem := self._duplicate(request, source, is_retry=instead_of is not None):
                return problem
            self.send(source, request)
        except AlreadyActive:
            return self.text.already
        except SpendingRefused as error:
            return words_of_refusal(error, source)
        except EternalError as error:
            return error.headline
        if instead_of is not None:
            self.jobs.dismiss(instead_of.key)
        return ""

    def retry(self, job: Job) -> None:
        """Send a failed job once more; its failure stays on the page unless that was sent.

        Args:
            job: As it stood on the page when its button was drawn.
        """
        with self._once.attempt(job.key):
            self._complain(self._send_again(job))

    def use_again(self, job: Job) -> None:
        """Put the request of a job back into the form."""
        request = self.request_of(job)
        if request is not None:
            self.form.fill(self.choices(request))

    def render_left(self) -> None:
        """Render how much the deployment's key pays for today."""
        self._refusal = render_left(self.source, self.expense)

    def render_complaint(self) -> None:
        """Render what is wrong with the form, or why nothing can be sent today."""
        if problem := self.form.complaint(*self._circumstances()):
            st.warning(problem, icon=":material/edit_note:")
        elif self._refusal is not None:
            words = words_of_refusal(self._refusal, self.source)
            st.info(words, icon=":material/hourglass_disabled:")

    def render_restored(self) -> None:
        """Restore the jobs of the address, and say which of them could not be."""
        notice = restore_from_url(
            self.jobs, self.source.base_url, self.parameter, self.read_id, self.adopted
        )
        if notice:
            st.warning(notice, icon=":material/link_off:")

    def render_jobs(self) -> None:
        """Render all jobs of the source, and watch those that are active."""
        render_store_problem(store_of(self.source))
        present = present_jobs(self.jobs)
        jobs = [job for job in present if job.base_url == self.source.base_url]
        shown = [job for job in jobs if not job.is_dismissed]
        sync_to_url(shown, self.parameter)
        watch(self.jobs, shown, self.source, below=self.render_use_again)
        for job in shown:
            if not job.is_active:
                self._render_ended(job)
        if aside := [job for job in jobs if job.is_dismissed]:
            st.header(self.text.dismissed)
            self.render_dismissed(aside)

    def render_dismissed(self, jobs: list[Job]) -> None:
        """Render the dismissed jobs, each with the way back."""
        render_dismissed(self.jobs, jobs)

    def render_use_again(self, job: Job) -> None:
        """Render the way to use the request of a job again."""
        is_known = self.request_of(job) is not None
        if is_known and render_use_again(job, self.use_again, self.text.use_again):
            rerun()  # the form is outside the part of the page that a watched job is in

    def _render_ended(self, job: Job) -> None:
        with st.container(border=True, key=f"job-{job.key}"):
            if job.is_ready:
                self.render_result(job)
            elif job.error is not None:
                self.render_words(job, "Asked for")
                is_known = self.request_of(job) is not None
                render_failure(
                    self.jobs,
                    job,
                    job.error,
                    lost=self.text.find_out,
                    use_again=self.use_again if is_known else None,
                    send_again=self.retry if is_known else None,
                    use_label=self.text.use_again,
                )

    def render_words(self, job: Job, label: str) -> None:
        """Render what was asked for, below a label."""
        if job.words:
            st.caption(label)
            st.text(plain_text(job.words, LONGEST_WORDS))

    def _content(self) -> str:
        """A name for what is in the form: the same words put there again have another."""
        return repr((self.form.version, self.form.values(), self.about()))

    def _send_form(self, read: Callable[[], RequestT]) -> str:
        if self.is_bare() and self._has_active():
            return self.text.already
        return self.start(read())

    def _send_again(self, job: Job) -> str:
        request = self.request_of(job)
        try:
            newest = self.jobs.newest(job.key)
        except EternalError as error:
            return error.headline
        if request is None or newest is None or has_moved_on(job, newest):
            note_present([newest] if newest else [])
            return MOVED_ON
        return self.start(request, instead_of=newest)

    def _duplicate(self, request: RequestT, source: ActiveSource, *, is_retry: bool) -> str:
        """Why a request is not to be sent beside those that ask for the same, or ""."""
        same = [job for job in self.jobs.list() if self._asks_for(job, request, source)]
        if any(job.is_active for job in same):
            return self.text.already
        if not is_retry and any(job.is_open for job in same):
            return self.text.may_exist
        return ""

    def _asks_for(self, job: Job, request: RequestT, source: ActiveSource) -> bool:
        known = self.request_of(job) if job.base_url == source.base_url else None
        return known is not None and self.is_same(known, request)

    def _complain(self, problem: str) -> None:
        self.form.complain(problem, *self._circumstances())

    def _circumstances(self) -> tuple[object, ...]:
        source = self._chosen_source()
        of_source = source.base_url, source.payer, source.can_create, store_of(source).problem
        return *of_source, *self.about(), self._has_active()

    def _has_active(self) -> bool:
        return any(job.is_active for job in self.jobs.list())

    def _chosen_source(self) -> ActiveSource:
        """The source chosen by now, also by a click that comes with a key typed just before."""
        return active_source() or self.source
