"""What is chosen in the gallery: read from the address, and written there at once.

The address is the only place where a choice is kept. The controls are set from it before they are
drawn, and what changes in them is written by their callbacks, so that Back, Forward, a reload and
a link all show what the address says. No control is bound to its parameter: a bound one is a run
behind after Back, replaces the entry of the history that it leaves, and makes one of its own on
the way to another page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.model.search import LONGEST_SEARCH, Choice, Order

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_SIZES: Final = (12, 24, 48)
USUAL_SIZE: Final = 24
LARGEST_PAGE_NUMBER: Final = 10_000
OLDEST_AGE: Final = 120
MOST_TICKED: Final = 50
"""How many ticked rows the address keeps."""

DETAILS: Final = "details"
"""The parameter of the character whose dialog is open: a rerun, a reload or a link keeps it."""

_LONGEST_KIND = 40
_MOST_KINDS = 20
_LONGEST_SEED = 9
_NAMES = (
    *("q", "sort", "view", "gender", "category", "status", "age", "seed"),
    *("size", "page", "ticked", "compare"),
)
_KNOWN = "gallery_parameters"
_SOURCE = "gallery_source"
_OPENED = "opened_details"

_Named = TypeVar("_Named", bound=StrEnum)


class View(StrEnum):
    """How the selection is shown."""

    CARDS = "Cards"
    TABLE = "Table"
    CHARTS = "Charts"
    SHORTLIST = "Shortlist"


@dataclass(frozen=True, slots=True)
class GalleryAddress:
    """What an address chooses; what is missing, empty or impossible in it is as usual.

    Attributes:
        choice: Who is looked for, and in which order.
        view: How they are shown.
        size: How many are on a page.
        page: Which page is shown, from 1; None if the address names one that cannot exist.
        ticked: The ids of the ticked rows of the table.
        compare: Whether the shortlist is shown side by side.
    """

    choice: Choice
    view: View
    size: int
    page: int | None
    ticked: tuple[str, ...]
    compare: bool

    @classmethod
    def read(cls) -> GalleryAddress:
        """What the address of this run chooses."""
        view = _named("view", View, View.CARDS)
        size = _number("size", max(PAGE_SIZES))
        is_paged = view is View.CARDS and bool(_last("page"))
        ticked = _last("ticked").split(".")[:MOST_TICKED] if view is View.TABLE else []
        return cls(
            choice=_read_choice(),
            view=view,
            size=size if size in PAGE_SIZES else USUAL_SIZE,
            page=_number("page", LARGEST_PAGE_NUMBER) if is_paged else 1,
            ticked=tuple(filter(None, ticked)),
            compare=view is View.SHORTLIST and _last("compare").lower() == "true",
        )

    def write(self) -> None:
        """Makes the address say so, in one step."""
        choice = self.choice
        is_shuffled = choice.order is Order.SHUFFLED
        wanted = {
            "q": [choice.text],
            "sort": [choice.order.value] if choice.order is not Order.LISTED else [],
            "view": [self.view.value] if self.view is not View.CARDS else [],
            "gender": choice.genders,
            "category": choice.categories,
            "status": choice.statuses,
            "age": [str(age) for age in choice.ages or ()],
            "seed": [str(choice.seed)] if is_shuffled else [],
            "size": [str(self.size)] if self.size != USUAL_SIZE else [],
            "page": [str(self.page)] if self.page != 1 else [],
            "ticked": [".".join(self.ticked)],
            "compare": ["true"] if self.compare else [],
        }
        _write({name: [text for text in texts if text] for name, texts in wanted.items()})


def choose(**changed: Any) -> None:
    """Changes who is looked for, before the script runs; the page is the first one again.

    Args:
        changed: Fields of ``Choice``.
    """
    show(choice=replace(GalleryAddress.read().choice, **changed), page=1)


def show(**changed: Any) -> None:
    """Changes what is shown, before the script runs.

    After Back and Forward it is no visitor who changes a control: the browser only hands over what
    it showed before.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    if not is_back_or_forward():
        correct(**changed)


def correct(**changed: Any) -> None:
    """Has the address say what is shown where it said something else.

    Args:
        changed: Fields of ``GalleryAddress``.
    """
    replace(GalleryAddress.read(), **changed).write()


