"""The simulator misbehaves when told to, and its server starts and stops cleanly."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import requests

from eternal.simulator import Fault, Simulator, SimulatorServer, serve

KEY = {"x-api-key": "any-key"}


def statuses(server: SimulatorServer, count: int) -> list[int]:
    """List characters a few times."""
    url = f"{server.base_url}/v2/characters?limit=1"
    return [requests.get(url, timeout=5).status_code for _ in range(count)]


def test_fault_strikes_as_often_and_as_late_as_told() -> None:
    """A fault leaves the first answers alone, strikes its number of times, and is over."""
    fault = Fault("list", status=503, after=1, times=2)

    with SimulatorServer(Simulator(faults=[fault])) as server:
        assert statuses(server, 5) == [200, 503, 503, 200, 200]


def test_fault_without_a_number_never_ends() -> None:
    """A fault that strikes None times strikes for ever, and only its own operation."""
    fault = Fault("list", status=500, times=None)

    with SimulatorServer(Simulator(faults=[fault])) as server:
        poll = requests.get(f"{server.base_url}/v2/character/poll-result/6790", timeout=5)

        assert statuses(server, 4) == [500] * 4
        assert poll.status_code == 200


def test_faults_take_turns() -> None:
    """Of two faults that would strike together, the second waits for its turn."""
    faults = [Fault("list", status=500), Fault("list", status=429)]

    with SimulatorServer(Simulator(faults=faults)) as server:
        assert statuses(server, 3) == [500, 429, 200]


def test_fault_gives_the_exact_answer() -> None:
    """A fault's status, body and headers arrive as they are."""
    fault = Fault("list", status=429, body=b"\xffslow down", headers={"Retry-After": "nan"})

    with SimulatorServer(Simulator(faults=[fault])) as server:
        response = requests.get(f"{server.base_url}/v2/characters", timeout=5)

    assert response.content == b"\xffslow down"
    assert response.headers["retry-after"] == "nan"
    assert "content-type" not in response.headers


def test_answer_needs_a_status() -> None:
    """A fault with an answer but no status for it is a mistake."""
    with pytest.raises(ValueError, match="needs a status"):
        Fault("list", body=b"oops")


def test_fault_hangs_up() -> None:
    """A drop closes the connection without an answer, and quietly."""
    with SimulatorServer(Simulator(faults=[Fault("list", drop=True)])) as server:
        with pytest.raises(requests.ConnectionError):
            statuses(server, 1)

        assert statuses(server, 1) == [200]


def test_fault_cuts_an_answer_short() -> None:
    """A drop with a status closes the connection before the answer's end."""
    fault = Fault(
        "list",
        status=200,
        body=b'{"result": [',
        headers={"Content-Length": "999"},
        drop=True,
    )

    with (
        SimulatorServer(Simulator(faults=[fault])) as server,
        pytest.raises(requests.exceptions.ChunkedEncodingError),
    ):
        statuses(server, 1)


def test_fault_delays(capfd: pytest.CaptureFixture[str]) -> None:
    """A delayed answer outlasts the client's patience, and neither holds up the stop nor prints."""
    fault = Fault("list", delay_seconds=60)
    with SimulatorServer(Simulator(faults=[fault])) as server:
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{server.base_url}/v2/characters", timeout=0.05)
        started = time.perf_counter()
    stopped_after = time.perf_counter() - started

    assert stopped_after < 2
    assert capfd.readouterr() == ("", "")


def test_stop_ends_an_answer_under_way(capfd: pytest.CaptureFixture[str]) -> None:
    """Stopping hangs up on a client that still waits."""
    simulator = Simulator(faults=[Fault("list", delay_seconds=60)], record=True)
    failures: list[Exception] = []

    def ask(url: str) -> None:
        try:
            requests.get(url, timeout=30)
        except requests.ConnectionError as error:
            failures.append(error)

    with SimulatorServer(simulator) as server:
        client = threading.Thread(target=ask, args=(f"{server.base_url}/v2/characters",))
        client.start()
        while not simulator.requests:
            time.sleep(0.005)
    client.join(5)

    assert len(failures) == 1
    assert capfd.readouterr() == ("", "")


def test_short_delay_only_delays() -> None:
    """After a delay the usual answer comes."""
    fault = Fault("list", delay_seconds=0.01)

    with SimulatorServer(Simulator(faults=[fault])) as server:
        assert statuses(server, 1) == [200]


def test_creation_fails_on_demand() -> None:
    """A failing creation begins well, and ends with a failed poll that says why."""
    simulator = Simulator(creation_seconds=(0, 0), faults=[Fault("create", fail_creation=True)])
    with SimulatorServer(simulator) as server:
        created = requests.post(
            f"{server.base_url}/v2/character/create",
            json={"prompt": "a baker"},
            headers=KEY,
            timeout=5,
        )
        polled = requests.get(f"{server.base_url}/v2/character/poll-result/6870", timeout=5)

    assert created.json()["result"]["status"] == "pending"
    assert polled.json()["status"] == "failed"
    assert polled.json()["result"] is None
    assert polled.json()["error"]


def test_server_stops_answering_and_can_start_again() -> None:
    """A stopped server refuses connections, and starts and stops as often as one likes."""
    server = SimulatorServer(Simulator())
    server.start()
    assert statuses(server.start(), 1) == [200]
    server.stop()
    server.stop()

    with pytest.raises(requests.ConnectionError):
        statuses(server, 1)
    with server:
        assert statuses(server, 1) == [200]


def test_taken_port_is_an_os_error() -> None:
    """A port in use is reported as OSError, in the thread's server and in the foreground."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]

        with pytest.raises(OSError, match="in use"):
            SimulatorServer(Simulator(), port=port).start()
        with pytest.raises(OSError, match="in use"):
            serve(Simulator(), port=port)
