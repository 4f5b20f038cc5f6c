"""The address of this run: read and written by the parameters of ``pages.model.routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.model.routes import Address, Page, Parameter

_T = TypeVar("_T")


def address() -> Address:
    """All values of each parameter, as the address of this run holds them."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def read(parameter: Parameter[_T]) -> _T:
    """The value that the address chooses."""
    return parameter.parse(st.query_params.get_all(parameter.name))


def write(parameter: Parameter[_T], value: _T) -> None:
    """Has the address choose a value; the usual one leaves it."""
    update(parameter.write(value))


def update(values: Mapping[str, Sequence[str]]) -> None:
    """Has the address hold these values, and no parameter whose values are none.

    In one step: each is an entry of the history.
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
    """Gives the parameters of an old link their names of today, before anything reads them."""
    update(page.renewed(address()))


def go_to(page: Page) -> None:
    """Turns to a page without anything in its address; stops the run.

    Without parameters of its own, ``st.switch_page`` raises where a widget is bound to one that
    the address holds.
    """
    st.switch_page(page.script, query_params={})


def is_back_or_forward() -> bool:
    """Whether Back or Forward of the browser led to this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def set_control(key: str, value: object) -> None:
    """Has a control show a value, before it is drawn; what shows it already is left alone.

    The value is the control's default, too: the browser takes that one where it draws a control
    for the first time, such as in a popover that is opened later.
    """
    if st.session_state.get(key, value) != value:
        st.session_state[key] = value
