"""Who owns the pauses of a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eternal import EternalClient
from tests.contract.examples import POLL, as_bytes

if TYPE_CHECKING:
    import responses

    from tests.clock import Clock


@pytest.mark.row("M13")
@pytest.mark.parametrize("headers", [{}, {"Retry-After": "1"}])
def test_a_wait_pauses_by_its_schedule_only(
    headers: dict[str, str],
    client: EternalClient,
    clock: Clock,
    api: responses.RequestsMock,
) -> None:
    """A poll that fails in a wait is asked again when the schedule says so, not before."""
    address = f"{EternalClient().base_url}/v2/character/poll-result/6870"
    api.get(address, b"", status=503, headers=headers)
    api.get(address, as_bytes(POLL))
    client.wait_for_character(6870)
    assert clock.pauses == [2.0]
