"""Where the characters come from: demo data or the live API, and what is loaded from there."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from eternal import (
    ConfigurationError,
    Effect,
    EternalClient,
    MediaKind,
)
from eternal.settings import Settings, make_settings
from eternal.simulator import EFFECTS, Simulator, SimulatorServer
from pages.model.settings import (
    EFFECTS_SECTION,
    SETTING_NAMES,
    Deployment,
    Source,
    read_deployment,
    read_effects,
)

if TYPE_CHECKING:
    from pydantic import SecretStr

_SOURCE_WIDGET = "source"
_KEY_WIDGET = "own_key"
_DEMO_KEY = "demo_key"
_DEPLOYMENT = "deployment"
_EFFECTS = "effects"
_WORKERS = 32


@dataclass(frozen=True, slots=True)
class ActiveSource:
    """The source that this visitor uses, how to reach it, and whether there is no other."""

    source: Source
    settings: Settings
    is_fixed: bool = False

    @property
    def is_demo(self) -> bool:
        """Whether the characters are made up by the embedded simulator."""
        return self.source is Source.DEMO

    @property
    def can_create(self) -> bool:
        """Whether there is a key to create with."""
        return self.settings.api_key is not None

    @property
    def base_url(self) -> str:
        """Where the API is: what public data is cached by."""
        return self.settings.base_url

    def paying_client(self) -> EternalClient:
        """A client with the key, for one creation."""
        key: SecretStr | None = self.settings.api_key
        return EternalClient(
            key.get_secret_value() if key else None,
            self.base_url,
            post_timeout=self.settings.post_timeout,
        )


def render_source() -> None:
    """Draws the sidebar and settles which source the page works on; stops on a wrong setting."""
    secrets = _secrets()
    try:
        deployment = read_deployment(secrets, os.environ)
        effects = read_effects(secrets)
    except ConfigurationError as error:
        st.error(f"{error.headline} {error.advice}", icon=":material/settings_alert:")
        st.stop()
    st.session_state[_DEPLOYMENT] = deployment
    st.session_state[_EFFECTS] = effects
    with st.sidebar:
        _render_choice(deployment)


def active_source() -> ActiveSource | None:
    """The source that the visitor has chosen by now, or None before the sidebar was drawn.

    Right also for a click that comes together with a key typed just before it.
    """
    deployment: Deployment | None = st.session_state.get(_DEPLOYMENT)
    if deployment is None:
        return None
    source = _chosen_source(deployment)
    is_fixed = deployment.is_source_fixed
    if source is Source.DEMO:
        return ActiveSource(source, make_settings(_demo_key(), _simulator_address()), is_fixed)
    settings = deployment.settings
    if typed := st.session_state.get(_KEY_WIDGET, "").strip():
        settings = replace(settings, api_key=_usable(typed))
    return ActiveSource(source, settings, is_fixed)


def named_effects(source: ActiveSource) -> tuple[Effect, ...]:
    """The visual effects that have a name here: the simulator's own, or the deployment's."""
    if source.is_demo:
        return tuple(Effect(one.name, one.id, MediaKind(one.kind)) for one in EFFECTS)
    named: tuple[Effect, ...] = st.session_state.get(_EFFECTS, ())
    return named


@st.cache_resource(show_spinner=False)
def public_client(base_url: str) -> EternalClient:
    """A client without a key, shared by all visitors."""
    return EternalClient(None, base_url)


def list_limit() -> int:
    """How many characters of the list are read at most. Known in any thread.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    return read_deployment(_secrets(), os.environ).list_limit


@st.cache_resource(show_spinner=False)
def workers() -> ThreadPoolExecutor:
    """The threads that talk to the API, so that no page waits for it; shared by all visitors."""
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix="api")


def _render_choice(deployment: Deployment) -> None:
    st.markdown("**Source**")
    _render_switch(deployment)
    source = _chosen_source(deployment)
    if source is Source.DEMO:
        st.badge("Demo data", icon=":material/science:", color="orange")
        st.caption("Made-up people from a simulator inside this app: no key, no cost.")
    else:
        words = f"Live: {deployment.settings.host}"
        st.badge(words, icon=":material/public:", color="green")
    if source is Source.LIVE or not deployment.is_source_fixed:
        _render_key_field(deployment, source)


def _render_switch(deployment: Deployment) -> None:
    if deployment.is_source_fixed:
        return
    st.segmented_control(
        "Show characters from",
        list(Source),
        default=deployment.source,
        key=_SOURCE_WIDGET,
        required=True,
        format_func=lambda one: "Demo" if one is Source.DEMO else "Live",
        bind="query-params",
    )


def _render_key_field(deployment: Deployment, source: Source) -> None:
    typed = st.text_input(
        "Your own key",
        type="password",
        key=_KEY_WIDGET,
        help="Kept for this visit only. Adding one switches to live characters.",
        autocomplete="off",
        persist_state="session",
        on_change=_go_live,
    ).strip()
    if typed and _usable(typed) is None:
        st.warning(
            "No key looks like this: it holds a space or another unusual sign. Copy it again.",
            icon=":material/key_off:",
        )
    elif source is Source.DEMO:
        return
    elif typed:
        st.caption("Creating uses your own key.")
    elif deployment.settings.api_key is not None:
        st.caption("Creating uses the key of this dashboard.")
    else:
        st.caption("No key: browsing and looking up work, creating needs a key.")


def _chosen_source(deployment: Deployment) -> Source:
    if deployment.is_source_fixed:
        return deployment.source
    chosen: Source | None = st.session_state.get(_SOURCE_WIDGET)
    return chosen or deployment.source


def _demo_key() -> str:
    """The simulator takes any key: one for each visit, so that each has credits of its own.

    A visitor's own key is never sent to it.
    """
    key: str = st.session_state.setdefault(_DEMO_KEY, f"demo-{token_hex(8)}")
    return key


def _usable(key: str) -> SecretStr | None:
    try:
        return make_settings(key).api_key
    except ConfigurationError:
        return None


def _go_live() -> None:
    state = st.session_state
    if state[_KEY_WIDGET].strip() and state.get(_SOURCE_WIDGET) is Source.DEMO:
        state[_SOURCE_WIDGET] = Source.LIVE


def _secrets() -> dict[str, object]:
    """The settings among Streamlit's secrets; none where the file is missing or broken."""
    try:
        return {
            name: st.secrets[name]
            for name in (*SETTING_NAMES, EFFECTS_SECTION[0])
            if name in st.secrets
        }
    except StreamlitSecretNotFoundError:
        return {}


@st.cache_resource(show_spinner=False)
def _simulator_address() -> str:
    return SimulatorServer(Simulator()).start().base_url
