"""The portraits of the demo at addresses of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from starlette.applications import Starlette

from eternal.simulator import SimulatorServer
from pages.components.source import portraits
from pages.components.source.portraits import PORTRAITS_ROUTE, served_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.conftest import OpenPage


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Where a server runs that has this route only."""
    with SimulatorServer(Starlette(routes=[PORTRAITS_ROUTE])) as running:
        yield running.base_url


def test_a_card_of_the_demo_names_a_portrait_of_this_server(visit: OpenPage, server: str) -> None:
    """A card of the demo has a short address, where a browser gets the portrait, to keep it."""
    address = str(visit(source="Demo").cards[0]["picture"])
    answer = requests.get(f"{server}/{address}", timeout=10)
    assert len(address) < 100
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text.startswith("<svg")


def test_another_process_knows_it_too(
    visit: OpenPage, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has shown no page, as after a restart, serves the same portrait."""
    address = str(visit(source="Demo").cards[0]["picture"])
    there = requests.get(f"{server}/{address}", timeout=10)
    monkeypatch.setattr(portraits, "_served", {})
    assert requests.get(f"{server}/{address}", timeout=10).content == there.content


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fapp.py"])
def test_nothing_else_is_served(server: str, digest: str) -> None:
    """What is no portrait's digest is not found."""
    assert requests.get(f"{server}/portraits/{digest}.svg", timeout=10).status_code == 404


@pytest.mark.parametrize(
    "address", ["https://pictures.example/a.png", "data:image/png;base64,AAAA"]
)
def test_other_pictures_keep_their_address(address: str) -> None:
    """Only portraits, which are SVG as data, get an address of this server."""
    assert served_picture(address) == address
