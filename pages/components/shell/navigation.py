"""The address of this run: read and written by the parameters of ``pages.model.routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.model.parameter import Address, Parameter
    from pages.model.routes import Page

_T = TypeVar("_T")


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


def renew(page: Page) -> None:
    """Rename the parameters of an old link, before anything reads them."""
    update(page.renewed(address()))


def go_to(page: Page, address: Mapping[str, Sequence[str]] | None = None) -> None:
    """Turn to a page; stop the run.

    Called without parameters, ``st.switch_page`` raises if a widget is bound to one in the
    address.

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
