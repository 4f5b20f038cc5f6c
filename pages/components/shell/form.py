"""What a visitor types and chooses before it is sent: one form for each page that sends.

The widgets of a form have numbered keys, and whatever writes a value counts on. So a value only
ever belongs to a widget that has not been drawn yet, and it may be written at any moment of a run;
and a click on a form that was sent a moment ago brings nothing of it back.
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
        replaced: What stood in the form before other values took its place, or None.
    """

    def __init__(self, name: str, defaults: dict[str, object], *, bound: tuple[str, ...] = ()):
        """A form with these fields.

        Args:
            name: Tells its widgets from those of other forms.
            defaults: The fields, and what they hold at first.
            bound: Those whose key is their name, as the address holds them. ``fill`` may write
                them in a callback only.
        """
        self.replaced: dict[str, object] | None = None
        self._name, self._defaults, self._bound = name, defaults, bound
        self._number = 0
        self._complaint: tuple[str, object] = ("", None)

    def key(self, field: str) -> str:
        """The key of a field's widget by now."""
        return field if field in self._bound else f"form.{self._name}.{field}.{self._number}"

    def ready(self, field: str) -> str:
        """The key for a widget that is about to be drawn, with its value in place."""
        key = self.key(field)
        if st.session_state.get(key) is None:
            st.session_state[key] = self._defaults[field]
        return key

    def value(self, field: str) -> object:
        """What a field holds by now, drawn or not."""
        value = st.session_state.get(self.key(field))
        return self._defaults[field] if value is None else value

    def text(self, field: str) -> str:
        """What a field of text holds by now, without the space around it."""
        return str(self.value(field)).strip()

    def values(self) -> dict[str, object]:
        """What all fields hold by now."""
        return {field: self.value(field) for field in self._defaults}

    def fill(self, values: dict[str, object]) -> None:
        """Puts values into fields; the others keep theirs, and nothing typed is lost."""
        before = self.values()
        if any(_is_lost(before[field], value) for field, value in values.items()):
            self.replaced = before
        self._write(before | values)

    def bring_back(self) -> None:
        """Puts back what ``fill`` took the place of."""
        if self.replaced is not None:
            values, self.replaced = self.replaced, None
            self.fill(values)

    def empty(self, *fields: str) -> None:
        """Empties fields whose values were sent."""
        self._write(self.values() | {field: self._defaults[field] for field in fields})

    def complain(self, words: str, *about: object) -> None:
        """Keeps what is wrong with the values of now, or "" if nothing is."""
        self._complaint = (words, (self.values(), about))

    def complaint(self, *about: object) -> str:
        """What is wrong, as long as nothing that it is about has changed."""
        words, values = self._complaint
        return words if values == (self.values(), about) else ""

    def _write(self, values: dict[str, object]) -> None:
        old = [self.key(field) for field in self._defaults if field not in self._bound]
        self._number += 1
        for field, value in values.items():
            if field not in self._bound or self.value(field) != value:
                st.session_state[self.key(field)] = value
        for key in old:
            st.session_state.pop(key, None)


def form(name: str, defaults: dict[str, object], *, bound: tuple[str, ...] = ()) -> Form:
    """The form of that name, the same for the whole visit."""
    kept: Form | None = st.session_state.get(f"form.{name}")
    if kept is None:
        kept = st.session_state[f"form.{name}"] = Form(name, defaults, bound=bound)
    return kept


def creation_form() -> Form:
    """The form of the page where characters are made."""
    return form("create", {PROMPT: ""})


def render_bring_back(shown: Form) -> None:
    """Offers what stood in a form before a button took its place, if there is any."""
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
