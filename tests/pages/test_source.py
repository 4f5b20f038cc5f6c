"""The source in use: from settings, secrets and what a visitor chooses."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from eternal import ConfigurationError
from pages.components.source import active as source
from pages.model.settings import Source
from tests.pages.visit import APP, PAGES, polling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

NOWHERE = "http://127.0.0.1:1"


def opened() -> AppTest:
    """The create page, which asks nothing by itself, in a new visit."""
    app = AppTest.from_file(str(APP), default_timeout=20)
    app.switch_page(str(PAGES / "create.py"))
    return again(app)


def again(app: AppTest) -> AppTest:
    """The page, run once more."""
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """What the sidebar says."""
    return "\n".join(one.value for one in [*app.sidebar.markdown, *app.sidebar.caption])


def can_create(app: AppTest) -> bool:
    """Whether the button can be pressed."""
    return not next(one for one in app.button if one.label == "Create character").disabled


def test_no_settings() -> None:
    """Without settings the source is the demo, with nothing needed to create."""
    app = opened()
    assert "Demo data" in words(app)
    assert can_create(app)
    assert not app.exception


@pytest.mark.parametrize("name", ["ETERNALAI_BASE_URL", "ETERNALAI_API_KEY"])
def test_any_setting_is_live(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With a key or an address the source is live, named by its host."""
    monkeypatch.setenv(name, NOWHERE)
    host = "127.0.0.1:1" if "URL" in name else "open.eternalai.org"
    assert f"Live: {host}" in words(opened())


@pytest.mark.parametrize("fixed", ["demo", "live", "Live"])
def test_fixed(monkeypatch: pytest.MonkeyPatch, fixed: str) -> None:
    """A fixed source cannot be switched, not by the address either."""
    monkeypatch.setenv("ETERNALAI_SOURCE", fixed)
    monkeypatch.setenv("ETERNALAI_BASE_URL", NOWHERE)
    app = AppTest.from_file(str(APP), default_timeout=20)
    app.switch_page(str(PAGES / "create.py"))
    app.query_params["source"] = "Demo" if fixed.lower() == "live" else "Live"
    app.run()
    assert ("Demo data" in words(app)) == (fixed == "demo")
    assert not app.sidebar.get("button_group")
    assert bool(app.sidebar.text_input) == (fixed != "demo")


def test_fixed_live_without_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no demo to switch to, the page does not speak of it."""
    monkeypatch.setenv("ETERNALAI_SOURCE", "live")
    app = opened()
    assert "Creating needs a key" in app.info[0].value
    assert "Demo" not in app.info[0].value


def test_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor can switch to live and back, for this visit."""
    monkeypatch.setenv("ETERNALAI_BASE_URL", NOWHERE)
    app = opened()
    app.button_group(key="source.switch").set_value(Source.DEMO)
    assert "Demo data" in words(again(app))
    app.button_group(key="source.switch").set_value(Source.LIVE)
    assert "Live: 127.0.0.1:1" in words(again(app))


def test_own_key() -> None:
    """A typed key switches to live, and is not kept by a new visit."""
    app = opened()
    app.text_input(key="source.own_key").set_value("my-own-key-123")
    again(app)
    assert "Live: open.eternalai.org" in words(app)
    assert "Creating uses your own key." in words(app)
    assert can_create(app)
    assert opened().text_input(key="source.own_key").value == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ETERNALAI_SOURCE", "banana"),
        ("ETERNALAI_BASE_URL", "http://example.com"),
        ("ETERNALAI_API_KEY", "two words of a secret"),
    ],
)
def test_wrong_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong setting is one sentence in place of the page, and does not show the key."""
    monkeypatch.setenv(name, value)
    app = opened()
    assert len(app.error) == 1
    assert not app.title
    assert "secret" not in app.error[0].value


def test_secrets_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret counts before the environment."""
    monkeypatch.setenv("ETERNALAI_BASE_URL", "http://127.0.0.1:2")
    app = AppTest.from_file(str(APP), default_timeout=20)
    app.switch_page(str(PAGES / "create.py"))
    app.secrets["ETERNALAI_BASE_URL"] = NOWHERE
    app.run()
    assert "Live: 127.0.0.1:1" in words(app)


