"""The source in use: demo data or the live API, as the deployment and the visitor choose."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from eternal import ConfigurationError, Effect
from eternal.settings import Settings, make_settings
from pages.components.shell import navigation
from pages.components.source import demo, state
from pages.model import routes
from pages.model.jobs import Payer
from pages.model.settings import (
    EFFECTS_SECTION,
    SETTING_NAMES,
    Deployment,
    Source,
    read_deployment,
    read_effects,
)
from pages.model.sign_in import AUTH_SECTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from pages.model.ledger import Expense, Limit

_NO_SECRETS = "no-secrets-found"
"""How Streamlit names the error that there are no secrets at all."""
_MASK = "[key]"


@dataclass(frozen=True, slots=True)
class ActiveSource:
    """The source that this visitor uses, and how to reach it.

    Attributes:
        source: Which one.
        settings: Its address, and the key.
        is_fixed: Whether there is no other.
        payer: Whose key is used.
    """

    source: Source
    settings: Settings
    is_fixed: bool = False
    payer: Payer = Payer.NOBODY

    @property
    def is_demo(self) -> bool:
        """Whether the source is the embedded simulator."""
        return self.source is Source.DEMO

    @property
    def can_create(self) -> bool:
        """Whether there is a key to create with."""
        return self.settings.api_key is not None

    @property
    def spends_deployment_key(self) -> bool:
        """Whether the key of the deployment pays, so that its limits hold."""
        return self.payer is Payer.DEPLOYMENT and self.can_create

    @property
    def base_url(self) -> str:
        """The address of the API: the key of caches of public data."""
        return self.settings.base_url


def settle_source() -> Deployment:
    """Read the settings of the deployment and the choice of the source.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    secrets = read_secrets()
    deployment, effects = read_deployment(secrets, os.environ), read_effects(secrets)
    st.session_state[state.DEPLOYMENT] = deployment
    st.session_state[state.EFFECTS] = effects
    if not deployment.is_source_fixed:
        navigation.settle(routes.SOURCE, state.CHOSEN)
    return deployment


def choose_source(source: Source) -> None:
    """Choose the source. For callbacks; after Back and Forward the address is believed."""
    deployment: Deployment = st.session_state[state.DEPLOYMENT]
    if not navigation.is_back_or_forward():
        chosen = None if source is deployment.source else source
        st.session_state[state.CHOSEN] = chosen
        navigation.write(routes.SOURCE, chosen)


def active_source() -> ActiveSource | None:
    """The source in use, or None before the settings were read.

    It also has a key that was just typed, if a click comes in the same run.
    """
    deployment: Deployment | None = st.session_state.get(state.DEPLOYMENT)
    if deployment is None:
        return None
    source = chosen_source(deployment)
    is_fixed = deployment.is_source_fixed
    if source is Source.DEMO:
        return ActiveSource(source, make_settings(_demo_key(), demo.address()), is_fixed)
    settings = deployment.settings
    if typed := st.session_state.get(state.OWN_KEY, "").strip():
        settings = replace(settings, api_key=usable_key(typed))
        return ActiveSource(source, settings, is_fixed, Payer.VISITOR)
    return ActiveSource(source, settings, is_fixed, Payer.DEPLOYMENT)


def source_of_page() -> ActiveSource:
    """The source in use of a page; the layout has settled it before it runs the page."""
    source = active_source()
    if source is None:
        raise RuntimeError("A page runs in its layout only.")
    return source


def named_effects(source: ActiveSource) -> tuple[Effect, ...]:
    """The visual effects with names: the simulator's, or the deployment's."""
    if source.is_demo:
        return demo.effects()
    named: tuple[Effect, ...] = st.session_state.get(state.EFFECTS, ())
    return named


def deployment_in_use() -> Deployment:
    """The settings that this run has read."""
    deployment: Deployment = st.session_state[state.DEPLOYMENT]
    return deployment


def list_limit() -> int:
    """How many characters of the list are read at most. May be called in any thread.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    return read_deployment(read_secrets(), os.environ).list_limit


def spending_limits() -> Mapping[Expense, Limit]:
    """How often visitors may spend the deployment's key in a day, read anew.

    Raises:
        ConfigurationError: A setting has an invalid value.
    """
    return read_deployment(read_secrets(), os.environ).limits


def chosen_source(deployment: Deployment) -> Source:
    """The source that the visitor, or else the deployment, has chosen."""
    if deployment.is_source_fixed:
        return deployment.source
    chosen: Source | None = st.session_state.get(state.CHOSEN)
    return chosen or deployment.source


def usable_key(key: str) -> SecretStr | None:
    """A key that a visitor typed, or None if it is invalid."""
    try:
        return make_settings(key).api_key
    except ConfigurationError:
        return None


def without_keys(words: str) -> str:
    """The service's words without a key: what is asked for without one may tell it all the same."""
    deployment: Deployment | None = st.session_state.get(state.DEPLOYMENT)
    known = deployment.settings.api_key if deployment else None
    keys = [known.get_secret_value() if known else "", st.session_state.get(state.OWN_KEY, "")]
    for key in filter(None, map(str.strip, keys)):
        words = words.replace(key, _MASK)
    return words


def read_secrets() -> dict[str, object]:
    """The settings in Streamlit's secrets; empty if there are none.

    Raises:
        ConfigurationError: There are some that cannot be read: among them may be who may create.
    """
    try:
        return {
            name: st.secrets[name]
            for name in (*SETTING_NAMES, EFFECTS_SECTION[0], AUTH_SECTION)
            if name in st.secrets
        }
    except StreamlitSecretNotFoundError as error:
        if error.error_id == _NO_SECRETS:
            return {}
    raise ConfigurationError("The secrets cannot be read: they are no valid TOML.")


def _demo_key() -> str:
    """A random key for the simulator: each visit has its own, and so its own credits.

    A visitor's own key is never sent to the simulator.
    """
    key: str = st.session_state.setdefault(state.DEMO_KEY, f"demo-{token_hex(8)}")
    return key
