"""The portraits of the demo at addresses of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.components.source import portraits
from pages.components.source.portraits import PORTRAITS_ROUTE, served_picture

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage


@pytest.fixture
def client() -> TestClient:
    """Asks a server that has this route only."""
    return TestClient(Starlette(routes=[PORTRAITS_ROUTE]))


def test_a_card_of_the_demo_names_a_portrait_of_this_server(
    visit: OpenPage, client: TestClient
) -> None:
    """A card of the demo has a short address, where a browser gets the portrait, to keep it."""
    address = str(visit(source="Demo").cards[0]["picture"])
    answer = client.get(f"/{address}")
    assert len(address) < 100
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text.startswith("<svg")


def test_another_process_knows_it_too(
    visit: OpenPage, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has shown no page, as after a restart, serves the same portrait."""
    address = str(visit(source="Demo").cards[0]["picture"])
    there = client.get(f"/{address}")
    monkeypatch.setattr(portraits, "_served", {})
    assert client.get(f"/{address}").content == there.content


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fapp.py"])
def test_nothing_else_is_served(client: TestClient, digest: str) -> None:
    """What is no portrait's digest is not found."""
    assert client.get(f"/portraits/{digest}.svg").status_code == 404


@pytest.mark.parametrize(
    "address", ["https://pictures.example/a.png", "data:image/png;base64,AAAA"]
)
def test_other_pictures_keep_their_address(address: str) -> None:
    """Only portraits, which are SVG as data, get an address of this server."""
    assert served_picture(address) == address