@contextmanager
def secrets_in(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have Streamlit read its secrets from a file."""
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    monkeypatch.setattr(st, "secrets", Secrets())
    try:
        yield
    finally:
        config.set_option("secrets.files", before)


def test_without_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A missing secrets file counts as an empty one."""
    with secrets_in(tmp_path / "secrets.toml", monkeypatch):
        assert source.read_secrets() == {}


@pytest.mark.parametrize("content", ["this is = = broken", 'ETERNALAI_API_KEY = "unclosed'])
def test_broken_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str) -> None:
    """A broken secrets file stops the pages: who may create could be among what it says."""
    file = tmp_path / "secrets.toml"
    file.write_text(content)
    with secrets_in(file, monkeypatch):
        with pytest.raises(ConfigurationError, match="no valid TOML") as caught:
            source.read_secrets()
        assert "unclosed" not in str(caught.value)
        assert caught.value.__context__ is None


def test_switch_begins_anew(visit: OpenPage) -> None:
    """Another source begins at the first page."""
    gallery = visit(page="3")
    gallery.app.button_group(key="source.switch").set_value(Source.DEMO)
    gallery.run()
    assert gallery.app.pagination[0].value == 1


def test_each_source_has_its_own_people(visit: OpenPage) -> None:
    """Pages, the whole list, a search, a look-up and a refresh belong to the source in use."""
    ada = {"id": 6790, "display_name": "Ada Live", "status": "approved"}
    opened = visit().now_listing(ada)
    asked = opened.press("Refresh").names
    assert asked == ["Ada Live"]
    for _ in range(2):
        _show_from(opened, Source.DEMO)
        assert len(opened.names) == 24
        assert "Ada Live" not in opened.names
        _show_from(opened, Source.LIVE)
        assert opened.names == ["Ada Live"]
    opened.app.text_input(key="gallery.q").set_value("6790")
    assert opened.run().read().names == ["Ada Live"]
    assert "1 searched" in opened.words
    _show_from(opened, Source.DEMO).read()
    assert opened.names == ["Elara Voss"]
    before = len(opened.api.requests)
    opened.press("Refresh")
    assert "The list was refreshed" not in opened.words
    opened.wait(lambda now: "anew" not in now.words)
    assert opened.names == ["Elara Voss"]
    assert len(opened.api.requests) == before
    _show_from(opened, Source.LIVE)
    assert opened.names == ["Ada Live"]
    assert len(opened.api.requests) == before


def test_charts_and_table_belong_to_their_source(visit: OpenPage) -> None:
    """Charts count, and the table lists, the characters of the source in use, there and back."""
    ada = {"id": 6790, "display_name": "Ada Live", "gender": "of the live one"}
    opened = visit().now_listing(ada).press("Refresh").show("Charts")
    live = {"of the live one": 1}
    assert opened.charts[1] == live
    _show_from(opened, Source.DEMO).show("Charts")
    assert "of the live one" not in opened.charts[1]
    assert sum(opened.charts[1].values()) > 24
    assert "Ada Live" not in list(opened.show("Table").app.dataframe[0].value["Name"])
    _show_from(opened, Source.LIVE).show("Charts")
    assert opened.charts[1] == live
    assert list(opened.show("Table").app.dataframe[0].value["Name"]) == ["Ada Live"]


def test_an_answer_belongs_to_its_source(visit: OpenPage) -> None:
    """An id that both sources have is another person in each, also after the switch and back."""
    live = {"id": 6790, "display_name": "Ada Live", "description": "Another person."}
    opened = visit("lookup", id="6790", faults=[polling(live)])
    for _ in range(2):
        assert "Ada Live" in opened.html
        assert "Elara Voss" not in opened.html
        _show_from(opened, Source.DEMO)
        assert "Elara Voss" in opened.html
        assert "Ada Live" not in opened.html
        _show_from(opened, Source.LIVE)


def _show_from(opened: Visit, named: Source) -> Visit:
    opened.app.button_group(key="source.switch").set_value(named)
    return opened.run()


def test_live_mode_does_without_the_simulator() -> None:
    """A dashboard that shows live data only never imports the simulator: it is another install.

    Without ``[auth]`` it imports nothing that signs people in, either.
    """
    script = (
        "import sys\n"
        "import streamlit as st\n"
        "type(st.context).cookies = {}\n"
        "from streamlit.testing.v1 import AppTest\n"
        "from pages.components.shell.server import SCRIPT\n"
        "shown = AppTest.from_file(str(SCRIPT), default_timeout=60).run()\n"
        "assert not shown.exception, shown.exception\n"
        "assert any('Live: ' in one.value for one in shown.markdown), shown.markdown\n"
        "others = ('eternal.simulator', 'authlib', 'httpx', 'joserfc')\n"
        "print([name for name in sys.modules if name.startswith(others)])\n"
    )
    settings = {"ETERNALAI_SOURCE": "live", "ETERNALAI_BASE_URL": NOWHERE}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **settings},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "[]\n", ran.stderr
