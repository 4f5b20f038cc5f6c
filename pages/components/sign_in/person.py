"""Who has signed in, as the rules of the deployment see it now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.source import state
from pages.model.logins import Logins, login_of
from pages.model.permission import has_expired, person_of

if TYPE_CHECKING:
    from pages.model.permission import Person
    from pages.model.settings import Deployment
    from pages.model.sign_in import SignIn

LOGIN_COOKIE: Final = "_streamlit_user"
"""The cookie in which Streamlit keeps a sign-in, signed."""


@st.cache_resource(show_spinner=False)
def logins() -> Logins:
    """The sign-ins of this process."""
    return Logins()


def sign_in() -> SignIn | None:
    """How people sign in, by the settings of this run; None if nobody needs to."""
    deployment: Deployment | None = st.session_state.get(state.DEPLOYMENT)
    return deployment.sign_in if deployment else None


def this_person() -> Person | None:
    """Who has signed in; None for nobody, and once the sign-in has ended."""
    rules = sign_in()
    return current_person(rules) if rules else None


def current_person(rules: SignIn) -> Person | None:
    """Who has signed in by these rules, if the sign-in has not ended.

    Streamlit reads the cookie when a page is opened, and not again: a page that was open while the
    person has signed out in another one still has the claims.
    """
    person = person_of(st.user.to_dict())
    if person is None or has_expired(person, rules, time.time()):
        return None
    return person if logins().is_current(login_of(st.context.cookies, LOGIN_COOKIE)) else None
