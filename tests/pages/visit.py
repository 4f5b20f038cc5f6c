"""A visitor without a browser: opens pages with AppTest and reads what stands on them."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from eternal.catalogue import Snapshot
from eternal.simulator import Fault, Simulator
from pages.components.shell.server import SCRIPT
from pages.model.list_cache import ListCache
from tests.pages.timers import run_timers, timers_of
from tests.relay import shared_relay

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from streamlit.testing.v1 import AppTest

    from eternal import Character
    from eternal.simulator import RecordedRequest

APP = SCRIPT
PAGES = Path(__file__).parents[2] / "pages"
KEY = "a-key-for-the-tests"

READING = "Reading the whole list"

_TEXTS = (
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "text",
    "error",
    "warning",
    "info",
    "success",
)


def listing(*records: object, times: int | None = None) -> Fault:
    """A list that holds these records, on each page."""
    body = json.dumps({"result": list(records)}).encode()
    return Fault("list", status=200, body=body, times=times)


def polling(result: object, *, status: str = "success", times: int | None = None) -> Fault:
    """Answer polls of any character with this result."""
    body = json.dumps({"status": status, "result": result, "data": None, "error": None}).encode()
    return Fault("poll", status=200, body=body, times=times)


def knowing_all(monkeypatch: pytest.MonkeyPatch, *characters: Character) -> None:
    """Make these characters the list, read to its end."""
    knowing(monkeypatch, Snapshot(characters, 1, 1, is_complete=True))


def knowing(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot) -> None:
    """Make this all that is known of the list, without asking for it."""
    monkeypatch.setattr(ListCache, "snapshot", lambda _: snapshot)
    monkeypatch.setattr(ListCache, "peek", lambda _: snapshot)


@dataclass(frozen=True)
class Picture:
    """A picture on a page.

    Attributes:
        alt: Its words for those who cannot see it.
        url: Its address; "" if there is none to load.
    """

    alt: str
    url: str


@dataclass
class Visit:
    """One visitor, and the server behind the pages.

    Attributes:
        app: The page as it stands.
        api: The simulator that the pages talk to.
        skip: Lets this many seconds pass for the simulator.
    """

    app: AppTest
    api: Simulator
    skip: Callable[[float], None]

    def go(self, name: str, /, **query: str | list[str]) -> Visit:
        """Turn to another page, as the navigation does, or to an address."""
        self.app.query_params.clear()
        for field, value in query.items():
            self.app.query_params[field] = value
        self.app.switch_page(str(PAGES / f"{name}.py"))
        return self.run()

    def run(self) -> Visit:
        """Run the page once more; it must not crash."""
        self.app.run()
        return self._check()

    def press(self, label: str) -> Visit:
        """Press the first button of that label."""
        next(one for one in self.app.button if one.label == label).click()
        return self.run()

    def type(self, label: str, text: str) -> Visit:
        """Type into the field of that label; the next run or press hands it over."""
        fields = [*self.app.text_input, *self.app.text_area]
        next(one for one in fields if one.label == label).set_value(text)
        return self

    def field(self, label: str) -> Any:
        """The first control of that label, such as a field, a slider or a choice."""
        kinds = ("text_input", "text_area", "button_group", "slider", "toggle", "checkbox")
        controls = (one for kind in kinds for one in self.app.get(kind))
        return next(one for one in controls if one.proto.label == label)

    def choose(self, label: str, value: object) -> Visit:
        """Choose a value in the control of that label."""
        self.field(label).set_value(value)
        return self.run()

    def show(self, view: str) -> Visit:
        """Choose a view of the gallery."""
        self.app.button_group(key="gallery.view").set_value(view)
        return self.run().read()

    def act(self, event: str, id: int) -> Visit:
        """Do on a card what sends this event: "opened", "marked" or "made"."""
        (grid,) = self._grids
        trigger = _make_trigger_id(grid.proto.id, "events")
        sent = json.dumps([{"event": event, "value": id}])
        self.app._run(WidgetStates(widgets=[WidgetState(id=trigger, json_trigger_value=sent)]))
        return self._check()

    def open_details(self) -> Visit:
        """Open the details of the first character."""
        return self.act("opened", self.cards[0]["id"])

    def open_filters(self) -> Visit:
        """Open the filters: a closed popover has no controls."""
        self.app.session_state["gallery.filters"] = True
        return self.run()

    def read(self) -> Visit:
        """Wait until the whole list has been read, if it is being read."""
        return self.wait(lambda now: READING not in now.words)

    def now_listing(self, *records: object) -> Visit:
        """Make these records the list from now on."""
        relay, _ = shared_relay()
        relay.api = self.api = Simulator(faults=[listing(*records)], record=True)
        return self

    def now_failing(self, *faults: Fault) -> Visit:
        """Have the server misbehave so from now on."""
        relay, _ = shared_relay()
        relay.api = self.api = Simulator(faults=faults, record=True)
        return self

    def tick(self, *rows: int) -> Visit:
        """Tick these rows of the table, and no others."""
        chosen = {"selection": {"rows": rows, "columns": [], "cells": []}}
        state = WidgetState(id=self.app.dataframe[0].proto.id, string_value=json.dumps(chosen))
        self.app._run(WidgetStates(widgets=[state]))
        assert not self.app.exception
        return self

    def address(self, field: str) -> list[str]:
        """What the address holds under a name."""
        value = self.app.query_params.get(field, [])
        return [value] if isinstance(value, str) else list(value)

    def has_button(self, label: str) -> bool:
        """Whether there is a button of that label that can be pressed."""
        return any(one.label == label and not one.disabled for one in self.app.button)

    def wait(self, is_so: Callable[[Visit], bool], seconds: float = 15.0) -> Visit:
        """Let the timers of the page run, until something is so.

        A page without a timer stays as it is in a browser, so it fails here.
        """
        give_up_at = time.monotonic() + seconds
        while not is_so(self):
            assert timers_of(self.app), f"no timer runs, so the page stays: {self.words}"
            assert time.monotonic() < give_up_at, f"still on the page: {self.words}"
            time.sleep(0.01)
            run_timers(self.app)
            self._check()
        return self

    def _check(self) -> Visit:
        assert not self.app.exception, [error.message for error in self.app.exception]
        return self

    @property
    def words(self) -> str:
        """The text on the page, alerts with their titles, without what is drawn as HTML."""
        found = []
        for kind in _TEXTS:
            for one in self.app.get(kind):
                found += [getattr(one.proto, "title", ""), getattr(one.proto, "body", "")]
                found.append(str(getattr(one, "value", "")))
        found += [one.proto.text for one in self.app.get("progress")]
        return "\n".join(filter(None, found))

    @property
    def html(self) -> str:
        """What is drawn as HTML."""
        return "\n".join(one.proto.body for one in self.app.get("html"))

    @property
    def cards(self) -> list[dict[str, Any]]:
        """What the browser is sent of each card."""
        return [card for grid in self._grids for card in json.loads(grid.proto.json)["cards"]]

    @property
    def marks_are_full(self) -> bool:
        """Whether no other card can be marked."""
        return any(json.loads(grid.proto.json)["isFull"] for grid in self._grids)

    @property
    def names(self) -> list[str]:
        """The names of the characters on the page: on cards, and as headings."""
        headings = re.findall("<h2[^>]*>(.*?)</h2>", self.html)
        return [card["name"] for card in self.cards] + [unescape(one) for one in headings]

    @property
    def charts(self) -> list[dict[str, int]]:
        """How long each bar of each chart is, by its label."""
        found = []
        for chart in self.app.get("vega_lite_chart"):
            table = convert_arrow_bytes_to_pandas_df(chart.proto.datasets[0].data.data)
            found.append({str(label): int(count) for label, count in table.values.tolist()})
        return found

    @property
    def progress(self) -> list[int]:
        """How far each bar stands, from 0 to 100."""
        return [one.proto.value for one in self.app.get("progress")]

    @property
    def pictures(self) -> list[Picture]:
        """The pictures, on cards and elsewhere."""
        drawn = [picture for image in self.app.image for picture in image.proto.imgs]
        on_cards = [Picture(card["name"], card["picture"] or "") for card in self.cards]
        return on_cards + [Picture(one.alt, one.url) for one in drawn]

    @property
    def _grids(self) -> list[Any]:
        components = self.app.get("bidi_component")
        return [one for one in components if one.proto.component_name == "cards"]

    @property
    def polls(self) -> list[str]:
        """The ids that the server was polled for, in order."""
        paths = [one.path for one in self.sent("GET")]
        return [path.rpartition("/")[2] for path in paths if "poll-result" in path]

    def sent(self, method: str = "POST") -> list[RecordedRequest]:
        """What the server was asked."""
        return [one for one in self.api.requests if one.method == method]
