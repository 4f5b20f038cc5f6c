"""What is sent over a real socket, byte for byte, and how connections are kept."""

from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contract.api_calls import make_client
from tests.contract.examples import PAGE, as_bytes
from tests.contract.hostile_server import HostileServer, Line, good, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-0123456789abcdef"
THREADS = 32


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """A server that answers as documented."""
    with HostileServer(good) as server:
        yield server


PROMPTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\r\n\t \u0301\u200d\ufeff\x00"\\'),
    min_size=1,
    max_size=60,
).filter(str.strip)


@given(PROMPTS)
@example("e\u0301 is not \u00e9")
@example("one\r\ntwo\tthree  four\n")
@example(" before and after ")
@example("\ufeff\u200d\U0001f469\u200d\U0001f680\x00")
def test_a_prompt_arrives_byte_for_byte(server: HostileServer, prompt: str) -> None:
    """Accents in two parts, line ends, tabs and double spaces arrive as they were typed."""
    before = len(server.requests)
    with make_client(server, KEY) as client:
        client.create_character(prompt)
    (request,) = server.requests[before:]
    assert json.loads(request.body) == {"prompt": prompt}
    assert json.dumps({"prompt": prompt}, ensure_ascii=False).encode() == request.body
    assert f"content-length: {len(request.body)}".encode() in request.head.lower()


@pytest.mark.row("B17")
def test_every_worker_keeps_its_connection(caplog: pytest.LogCaptureFixture) -> None:
    """With as many threads as the dashboard has, no connection is thrown away."""
    caplog.set_level(logging.DEBUG, "urllib3")
    together = threading.Barrier(THREADS)

    def script(line: Line) -> None:
        while True:
            together.wait(10)  # all of them are answered at once
            line.send(whole(as_bytes(PAGE)))
            if not line.next_request():
                return

    with HostileServer(script) as server, make_client(server) as client:
        with ThreadPoolExecutor(THREADS) as pool:
            for _ in range(2):
                list(pool.map(lambda _: client.list_characters(), range(THREADS)))
        assert server.connections == THREADS
    assert not [one for one in caplog.messages if "pool is full" in one.lower()]
