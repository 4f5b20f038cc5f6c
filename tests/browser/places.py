"""All places of a visit where a key could be read: in the browser, between, and on the server."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.contract.secret_leaks import LONGEST_TRACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Response, WebSocket

    from tests.browser.visitor import Visitor

CRASH: Final = "crash"
"""What lets ``crashing_app.py`` crash: searched for in the History, or as what a picture shows."""
OWN_KEY: Final = "Your own key"
"""The label of the field where a visitor may type one."""

# The visitor's own field holds the key, of course: it is left out.
_HTML: Final = """label => {
    const page = document.documentElement.cloneNode(true);
    page.querySelectorAll(`input[aria-label="${label}"]`).forEach(one => one.remove());
    const shadows = [...document.querySelectorAll("*")].map(one => one.shadowRoot?.innerHTML ?? "");
    return page.outerHTML + shadows.join("") + location.href + document.title + document.cookie
        + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage});
}"""


@dataclass
class Places:
    """Keeps what can be read of a visit.

    Attributes:
        visitor: Whose visit.
        folder: Where the server keeps its data, its caches and its log.
        sent: What the browser has sent through its sockets.
    """

    visitor: Visitor
    folder: Path
    sent: list[bytes] = field(default_factory=list)
    _found: dict[str, list[bytes]] = field(default_factory=dict)
    _answers: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Keep from now on what comes through the sockets of a page, and what it asks for."""
        page.on("websocket", self._watch_socket)
        page.on("response", self._keep_answer)

    def look(self, where: str) -> None:
        """Keep what can be read by now."""
        page, context = self.visitor.page, self.visitor.context
        self._keep(f"page: {where}", page.evaluate(_HTML, OWN_KEY))
        state = context.storage_state(indexed_db=True)
        self._keep(f"storage: {where}", json.dumps(state))
        for answer in self._answers:
            is_text = "/static/" not in answer.url and answer.request.resource_type != "image"
            if is_text and answer.status == 200:
                self._keep(f"answer of {answer.url}", answer.body())
            self._keep(f"headers of {answer.url}", json.dumps(answer.headers_array()))
        self._answers.clear()
        self.look_at_files()

    def look_at_files(self) -> None:
        """Keep what stands in the files of the server by now."""
        for file in self.folder.rglob("*"):
            if file.is_file():
                self._keep(f"file {file.name}", file.read_bytes())

    def keep_download(self, label: str) -> None:
        """Press a button that gives a file, and keep the file."""
        with self.visitor.page.expect_download() as started:
            self.visitor.press(label)
        self._keep(f"download: {label}", started.value.path().read_bytes())
        self._keep(f"name of the download: {label}", started.value.suggested_filename)

    def with_(self, key: str) -> list[str]:
        """The names of the places where a key, or a good part of it, can be read."""
        self._keep("console", "\n".join(self.visitor.console))
        self._keep("addresses that were asked for", "\n".join(self.visitor.asked))
        return [
            name for name, texts in self._found.items() if any(holds(one, key) for one in texts)
        ]

    def count_in(self, name: str, words: str) -> int:
        """How often words stand in a place, as it was last looked at."""
        return self._found[name][-1].count(words.encode())

    def names(self) -> Iterator[str]:
        """What was looked at."""
        return (name for name, texts in self._found.items() if any(texts))

    def _keep_answer(self, answer: Response) -> None:
        self._answers.append(answer)

    def _watch_socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._keep("socket", _without_own_key(frame)))
        socket.on("framesent", lambda frame: self.sent.append(_as_bytes(frame)))

    def _keep(self, name: str, text: str | bytes) -> None:
        self._found.setdefault(name, []).append(_as_bytes(text))


def holds(text: bytes, key: str) -> bool:
    """Whether a key can be read in a text: eight letters of it in a row, or all of it in base64."""
    size = LONGEST_TRACE + 1
    parts = [key[at : at + size].encode() for at in range(len(key) - LONGEST_TRACE)]
    return any(part in text for part in (*parts, base64.b64encode(key.encode()).rstrip(b"=")))


def _without_own_key(frame: str | bytes) -> bytes:
    """A message of the server, without the value of the visitor's own field."""
    message = ForwardMsg.FromString(_as_bytes(frame))
    field_ = message.delta.new_element.text_input
    if field_.label == OWN_KEY:
        field_.ClearField("value")
    text: bytes = message.SerializeToString()
    return text


def _as_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