def take_up(base_url: str) -> GalleryAddress:
    """What the address chooses, as a visit of the gallery begins or goes on.

    Whoever comes from another page by a link that chooses nothing finds what was left here. Back
    and Forward are believed, whatever they say. Another source begins at its first page.

    Args:
        base_url: The source in use.
    """
    state = st.session_state
    # The mark is a widget's key: it goes when its page is left.
    is_new = state.get("q") is None
    if is_new and not is_back_or_forward() and not any(map(st.query_params.get_all, _NAMES)):
        _write(state.get(_KNOWN, {}))
    if state.get(_SOURCE, base_url) != base_url and not is_back_or_forward():
        correct(page=1)
    state[_SOURCE] = base_url
    address = GalleryAddress.read()
    if address.page is not None:
        address.write()
    state[_KNOWN] = _present()
    return address


def rerun() -> None:
    """Runs the page again at the last known address.

    A timer hands over the address of when it was set off, which may be older than a choice that
    was made since.
    """
    _write(st.session_state.get(_KNOWN, _present()))
    opened = st.session_state.get(_OPENED, _last(DETAILS))
    if opened and opened != _last(DETAILS):
        st.query_params[DETAILS] = opened
    elif not opened:
        st.query_params.pop(DETAILS, None)
    st.rerun()


def note_opened() -> None:
    """Takes note of whose dialog the address opens, if any."""
    st.session_state[_OPENED] = _last(DETAILS)


def set_control(key: str, value: object) -> None:
    """Has a control show a value, before it is drawn; what shows it already is left alone.

    The value is the control's default, too: the browser takes that one where it draws a control
    for the first time, such as in a popover that is opened later.
    """
    if st.session_state.get(key, value) != value:
        st.session_state[key] = value


def is_back_or_forward() -> bool:
    """Whether Back or Forward of the browser led to this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _read_choice() -> Choice:
    order = _named("sort", Order, Order.LISTED)
    return Choice(
        text=_last("q")[:LONGEST_SEARCH],
        genders=_kinds("gender"),
        categories=_kinds("category"),
        statuses=_kinds("status"),
        ages=_ages(),
        order=order,
        seed=(_number("seed", 10**_LONGEST_SEED - 1) or 1) if order is Order.SHUFFLED else 0,
    )


def _last(name: str) -> str:
    texts = st.query_params.get_all(name)
    return texts[-1] if texts else ""


def _named(name: str, kind: type[_Named], usual: _Named) -> _Named:
    text = _last(name)
    return kind(text) if text in list(kind) else usual


def _number(name: str, largest: int) -> int | None:
    return _as_number(_last(name), largest, smallest=1)


def _as_number(text: str, largest: int, *, smallest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
        return None
    return int(text) if smallest <= int(text) <= largest else None


def _kinds(name: str) -> tuple[str, ...]:
    texts = [text for text in st.query_params.get_all(name) if 0 < len(text) <= _LONGEST_KIND]
    return tuple(dict.fromkeys(texts))[:_MOST_KINDS]


def _ages() -> tuple[int, int] | None:
    found = [_as_number(one, OLDEST_AGE, smallest=0) for one in st.query_params.get_all("age")]
    ages = sorted(age for age in found if age is not None)
    if len(found) != 2 or len(ages) != 2 or ages == [0, OLDEST_AGE]:
        return None
    return ages[0], ages[1]


def _present() -> dict[str, list[str]]:
    found = {name: st.query_params.get_all(name) for name in _NAMES}
    return {name: texts for name, texts in found.items() if texts}


def _write(wanted: dict[str, Sequence[str]] | dict[str, list[str]]) -> None:
    """Writes all parameters of the gallery at once: each write is an entry of the history."""
    wanted = {name: list(texts) for name, texts in wanted.items() if texts}
    gone = [name for name in _NAMES if name in st.query_params and name not in wanted]
    if gone or wanted != _present():
        st.query_params.update({**wanted, **{name: [] for name in gone}})
        for name in gone:
            del st.query_params[name]
    st.session_state[_KNOWN] = wanted
