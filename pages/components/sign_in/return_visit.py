"""The way back from the provider: it leads to the first page, and from there to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.generate.form import generation_form
from pages.components.shell import navigation
from pages.components.shell.form import creation_form
from pages.components.shell.visitor import browser_visitor
from pages.model import routes
from pages.model.kept_visits import KeptVisit, KeptVisits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.components.shell.form import Form
    from pages.model.routes import Page

_HAS_LOOKED: Final = "sign_in.has_looked"
_PAGE: Final = "sign_in.page"
_PROBLEM: Final = "sign_in.problem"


@st.cache_resource(show_spinner=False)
def kept_visits() -> KeptVisits:
    """What those had on the page who are at the provider just now."""
    return KeptVisits()


def note_page(page: Page) -> None:
    """Note the page in front. Call once a run."""
    st.session_state[_PAGE] = page.name


def keep_visit() -> None:
    """Keep the page, its address and what is typed until the browser comes back."""
    forms = {name: form.values() for name, form in _forms().items()}
    visit = KeptVisit(st.session_state[_PAGE], navigation.address(), forms)
    kept_visits().keep(browser_visitor().owner, visit)


def restore_visit(page: Page) -> None:
    """Turn to the page that was left for the provider, as it was. In the first run of a visit.

    Whoever comes back by the browser's Back finds what was typed, and can go to the provider again.

    Args:
        page: The page in front.
    """
    if _HAS_LOOKED in st.session_state:
        return
    st.session_state[_HAS_LOOKED] = True
    browser = browser_visitor().owner
    if kept := kept_visits().take(browser):
        st.session_state[_PROBLEM] = kept.problem, None
        _fill(kept.forms)
        target = next((one for one in routes.PAGES if one.name == kept.page), page)
        if kept.page and (target is not page or kept.address != navigation.address()):
            navigation.go_to(target, kept.address)
        return
    kept = kept_visits().peek(browser)
    if kept is not None and (kept.page, kept.address) == (page.name, navigation.address()):
        _fill(kept.forms)


def render_return() -> None:
    """Say why somebody is back without having signed in, until they turn to another page."""
    problem, arrival = st.session_state.get(_PROBLEM, ("", None))
    if not problem:
        return
    if arrival is None:
        st.session_state[_PROBLEM] = problem, navigation.arrival()
    elif arrival != navigation.arrival():
        del st.session_state[_PROBLEM]
        return
    st.warning(problem, icon=":material/no_accounts:")


def _forms() -> Mapping[str, Form]:
    return {"create": creation_form(), "generate": generation_form()}


def _fill(forms: Mapping[str, Mapping[str, object]]) -> None:
    for name, form in _forms().items():
        if name in forms:
            form.fill(dict(forms[name]))
