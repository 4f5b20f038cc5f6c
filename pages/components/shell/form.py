"""The forms of the pages that send: the values that a visitor types and chooses.

The widgets of a form have numbered keys, and writing a value raises the number. So a value is only
ever written to a widget that has not been drawn yet, at any moment of a run; and a late click on a
form that was just sent does not bring its values back.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

PROMPT: Final = "prompt"
"""The field of the description of a new character."""
BRING_BACK: Final = "Bring back what I had"


class Form:
    """The fields of one page, by name.

    Attributes:
        replaced: The values before ``fill`` replaced them, or None.
    """

    def __init__(self, name: str, defaults: dict[str, object]):
        """Make a form.

        Args:
            name: A prefix for the keys of its widgets.
            defaults: The fields with their first values.
        """
        self.replaced: dict[str, object] | None = None
        self._name, self._defaults = name, defaults
        self._number = 0
        self._complaint: tuple[str, object] = ("", None)

    @property
    def version(self) -> str:
        """A name for the form as it is until values are written to it."""
        return self.key("")

    def key(self, field: str) -> str:
        """The current key of a field's widget."""
        return self._key(field, self._number)

    def ready(self, field: str) -> str:
        """Set the value of a field's widget before it is drawn, and return its key."""
        key = self.key(field)
        if st.session_state.get(key) is None:
            st.session_state[key] = self._defaults[field]
        return key

    def value(self, field: str) -> object:
        """The current value of a field, whether it is drawn or not."""
        value = st.session_state.get(self.key(field))
        return self._defaults[field] if value is None else value

    def text(self, field: str) -> str:
        """The current text of a field, stripped."""
        return str(self.value(field)).strip()

    def values(self) -> dict[str, object]:
        """The current values of all fields."""
        return {field: self.value(field) for field in self._defaults}

    def fill(self, values: dict[str, object]) -> None:
        """Put values into fields and keep the old ones in ``replaced``; other fields stay."""
        before = self.values()
        if any(_is_lost(before[field], value) for field, value in values.items()):
            self.replaced = before
        self._write(before | values)

    def bring_back(self) -> None:
        """Restore the values that ``fill`` replaced."""
        if self.replaced is not None:
            values, self.replaced = self.replaced, None
            self.fill(values)

    def empty(self, *fields: str) -> None:
        """Empty fields whose values were sent."""
        self._write(self.values() | {field: self._defaults[field] for field in fields})

    def complain(self, words: str, *about: object) -> None:
        """Record what is wrong with the current values, or "" if nothing is."""
        self._complaint = (words, (self.values(), about))

    def complaint(self, *about: object) -> str:
        """The recorded complaint, or "" once its subject has changed."""
        words, values = self._complaint
        return words if values == (self.values(), about) else ""

    def _key(self, field: str, number: int) -> str:
        return f"form.{self._name}.{field}.{number}"

    def _write(self, values: dict[str, object]) -> None:
        # Any use of the session may end this run: the number goes up once all values are there.
        old = [self.key(field) for field in self._defaults]
        for field, value in values.items():
            st.session_state[self._key(field, self._number + 1)] = value
        self._number += 1
        for key in old:
            st.session_state.pop(key, None)


def form(name: str, defaults: dict[str, object]) -> Form:
    """The form of a name, one for each visit."""
    kept: Form | None = st.session_state.get(f"form.{name}")
    if kept is None:
        kept = st.session_state[f"form.{name}"] = Form(name, defaults)
    return kept


def creation_form() -> Form:
    """The form of the Create page, one for each visit."""
    return form("create", {PROMPT: ""})


def render_bring_back(shown: Form) -> None:
    """Render a button that restores the values that a button has replaced, if any."""
    if shown.replaced is not None:
        st.button(
            BRING_BACK,
            key=f"bring-back-{shown.key('')}",
            icon=":material/undo:",
            type="tertiary",
            on_click=shown.bring_back,
        )


def _is_lost(before: object, now: object) -> bool:
    return isinstance(before, str) and bool(before.strip()) and before != now
