"""The way to sign in and to sign out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.components.sign_in.person import sign_in, this_person
from pages.components.sign_in.return_visit import keep_visit
from pages.model.permission import Refusal, refusal
from pages.model.sign_in import DEFAULT_PROVIDER

if TYPE_CHECKING:
    from pages.model.sign_in import SignIn

SIGN_IN: Final = "Sign in"
SIGN_OUT: Final = "Sign out"


def render_sign_in_sidebar() -> None:
    """Render who has signed in, with the way out, or the way in. Nothing where nobody needs to."""
    rules = sign_in()
    if rules is None:
        return
    with st.sidebar:
        person = this_person()
        st.markdown("**Account**")
        if person is None:
            st.caption("You are not signed in.")
            _render_buttons(rules, "sidebar")
            return
        st.text(person.name)
        if person.email and person.email != person.name:
            st.text(person.email)
        st.button(SIGN_OUT, icon=":material/logout:", on_click=st.logout)


def render_refusal(refused: Refusal, purpose: str) -> None:
    """Render why this visitor may not do something; the way to sign in, if that is missing.

    Args:
        refused: Why not.
        purpose: What signing in is for, such as "create".
    """
    rules = sign_in()
    if rules is None or refused is not Refusal.SIGNED_OUT:
        st.warning(refused, icon=":material/no_accounts:")
        return
    with st.container(border=True, key="sign-in"):
        st.markdown(
            f":material/login: **Sign in to {purpose}.** You come back to this page, and what you"
            " have typed is still there."
        )
        _render_buttons(rules, "page")


def may_browse() -> bool:
    """Whether this visitor may see the pages; if not, say so in their place."""
    rules = sign_in()
    if rules is None or not rules.is_needed_to_browse:
        return True
    refused = refusal(this_person(), rules, time.time())
    if refused is None:
        return True
    st.title("Characters")
    render_refusal(refused, "see the characters")
    return False


def _render_buttons(rules: SignIn, place: str) -> None:
    """Render a button for each provider."""
    with st.container(horizontal=True):
        for provider in rules.providers:
            is_only = provider == DEFAULT_PROVIDER
            st.button(
                SIGN_IN if is_only else f"{SIGN_IN} with {provider.capitalize()}",
                key=f"sign-in-{place}-{provider}",
                icon=":material/login:",
                type="primary" if place == "page" else "secondary",
                on_click=_leave_for,
                args=(provider,),
            )


def _leave_for(provider: str) -> None:
    """Go to a provider. For callbacks."""
    keep_visit()
    st.login(provider)
