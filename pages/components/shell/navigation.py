"""The address: read, written and restored by the parameters of ``pages.model.routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.model.parameter import Address, Parameter
    from pages.model.routes import Page

_T = TypeVar("_T")

_KNOWN: Final = "shell.address"
"""The last known address of the visit."""
_ARRIVAL: Final = "shell.arrival"
"""The page in front, and the number of the arrival at it."""


def address() -> Address:
    """All values of each parameter in the address of this run."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def read(parameter: Parameter[_T]) -> _T:
    """The value of a parameter in the address."""
    return parameter.parse(st.query_params.get_all(parameter.name))


def write(parameter: Parameter[_T], value: _T) -> None:
    """Write a value to the address; the default one is left out."""
    update(parameter.write(value))


def update(values: Mapping[str, Sequence[str]]) -> None:
    """Write parameters to the address in one step; remove those with empty values.

    Each step is an entry of the history.
    """
    gone = [name for name in values if name in st.query_params and not values[name]]
    changed = {
        name: list(texts)
        for name, texts in values.items()
        if texts and list(texts) != st.query_params.get_all(name)
    }
    if changed or gone:
        st.query_params.update({**changed, **{name: [] for name in gone}})
        for name in gone:
            del st.query_params[name]
    known: dict[str, list[str]] = st.session_state.get(_KNOWN, {}) | {
        name: list(texts) for name, texts in values.items()
    }
    st.session_state[_KNOWN] = {name: texts for name, texts in known.items() if texts}


def renew(page: Page) -> None:
    """Rename the parameters of an old link, before anything reads them.

    From here on the address of this run is the last known one.
    """
    update(page.renewed(address()))
    st.session_state[_KNOWN] = address()
    name, number = st.session_state.get(_ARRIVAL, ("", 0))
    if name != page.name or is_back_or_forward():
        st.session_state[_ARRIVAL] = page.name, number + 1


def arrival() -> int:
    """The number of the newest arrival at a page: by a link, the menu, Back or Forward.

    What an address names is restored once for each arrival. In later runs the page itself is
    right: a quick click sends an address that is older than what the page has written.
    """
    number: int = st.session_state[_ARRIVAL][1]
    return number


def settle(parameter: Parameter[_T], key: str) -> _T:
    """Keep a choice in the session and in the address, on all pages of a visit.

    The address is believed at the start of the visit, and after Back and Forward. In all other
    runs the session is right: links within the dashboard do not have the parameter, and a quick
    click sends an address that is older than the last choice.

    Args:
        parameter: The parameter of the address.
        key: The key of the choice in the session.

    Returns:
        The choice.
    """
    if key not in st.session_state or is_back_or_forward():
        st.session_state[key] = read(parameter)
    value: _T = st.session_state[key]
    write(parameter, value)
    return value


def rerun() -> None:
    """Run the page again at the last known address. For fragments, instead of ``st.rerun``.

    A timer, or a click in a fragment, sends the address from when it was started, which may be
    older than the last choice.
    """
    known: dict[str, list[str]] = st.session_state.get(_KNOWN, {})
    update({name: known.get(name, []) for name in {*address(), *known}})
    st.rerun()  # noqa: TID251 - the only one


def go_to(page: Page, address: Mapping[str, Sequence[str]] | None = None) -> None:
    """Turn to a page; stop the run.

    Args:
        page: The page.
        address: The parameters of its address; none by default.
    """
    st.switch_page(page.script, query_params=address or {})


def is_back_or_forward() -> bool:
    """Whether the browser's Back or Forward started this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def set_control(key: str, value: object) -> None:
    """Set the value of a control before it is drawn, unless it has the value.

    The value must also be the control's default: the browser uses the default when it draws a
    control for the first time, such as in a popover that is opened later.
    """
    if st.session_state.get(key, value) != value:
        st.session_state[key] = value
